import FloeCore
import FloeHub
import FloeTesting
import Testing

@Suite(.timeLimit(.minutes(5)))
struct HubFailureTests {
    @Test func `while nothing can be stored work is refused, and afterwards all goes on`() async throws {
        let store = try BreakableStore()
        let fixture = try HubFixture(flows: [.chain("build", length: 2)], store: store) { $0.id.node == "n1" ? nil : Outcome(.good) }
        let start = fixture.hub.broadcast.end
        try await fixture.running { hub in
            let run = try #require(try await hub.trigger(fixture.request("build")).run)
            store.isBroken = true
            let first = await #expect(throws: HubRefusal.self) { try await hub.trigger(fixture.request("build")) }
            #expect(first?.reason == .store)
            #expect(first?.detail.contains("disk full") == true)
            guard case .failing(_, let detail) = hub.health else {
                Issue.record("the hub is \(hub.health)")
                return
            }
            #expect(detail == "disk full")
            await #expect(throws: HubRefusal.self) { try await hub.submit { .pause(run, true, by: "ann", $0) } }
            // The node ends while that cannot be stored; and reading goes on.
            hub.post(.outcome(OrderID(run: run, node: "n1", pass: 1, attempt: 1), Outcome(.good)))
            #expect(try await hub.ask { $0.why(run)?.map(\.kind) } == [.running])
            store.isBroken = false
            #expect(await fixture.archived(1, after: start) == [run])
            #expect(fixture.agent.recovered == [[], [run]], "what lives is told when the store works again")
            // Told once more than needed, never twice in a row done.
            _ = try await hub.trigger(fixture.request("build"))
            #expect(hub.health == .working)
        }
        #expect(try store.allRuns().count == 2)
        #expect(try store.run(RunRef(host: "h1", number: 1))?.row.result == .good)
    }

    @Test func `a request whose commit fails has not happened`() async throws {
        let store = try BreakableStore()
        let fixture = try HubFixture(flows: [.chain("build")], store: store)
        try await fixture.running { hub in
            store.isBroken = true
            await #expect(throws: HubRefusal.self) { try await hub.trigger(fixture.request("build")) }
            #expect(fixture.agent.started.isEmpty)
            #expect(fixture.agent.prepared.count == 1, "an attempt is made ready while its start is stored")
            #expect(fixture.agent.discarded == fixture.agent.prepared)
            store.isBroken = false
            while hub.health != .working { await Task.yield() }
            #expect(try store.allRuns().isEmpty)
            let reply = try await hub.trigger(fixture.request("build"))
            #expect(reply.run == RunRef(host: "h1", number: 1))
            // The answer comes first, the start right after it.
            let agent = fixture.agent
            try await Deadline.until("the start") { agent.started.count == 1 }
            #expect(fixture.agent.discarded.count == 1)
        }
    }

    @Test func `a cancel that cannot be stored stops tasks at once, and the rest follows`() async throws {
        let store = try BreakableStore()
        let clean = Node("clean", .executing(type: "exec"), listen: ["task.n1.cancelled"])
        let flow = Flow(id: "build", nodes: Flow.chain("build").nodes + [clean])
        let fixture = try HubFixture(flows: [flow], store: store) { _ in nil }
        let start = fixture.hub.broadcast.end
        try await fixture.running { hub in
            let run = try #require(try await hub.trigger(fixture.request("build")).run)
            store.isBroken = true
            for _ in 1...2 {
                let refusal = await #expect(throws: HubRefusal.self) { try await hub.submit { .cancel(run, by: "ann", $0) } }
                #expect(refusal?.reason == .store)
                #expect(refusal?.detail.contains("its task is told to stop") == true, "\(refusal?.detail ?? "")")
            }
            #expect(fixture.agent.stopped.map(\.node) == ["n1", "n1"])
            #expect(try store.run(run)?.row.ending == nil, "nothing of it is stored")
            let unknown = await #expect(throws: HubRefusal.self) {
                try await hub.submit { .cancel(RunRef(host: "h1", number: 9), by: "ann", $0) }
            }
            #expect(unknown?.detail.contains("told to stop") == false)
            store.isBroken = false
            while hub.health != .working { await Task.yield() }
            // What was told to ask again does so, and does not stop the clean-up; who cancels after that does.
            #expect(try await hub.submit { .cancel(run, by: "ann", $0) } == .accepted(run))
            #expect(fixture.agent.started.map(\.node).last == "clean")
            #expect(try store.run(run)?.row.ending?.by == "ann")
            #expect(try store.run(run)?.row.ending?.hard == false)
            #expect(try await hub.submit { .cancel(run, by: "bob", $0) } == .accepted(run))
            #expect(await fixture.archived(1, after: start) == [run])
            #expect(try store.run(run)?.row.result == .cancelled)
            #expect(try store.run(run)?.passes.first { $0.key.node == "n1" }?.outcome == .cancelled, "and not lost")
        }
    }

    @Test func `a hub that ends while it cannot store says so`() async throws {
        let store = try BreakableStore()
        let fixture = try HubFixture(flows: [.chain("build")], store: store)
        let refusal = await #expect(throws: HubRefusal.self) {
            try await fixture.running { hub in
                store.isBroken = true
                _ = try? await hub.trigger(fixture.request("build"))
            }
        }
        #expect(refusal?.reason == .store)
    }
}
