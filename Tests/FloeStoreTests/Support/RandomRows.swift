import FloeCore
import FloeTesting

/// Changes as a hub could make them, but wilder; the same for the same seed.
struct RandomRows {
    var chance: Seeded
    private var sequence = 1
    private var adopted: [RunRef] = []
    private var lastEvent: [RunRef: Int] = [:]
    private let flows: [FrozenFlow]

    init(seed: UInt64) throws {
        self.chance = Seeded(seed)
        self.flows = [try Samples.flow("build"), try Samples.flow("build", version: 2), try Samples.flow("deploy")]
    }

    private mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self.chance) }

    private mutating func maybe<T>(_ make: (inout RandomRows) -> T) -> T? { self.chance.once(in: 2) ? make(&self) : nil }

    private mutating func pick<T>(_ all: [T]) -> T { all[self.int(0...all.count - 1)] }

    private mutating func moment() -> Moment { Moment(milliseconds: Int64(self.int(0...20))) }

    private mutating func text() -> String { self.pick(["", "a", "main", "ü\"\\\n", "task.x.good", "日本"]) }

    private mutating func values() -> Values {
        var values: Values = [:]
        for _ in 0..<self.int(0...2) { values[self.text()] = self.value(3) }
        if self.chance.once(in: 2) { values["branch"] = .string(self.pick(["main", "dev"])) }
        return values
    }

    private mutating func value(_ depth: Int) -> Value {
        switch self.int(0...(depth > 0 ? 6 : 4)) {
        case 0: .null
        case 1: .bool(self.chance.once(in: 2))
        case 2: .int(Int64(truncatingIfNeeded: self.chance.next()))
        case 3: .double(Double(self.int(-8...8)) / 4)
        case 4: .string(self.text())
        case 5: .list((0..<self.int(0...2)).map { _ in self.value(depth - 1) })
        default: .map([self.text(): self.value(depth - 1)])
        }
    }

    mutating func anyRef() -> RunRef {
        self.adopted.isEmpty || self.chance.once(in: 8) ? RunRef(host: "h9", number: 1) : self.pick(self.adopted)
    }

    mutating func query() -> RunQuery {
        var query = RunQuery()
        query.phases = Set(RunRow.Phase.allCases.filter { _ in self.chance.once(in: 2) })
        query.flow = self.maybe { $0.pick(["build", "deploy", "none"]) }
        query.branch = self.maybe { $0.pick(["main", "dev", "none"]) }
        query.result = self.maybe { $0.pick(RunRow.Result.allCases) }
        query.limit = self.int(1...9)
        if self.chance.once(in: 2), !self.adopted.isEmpty { query.after = self.pick(self.adopted) }
        return query
    }

    mutating func changes(_ model: StoreModel) -> Changes {
        var changes = Changes()
        for _ in 0..<self.int(0...4) {
            let ref = RunRef(host: self.pick(["h1", "h2"]), number: self.int(1...60))
            guard !changes.runs.contains(where: { $0.ref == ref }) else { continue }
            let run = self.run(ref, was: model.runs[ref])
            changes.runs.append(run)
            changes.flows += self.flows.filter { $0.digest == run.digest && !changes.flows.contains($0) }
            if model.runs[ref] == nil { self.adopted.append(ref) }
        }
        for _ in 0..<self.int(0...6) where !self.adopted.isEmpty {
            let pass = self.pass(self.pick(self.adopted))
            if !changes.passes.contains(where: { $0.key == pass.key }) { changes.passes.append(pass) }
        }
        for _ in 0..<self.int(0...6) where !self.adopted.isEmpty { changes.events.append(self.event(self.pick(self.adopted))) }
        changes.host = self.maybe { HostRow(nextRun: $0.int(1...1000), nextSequence: $0.sequence, draining: $0.chance.once(in: 2)) }
        return changes
    }

    private mutating func run(_ ref: RunRef, was: RunRow?) -> RunRow {
        let flow = self.pick(self.flows)
        let by = RunRow.Cause(trigger: self.text(), by: self.text())
        let values = self.values()
        var run =
            was
            ?? RunRow(
                ref: ref, flow: flow.flow.key, digest: flow.digest, cause: by, values: values, adoptedAt: self.moment())
        run.phase = self.pick(RunRow.Phase.allCases)
        run.result = self.maybe { $0.pick(RunRow.Result.allCases) }
        run.key = self.maybe { $0.text() }
        run.readyAt = self.maybe { $0.moment() }
        run.paused = self.chance.once(in: 2)
        run.ending = self.maybe { .init(result: .bad, reason: $0.text(), detail: $0.text(), by: $0.text(), since: $0.moment()) }
        run.tags = self.maybe { [$0.text(), $0.text()] } ?? []
        run.parent = self.maybe { .init(run: ref, node: $0.text(), pass: $0.int(1...9)) }
        run.restart = self.maybe { rows in (0..<rows.int(0...2)).map { .init(node: rows.text(), cause: $0) } }
        run.round = self.int(1...3)
        run.deadline = self.maybe { $0.moment() }
        run.lastEvent = self.maybe { $0.int(1...9) }
        return run
    }

    private mutating func pass(_ run: RunRef) -> PassRow {
        let key = PassRow.Key(run: run, node: self.text(), pass: self.int(1...3), instance: self.pick(["", "x", "ü"]))
        var pass = PassRow(key: key, state: self.pick(PassRow.State.allCases), cause: self.int(0...9))
        pass.outcome = self.maybe { $0.pick(Outcome.Kind.allCases) }
        pass.status = self.maybe { $0.int(0...255) }
        pass.own = self.values()
        pass.answerKey = self.text()
        pass.earlier = self.maybe { [.init(number: 1, outcome: .bad, status: 1, reason: $0.text(), startedAt: $0.moment())] } ?? []
        pass.child = self.maybe { RunRef(host: "a-b", number: $0.int(1...9)) }
        pass.heard = self.maybe { [$0.text(): $0.int(1...9)] } ?? [:]
        pass.deadline = self.maybe { $0.moment() }
        return pass
    }

    private mutating func event(_ run: RunRef) -> EventRow {
        self.sequence += self.int(1...3)
        let id = self.lastEvent[run, default: 0] + 1
        self.lastEvent[run] = id
        return EventRow(
            run: run, id: id, sequence: self.sequence, tag: self.text(), node: self.text(), pass: self.int(0...3),
            good: self.maybe { $0.chance.once(in: 2) }, own: self.values(), causes: (0..<self.int(0...3)).map { $0 * 7 },
            cleanup: self.chance.once(in: 2), at: self.moment())
    }
}
