import Foundation

/// A hub with 1,000 agents that are linked and have nothing to do.
final class Agents: Reading {
    static let row = Row(name: "agents", what: "a hub with 1,000 linked agents without work") { try Agents() }
    private static let count = Bench.number("BENCH_AGENTS") ?? 1000
    /// Seconds that it is looked at: each agent shows itself every 15.
    private static let window = 60.0

    private let host: FloeHost
    private let fleet: SimulatedAgents
    /// Seconds until all were linked.
    private let joined: Double

    var rounds: Int? { 1 }

    init() throws {
        self.host = try FloeHost(flows: "flows:\n  - {id: none, tasks: [{id: done, listen: trigger.good, type: end}]}\n")
        let start = ContinuousClock.now
        self.fleet = try SimulatedAgents(Self.count, port: self.host.port)
        try self.fleet.welcomed()
        self.joined = (.now - start) / .seconds(1)
    }

    func read() throws -> [Figure] {
        // What linking has left to do.
        sleep(3)
        let processor = self.host.processorSeconds
        let seconds = try measured { try self.fleet.idle(Self.window) }
        let hosts = try self.host.wire().get("/build/api/hosts").body
        let active = hosts.components(separatedBy: "\"state\":\"active\"").count - 1
        guard active == Self.count + 1 else { throw FloorFailed(what: "links (\(active - 1) of \(Self.count) agents are there)") }
        return [
            Figure("until all are linked", self.joined, "s"),
            Figure("processor", (self.host.processorSeconds - processor) / seconds * 100, "%", .most(1)),
            Figure("resident", self.host.status("VmRSS") / 1024, "MB", .most(300)),
            Figure("resident, not of files", self.host.status("RssAnon") / 1024, "MB"),
        ]
    }
}
