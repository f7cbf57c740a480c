import FloeCore
import FloeHub
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)))
struct HubTests {
    @Test func `five hundred triggers that wait together are stored in one commit, and all reach the archive`() async throws {
        let fixture = try HubFixture(flows: [.chain("build", length: 3)])
        let request = try fixture.request("build")
        let start = fixture.hub.broadcast.end
        let requests = (0..<500).map { _ in Task { try await fixture.hub.trigger(request) } }
        while fixture.inbox.count < 500 { await Task.yield() }
        let replies = try await fixture.running { _ in
            var replies: [Reply] = []
            for request in requests {
                replies.append(try await request.value)
            }
            #expect(await fixture.archived(500, after: start).count == 500)
            return replies
        }
        #expect(Set(replies.compactMap(\.run)).count == 500)
        #expect(try fixture.store.allRuns().filter { $0.result == .good }.count == 500)
        #expect(fixture.agent.forgotten.count == 1500)
        // 500 triggers and 1,500 outcomes.
        #expect(fixture.store.commits < 1000)
        #expect(fixture.store.adoptedAtOnce == 500)
    }

    @Test func `nothing is started before it is stored`() async throws {
        let store = try BreakableStore()
        let unstored = Atomic<Int>(0)
        let fixture = try HubFixture(flows: [.chain("build", length: 20)], store: store) { order in
            let pass = try? store.run(order.id.run)?.passes.last { $0.key.node == order.id.node }
            if pass?.state != .running { unstored.add(1, ordering: .relaxed) }
            return Outcome(.good)
        }
        let start = fixture.hub.broadcast.end
        try await fixture.running { hub in
            _ = try await hub.trigger(fixture.request("build"))
            _ = await fixture.archived(1, after: start)
        }
        #expect(fixture.agent.started.count == 20)
        #expect(unstored.load(ordering: .relaxed) == 0)
    }

    @Test func `a key gives one run, also within one batch and after its run is archived, for a day`() async throws {
        let clock = StillClock()
        let fixture = try HubFixture(flows: [.chain("build"), .chain("other")], clock: clock.clock)
        let start = fixture.hub.broadcast.end
        try await fixture.running { hub in
            let request = try fixture.request("build", key: "k")
            async let first = hub.trigger(request)
            async let second = hub.trigger(request)
            let run = try await first
            #expect(try await second == run)
            _ = await fixture.archived(1, after: start)
            #expect(try await hub.trigger(request) == run)
            #expect(try await hub.trigger(fixture.request("other", key: "k")) != run)
            clock.advance(Span(seconds: 24 * 3600 + 1))
            #expect(try await hub.trigger(request) != run)
        }
    }

    @Test func `an archived run goes on when it is retried`() async throws {
        let attempts = Atomic<Int>(0)
        let fixture = try HubFixture(flows: [.chain("build")]) { _ in
            attempts.add(1, ordering: .relaxed).oldValue == 0 ? Outcome(.bad, status: 1) : Outcome(.good)
        }
        let start = fixture.hub.broadcast.end
        try await fixture.running { hub in
            let run = try #require(try await hub.trigger(fixture.request("build")).run)
            _ = await fixture.archived(1, after: start)
            #expect(try fixture.store.run(run)?.row.result == .bad)
            let middle = hub.broadcast.end
            #expect(try await hub.retry(run, from: nil, by: "ann") == .accepted(run))
            _ = await fixture.archived(1, after: middle)
            #expect(try fixture.store.run(run)?.row.result == .good)
            #expect(try fixture.store.run(run)?.row.round == 2)
            guard case .conflict = try await hub.retry(run, from: nil, by: "ann") else {
                Issue.record("a good run was retried")
                return
            }
            guard case .notFound = try await hub.retry(RunRef(host: "h1", number: 99), from: nil, by: "ann") else {
                Issue.record("a run that never was is there")
                return
            }
        }
    }

    @Test func `whoever asks sees what was stored before`() async throws {
        let fixture = try HubFixture(flows: [.chain("build")]) { _ in nil }
        try await fixture.running { hub in
            let run = try #require(try await hub.trigger(fixture.request("build")).run)
            let waits = try await hub.ask { $0.why(run) }
            #expect(waits?.map(\.kind) == [.running])
            #expect(try await hub.ask { $0.why(RunRef(host: "h1", number: 99)) } == nil)
        }
    }

    @Test func `a hub that shuts down stores what it has accepted and refuses the rest`() async throws {
        let fixture = try HubFixture(flows: [.chain("build")])
        let request = try fixture.request("build")
        try await withThrowingTaskGroup(of: Reply.self) { group in
            for _ in 0..<50 { group.addTask { try await fixture.hub.trigger(request) } }
            while fixture.inbox.count < 50 { await Task.yield() }
            fixture.hub.shutDown()
            try await fixture.hub.run()
            for try await reply in group { #expect(reply.run != nil) }
        }
        #expect(try fixture.store.allRuns().count == 50)
        #expect(fixture.hub.health == .stopping)
        let refusal = await #expect(throws: HubRefusal.self) { try await fixture.hub.trigger(request) }
        #expect(refusal?.reason == .stopping)
        await #expect(throws: HubRefusal.self) { try await fixture.hub.ask { _ in 1 } }
        await #expect(throws: HubRefusal.self) { try await fixture.hub.run() }
    }

    @Test func `a full inbox refuses and says so`() async throws {
        let fixture = try HubFixture(flows: [.chain("build")], inbox: Inbox(capacity: 1))
        let request = try fixture.request("build")
        try await withThrowingTaskGroup(of: Reply.self) { group in
            group.addTask { try await fixture.hub.trigger(request) }
            while fixture.inbox.count < 1 { await Task.yield() }
            let refusal = await #expect(throws: HubRefusal.self) { try await fixture.hub.trigger(request) }
            #expect(refusal?.reason == .full)
            fixture.hub.shutDown()
            try await fixture.hub.run()
            for try await reply in group { #expect(reply.run != nil) }
        }
    }

    @Test func `a hub opened on a store goes on with what was in flight`() async throws {
        let store = try BreakableStore()
        let first = try HubFixture(flows: [.chain("build", length: 2)], store: store) { _ in nil }
        try await first.running { hub in _ = try await hub.trigger(first.request("build")) }
        let second = try HubFixture(flows: [], store: store)
        let start = second.hub.broadcast.end
        try await second.running { _ in #expect(await second.archived(1, after: start).count == 1) }
        #expect(second.agent.started.map(\.node) == ["n1", "n2"])
        #expect(try store.allRuns().map(\.result) == [.good])
    }
}
