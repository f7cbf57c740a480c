import FloeTesting
import Foundation
import Testing

@testable import FloeCore

/// Hubs of a cluster, whole: runs with their nodes, tags, children and rounds, handed over and back.
@Suite struct HousesTests {
    private func plain(_ id: String = "f", tags: [String] = [], change: (inout Flow) -> Void = { _ in }) -> Flow {
        flow(id, exec("work"), end("task.work.good")) {
            $0.resourceTags = tags
            change(&$0)
        }
    }

    @Test func `a run goes to the host with its tags, executes there, and its end is told where it was adopted`() throws {
        var houses = Houses([self.plain { $0.hostTags = ["gpu"] }], tags: [[], ["gpu"]])
        try houses.settle()
        let ref = try #require(try houses.trigger(0, "f"))
        try houses.quiet()
        #expect(ref == RunRef(host: "h1", number: 1))
        #expect(houses.row(0, ref)?.phase == .pending && houses.row(0, ref)?.execHost == "h2")
        #expect(houses.row(1, ref)?.phase == .active && houses.row(1, ref)?.execHost == "h2")
        #expect(houses.houses[1].orders.count == 1 && houses.houses[0].orders.isEmpty)
        #expect(houses.houses[0].hub?.why(ref)?.first?.kind == .cluster)
        try houses.settle(finishing: true)
        #expect(houses.row(0, ref)?.result == .good && houses.row(1, ref)?.result == .good)
        let events = houses.houses[1].disk.events[ref] ?? []
        #expect(events.map(\.id) == Array(1...events.count) && events.first?.own["state"] == "add-pend")
        // The adopter's copy has what was announced there, and no second end.
        #expect(houses.houses[0].disk.events[ref]?.count == 1)
        try houses.checkEnd()
    }

    @Test func `runs that nothing binds spread by load`() throws {
        var houses = Houses([self.plain()], hosts: 3)
        try houses.settle()
        for _ in 0..<9 { try houses.trigger(0, "f") }
        try houses.quiet()
        #expect(houses.houses.map(\.orders.count) == [3, 3, 3])
        try houses.settle(finishing: true)
        try houses.checkEnd()
    }

    @Test func `a run that nobody can take says why of each host`() throws {
        var houses = Houses([self.plain { $0.hostTags = ["mac"] }], hosts: 3)
        try houses.settle()
        houses.crash(2)
        let ref = try #require(try houses.trigger(0, "f"))
        try houses.settle()
        let why = houses.houses[0].hub?.why(ref) ?? []
        #expect(why.first?.kind == .host && why.first?.what == ["mac"])
        let texts = why.dropFirst().flatMap(\.what)
        #expect(texts.contains { $0.hasPrefix("h1 did not take it") } && texts.contains { $0.hasPrefix("h2 did not take it") })
        #expect(texts.contains { $0.hasPrefix("h3 is not seen for") })
    }

    @Test func `overlap is decided over hosts`() throws {
        var houses = Houses([self.plain { $0.overlap = .skip }])
        try houses.settle()
        let first = try #require(try houses.trigger(0, "f"))
        try houses.quiet()
        let second = try #require(try houses.trigger(1, "f"))
        try houses.quiet()
        #expect(houses.row(1, second)?.result == .cancelled && houses.row(1, second)?.reason == "overlap")
        try houses.settle(finishing: true)
        #expect(houses.row(0, first)?.result == .good)
        try houses.checkEnd()
    }

    @Test func `a cancel reaches a run where it is`() throws {
        var houses = Houses([self.plain { $0.hostTags = ["gpu"] }], tags: [[], ["gpu"]])
        try houses.settle()
        let ref = try #require(try houses.trigger(0, "f"))
        try houses.quiet()
        try houses.step(0, [.cancel(ref, by: "ann", 1)])
        #expect(houses.replies == [.accepted(ref)])
        try houses.settle(finishing: true)
        #expect(houses.row(0, ref)?.result == .cancelled && houses.row(0, ref)?.by == "ann")
        try houses.checkEnd()
    }

    @Test func `a parent goes on when its child ends on another host, and flows that start at an end start once`() throws {
        var after = self.plain("after")
        var trigger = Trigger(id: "end", kind: .flow)
        trigger.flow = "child"
        after.triggers = [trigger]
        let child = self.plain("child") { $0.hostTags = ["gpu"] }
        let parent = flow("parent", call("sub", "trigger.good", "child"), end("task.sub.good")) { $0.hostTags = ["cpu"] }
        var houses = Houses([child, parent, after], tags: [["cpu"], ["gpu"]])
        try houses.settle()
        let ref = try #require(try houses.trigger(1, "parent"))
        try houses.settle(finishing: true)
        #expect(houses.row(1, ref)?.result == .good && houses.row(1, ref)?.execHost == "h1")
        let all = houses.houses.flatMap { $0.disk.runs.values }
        #expect(Set(all.filter { $0.flow.id == "after" }.map(\.ref)).count == 1)
        #expect(Set(all.filter { $0.flow.id == "child" }.map(\.ref)).count == 1)
        try houses.checkEnd()
    }

