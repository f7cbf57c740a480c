import Foundation

/// The shapes that others publish: 40 and 400 nodes in a row, three steps, ten long tasks at once.
final class Shapes: Reading {
    static let row = Row(name: "shapes", what: "shapes that others publish") { try Shapes() }
    private let host: FloeHost
    private let wire: Wire

    init() throws {
        func chain(_ id: String, _ count: Int, _ command: String) -> String {
            let nodes = (0..<count).map { at in
                "      - {id: n\(at), listen: \(at == 0 ? "trigger.good" : "task.n\(at - 1).good"), type: exec, opts: {cmd: '\(command)'}}"
            }
            return "  - id: \(id)\n    triggers: [{id: go, type: data}]\n    tasks:\n" + nodes.joined(separator: "\n")
        }
        let long = (0..<10).map { "      - {id: n\($0), listen: trigger.good, type: exec, opts: {cmd: 'sleep 5'}}" }.joined(separator: "\n")
        self.host = try FloeHost(
            flows: "common: {task-slots: 16}\nflows:\n" + chain("three", 3, "true") + "\n" + chain("forty", 40, "true") + "\n"
                + chain("four-hundred", 400, "true") + "\n  - id: long\n    triggers: [{id: go, type: data}]\n    tasks:\n" + long + "\n")
        self.wire = try self.host.wire()
    }

    var rounds: Int? { 3 }

    func read() throws -> [Figure] {
        [
            Figure("3 steps of true, from request to end", try self.host.run("three", on: self.wire) * 1e3, "ms"),
            Figure("40 in a row", try self.host.run("forty", on: self.wire) * 1e3, "ms"),
            Figure("400 in a row", try self.host.run("four-hundred", on: self.wire) * 1e3, "ms"),
            Figure("ten tasks of 5 s at once, beyond 5 s", (try self.host.run("long", on: self.wire) - 5) * 1e3, "ms"),
        ]
    }
}

/// A ladder of triggers a minute, each a run of one process: what is behind at the end of each rung, and the limit.
final class Ladder: Reading {
    static let row = Row(name: "ladder", what: "triggers a minute, each a run of one true") { try Ladder() }
    private static let rungs = [250, 500, 1000, 2000, 4000, 8000, 16_000]
    /// Seconds of a rung.
    private static let time = 10.0
    private let host: FloeHost
    private let wire: Wire

    init() throws {
        self.host = try FloeHost(
            flows: """
                flows:
                  - id: one
                    triggers: [{id: go, type: data}]
                    tasks: [{id: a, listen: trigger.good, type: exec, opts: {cmd: 'true'}}]
                """)
        self.wire = try self.host.wire()
    }

    var rounds: Int? { 1 }

    func read() throws -> [Figure] {
        var figures: [Figure] = []
        for rung in Self.rungs {
            let count = Int(Double(rung) * Self.time / 60)
            var slowest = 0.0
            let start = ContinuousClock.now
            for at in 0..<count {
                let due = start + .seconds(Double(at) * 60 / Double(rung))
                if due > .now { usleep(UInt32((due - .now) / .microseconds(1))) }
                slowest = max(slowest, try measured { _ = try self.host.trigger("one", on: self.wire) })
            }
            let sent = (ContinuousClock.now - start) / .seconds(1)
            try self.host.settle(on: self.wire)
            let done = (ContinuousClock.now - start) / .seconds(1)
            figures.append(
                Figure(
                    "\(rung) a minute: done after the last trigger by (slowest answer \(Int(slowest * 1e3)) ms)", (done - sent) * 1e3, "ms")
            )
        }
        let host = self.host
        let count = 2000
        let seconds = try measured {
            try together(16) { _ in
                let wire = try host.wire()
                for _ in 0..<count / 16 { _ = try host.trigger("one", on: wire) }
            }
            try self.host.settle(on: self.wire)
        }
        figures.append(Figure("limit, 16 connections", Double(count) / seconds * 60, "runs a minute"))
        return figures
    }
}
