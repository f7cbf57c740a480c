import Foundation

/// A host that has nothing to do, and how fast it is there.
final class Idle: Reading {
    static let row = Row(name: "idle", what: "a host without work") { try Idle() }
    private let host: FloeHost

    init() throws {
        self.host = try FloeHost(
            flows: """
                flows:
                  - id: empty
                    triggers: [{id: go, type: data}]
                    tasks: [{id: done, listen: trigger.good, type: end}]
                """)
    }

    func read() throws -> [Figure] {
        self.host.kill()
        let start = try self.host.start()
        sleep(1)
        let (naps, processor) = (self.host.naps, self.host.processorSeconds)
        let seconds = measured { sleep(4) }
        return [
            Figure("cold start to first answer", start * 1e3, "ms", .most(50)),
            Figure("resident", self.host.status("VmRSS") / 1024, "MB", .most(40)),
            Figure("resident, not of files", self.host.status("RssAnon") / 1024, "MB"),
            Figure("wake-ups", (self.host.naps - naps) / seconds, "/s", .most(2)),
            Figure("processor", (self.host.processorSeconds - processor) / seconds * 100, "%", .most(0.3)),
        ]
    }
}

/// Starts with 10,000 unfinished runs.
final class Restart: Reading {
    static let row = Row(name: "restart", what: "start with 10,000 unfinished runs") { try Restart() }
    private static let runs = 10_000
    private let host: FloeHost

    init() throws {
        let host = try FloeHost(
            flows: """
                flows:
                  - id: ask
                    triggers: [{id: go, type: data}]
                    tasks:
                      - {id: a, listen: trigger.good, type: exec, opts: {cmd: 'true'}}
                      - {id: ok, listen: trigger.good, type: data, opts: {form: {fields: [{id: who, type: text}]}}}
                """)
        self.host = host
        try together(16) { _ in
            let wire = try host.wire()
            for _ in 0..<Self.runs / 16 { _ = try host.trigger("ask", on: wire) }
        }
        // Some are in the middle of their process when it is killed.
    }

    func read() throws -> [Figure] {
        self.host.kill()
        return [
            Figure("kill -9, then start to first answer", try self.host.start(), "s", .most(2)),
            Figure("resident", self.host.status("VmRSS") / 1024, "MB"),
        ]
    }
}
