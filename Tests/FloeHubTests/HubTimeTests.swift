import FloeCore
import FloeHub
import Testing

@Suite(.timeLimit(.minutes(5)))
struct HubTimeTests {
    @Test func `a timer node fires without anything else happening`() async throws {
        let pause = Node("pause", .timer(Node.TimerWait(period: Span(milliseconds: 50))), listen: ["trigger.good"])
        let fixture = try HubFixture(flows: [Flow(id: "wait", nodes: [pause])])
        let start = fixture.hub.broadcast.end
        let began = ContinuousClock.now
        try await fixture.running { hub in
            _ = try await hub.trigger(fixture.request("wait"))
            #expect(await fixture.archived(1, after: start).count == 1)
        }
        #expect(ContinuousClock.now - began >= .milliseconds(50))
    }

    @Test func `a timer trigger starts runs by itself`() async throws {
        let clock = StillClock()
        var flow = Flow.chain("nightly")
        var timer = Trigger(id: "tick", kind: .timer, period: Span(seconds: 60))
        timer.options = ["branch": "main"]
        flow.triggers = [timer]
        let fixture = try HubFixture(flows: [flow], clock: clock.clock)
        let start = fixture.hub.broadcast.end
        try await fixture.running { hub in
            // The loop has taken the flows in when it answers.
            _ = try await hub.ask { _ in true }
            clock.advance(Span(seconds: 60))
            hub.post(.tick)
            #expect(await fixture.archived(1, after: start).count == 1)
            clock.advance(Span(seconds: 59))
            hub.post(.tick)
            _ = try await hub.ask { _ in true }
        }
        #expect(try fixture.store.allRuns().map(\.cause) == [RunRow.Cause(trigger: "tick", by: "timer")])
        #expect(try fixture.store.allRuns().map(\.values) == [["branch": "main"]])
    }

    @Test func `flows that are replaced are the ones that timers start`() async throws {
        let clock = StillClock()
        let fixture = try HubFixture(flows: [], clock: clock.clock)
        let start = fixture.hub.broadcast.end
        try await fixture.running { hub in
            var flow = Flow.chain("nightly")
            flow.triggers = [Trigger(id: "tick", kind: .timer, period: Span(seconds: 60))]
            var broken = flow
            broken.id = "broken"
            let frozen = [flow, broken].map { FrozenFlow(digest: $0.id, flow: $0) }
            fixture.book.replace(FlowCatalog(frozen), unsupported: [broken.key: ["containers"]])
            _ = try await hub.ask { _ in true }
            clock.advance(Span(seconds: 61))
            hub.post(.tick)
            #expect(await fixture.archived(1, after: start).count == 1)
        }
        #expect(try fixture.store.allRuns().map(\.flow.id) == ["nightly"])
    }
}
