import FloeCore
import FloeSystem

/// Rows to store.
enum Samples {
    static func flow(_ id: String = "build", version: Int = 1) throws -> FrozenFlow {
        let node = Node("compile", .executing(type: "exec"), listen: ["trigger.good"])
        return try .freeze(Flow(id: id, version: version, triggers: [Trigger(id: "start", kind: .data)], nodes: [node]))
    }

    static func run(_ number: Int, of flow: FrozenFlow, host: String = "h1", at time: Int64 = 1000) -> RunRow {
        RunRow(
            ref: RunRef(host: host, number: number), flow: flow.flow.key, digest: flow.digest, cause: .init(trigger: "start"),
            values: [:], adoptedAt: Moment(milliseconds: time))
    }

    static func event(_ id: Int, of run: RunRef, sequence: Int) -> EventRow {
        EventRow(run: run, id: id, sequence: sequence, tag: "task.compile.good", node: "compile", pass: 1, at: Moment(milliseconds: 5))
    }

    static func changes(_ flow: FrozenFlow, _ runs: [RunRow]) -> Changes {
        var changes = Changes()
        changes.flows = [flow]
        changes.runs = runs
        return changes
    }

    static let text = "naïve \"quoted\" \\ 東京 🚄\ttab\nline \u{1}"

    static let values: Values = [
        "text": .string(Self.text), "empty": "", "null": .null, "yes": true, "whole": .double(2), "part": .double(-0.1),
        "large": .int(.max), "small": .int(.min), "branch": "main", "list": .list([1, .list([]), .map([:])]),
        "map": .map(["a": .map(["b": .double(1e300)])]),
    ]

    /// A run with nothing left at its default.
    static func fullRun(_ number: Int, of flow: FrozenFlow) -> RunRow {
        func at(_ time: Int64) -> Moment { Moment(milliseconds: time) }
        var run = Self.run(number, of: flow)
        run.cause = .init(trigger: "start", by: Self.text)
        run.values = Self.values
        run.key = "delivery \(Self.text)"
        run.phase = .active
        run.readyAt = at(1)
        run.paused = true
        run.ending = .init(result: .bad, reason: "unheard", detail: Self.text, by: "eva", since: at(2), hard: true)
        run.result = .cancelled
        run.reason = "person"
        run.detail = Self.text
        run.by = "eva"
        run.tags = ["flow:build.1:", "db, \"main\""]
        run.parent = .init(run: RunRef(host: "other-host", number: 7), node: "deploy", pass: 3)
        run.depth = 2
        run.round = 3
        run.restart = [.init(node: "compile", cause: 4), .init(node: "test", cause: 5)]
        run.activatedAt = at(3)
        run.endedAt = at(4)
        run.deadline = at(.max)
        run.lastEvent = 12
        run.execHost = "h2"
        run.keep = true
        run.keptBy = "eva"
        run.keptAt = at(5)
        return run
    }

    /// A pass with nothing left at its default.
    static func fullPass(_ run: RunRef) -> PassRow {
        func at(_ time: Int64) -> Moment { Moment(milliseconds: time) }
        var pass = PassRow(key: .init(run: run, node: "compile", pass: 2, instance: "os=linux, \(Self.text)"), state: .waiting, cause: 3)
        pass.attempt = 3
        pass.outcome = .timedOut
        pass.status = 143
        pass.reason = Self.text
        pass.queue = 99
        pass.deadline = at(1)
        pass.stopping = true
        pass.late = true
        pass.void = true
        pass.cleanup = true
        pass.own = Self.values
        pass.earlier = [
            .init(number: 1, outcome: .lost, status: nil, reason: "", startedAt: nil, endedAt: nil),
            .init(number: 2, outcome: .bad, status: 1, reason: Self.text, startedAt: at(2), endedAt: at(3)),
        ]
        pass.keeper = "k1"
        pass.child = RunRef(host: "h-1", number: 12)
        pass.heard = ["task.a.good": 4, "task.b.good": 5]
        pass.by = "eva"
        pass.answerKey = "cli-1"
        pass.startEvent = 6
        pass.endEvent = 7
        pass.queuedAt = at(4)
        pass.startedAt = at(5)
        pass.endedAt = at(6)
        return pass
    }

    /// An event with nothing left at its default.
    static func fullEvent(_ id: Int, of run: RunRef, sequence: Int) -> EventRow {
        EventRow(
            run: run, id: id, sequence: sequence, tag: "task.compile.cancelled", node: "compile", pass: 2, good: nil, own: Self.values,
            causes: [1, 22, 333], cleanup: true, at: Moment(milliseconds: -5))
    }
}