    @Test func `a later round stays where the workspace is`() throws {
        var houses = Houses([self.plain { $0.hostTags = ["gpu"] }], tags: [[], ["gpu"]])
        try houses.settle()
        let ref = try #require(try houses.trigger(0, "f"))
        try houses.quiet()
        try houses.finish(1, try #require(houses.houses[1].orders.first), .bad)
        try houses.settle()
        #expect(houses.row(0, ref)?.result == .bad)
        try houses.step(0, [.retry(try #require(houses.houses[0].disk.stored(ref)), from: nil, by: "ann", 1)])
        guard case .conflict(let why)? = houses.replies.first else { throw Houses.Broken(description: "\(houses.replies)") }
        #expect(why.contains("h2"))
        try houses.step(1, [.retry(try #require(houses.houses[1].disk.stored(ref)), from: nil, by: "ann", 1)])
        #expect(houses.replies == [.accepted(ref)])
        try houses.settle(finishing: true)
        #expect(houses.row(1, ref)?.result == .good && houses.row(1, ref)?.round == 2)
        #expect(houses.houses.allSatisfy { $0.rows.executed.isEmpty && $0.rows.adopted.isEmpty && $0.rows.grants.isEmpty })
    }

    @Test func `a drained host moves its pending runs away, and they end`() throws {
        var houses = Houses([self.plain(tags: ["db"])])
        try houses.settle()
        for _ in 0..<4 { try houses.trigger(0, "f") }
        try houses.quiet()
        try houses.step(0, [.drain(true, 1)])
        try houses.settle()
        #expect(houses.houses[0].disk.runs.values.allSatisfy { $0.phase == .active || $0.execHost == "h2" })
        try houses.settle(finishing: true)
        try houses.checkEnd()
    }

    @Test func `what was active before its host was in a cluster keeps its tags from all hosts`() throws {
        var houses = Houses([self.plain(tags: ["db"])], start: false)
        houses.houses[0].isMember = false
        try houses.start(0)
        let first = try #require(try houses.trigger(0, "f"))
        #expect(houses.row(0, first)?.phase == .active)
        houses.crash(0)
        houses.houses[0].isMember = true
        try houses.start(0)
        try houses.start(1)
        try houses.settle()
        let second = try #require(try houses.trigger(1, "f"))
        try houses.settle()
        #expect(houses.row(1, second)?.phase == .pending)
        try houses.settle(finishing: true)
        #expect(houses.row(1, second)?.result == .good)
        try houses.checkEnd()
    }

    @Test func `a run that all hosts are too busy for is not handed round and round`() throws {
        var houses = Houses([self.plain("space") { $0.reuseSpace = true }], hosts: 3)
        try houses.settle()
        for _ in 0..<3 {
            try houses.trigger(2, "space")
            try houses.quiet()
        }
        let waits = try #require(try houses.trigger(2, "space"))
        try houses.quiet()
        #expect(houses.houses.map(\.orders.count) == [1, 1, 1] && houses.row(2, waits)?.phase == .pending)
        try houses.settle(finishing: true)
        try houses.checkEnd()
    }

    @Test func `a time of a timer is fired by one host, and once`() throws {
        var timed = self.plain()
        timed.triggers = [Trigger(id: "often", kind: .timer, period: Span(seconds: 10))]
        var houses = Houses([timed], hosts: 3)
        try houses.settle()
        let request = TriggerRequest(
            flow: try #require(houses.catalog.flow(named: "f")), cause: .init(trigger: "often", by: "timer"), values: [:])
        for slot in 1...4 {
            let at = houses.now + Span(seconds: Int64(slot) * 10)
            for host in 0..<3 { try houses.step(host, [.timer(request, slot: at)]) }
            // Told again, as after a restart.
            for host in 0..<3 { try houses.step(host, [.timer(request, slot: at)]) }
        }
        try houses.settle(finishing: true)
        #expect(Set(houses.houses.flatMap { $0.disk.runs.keys }).count == 4)
    }

    @Test func `a name's first number is 1 only where all others say that they never saw it`() throws {
        var houses = Houses([self.plain()], start: false)
        try houses.start(0)
        let early = try #require(try houses.trigger(0, "f"))
        #expect(early.number > 1_000_000)
        try houses.start(1)
        try houses.settle()
        #expect(try #require(try houses.trigger(1, "f")).number == 1)
    }

    @Test func `the time to wait does not count once another host has begun`() throws {
        var houses = Houses([self.plain { ($0.hostTags, $0.queueTimeout) = (["gpu"], Span(seconds: 5)) }], tags: [[], ["gpu"]])
        try houses.settle()
        let ref = try #require(try houses.trigger(0, "f"))
        try houses.settle(rounds: 30)
        #expect(houses.row(0, ref)?.phase == .pending && houses.row(1, ref)?.phase == .active)
        try houses.settle(finishing: true)
        #expect(houses.row(0, ref)?.result == .good)
    }
}
