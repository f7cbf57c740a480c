import FloeAPI
import FloeCore
import Testing

@testable import FloeServer

@Suite("Hosts and schedules", .timeLimit(.minutes(5)))
struct HostTests {
    @Test func `A host that drains takes runs, says why they wait, and starts them when it is resumed`() async throws {
        try await ServerFixture(flows: [.chain("nightly")]).running { site in
            let drained = try await site.post("/hosts/h1/drain")
            #expect(drained.status == 202)
            #expect(try drained.values["state"] == "draining")
            let run = try await site.start("nightly")
            let why = try await site.get("/runs/\(run)/why").json(WhyView.self)
            #expect(why.why.map(\.kind) == ["draining"])
            #expect(why.why.first?.change == "floe host resume h1")
            #expect(try await site.ask("GET", "/metrics").text.contains("floe_hosts{state=\"draining\"} 1\n"))
            let socket = try await site.socket()
            #expect(try await site.post("/hosts/h1/resume").json(HostView.self).state == .active)
            _ = try await socket.event("sys.end.all")
            #expect(try await site.get("/runs/\(run)").values["result"] == "good")
            #expect(try await site.post("/hosts/other/drain").status == 404)
        }
    }

    @Test func `A badge shows how the last run ended, to others only where its flow says so`() async throws {
        var open = Flow.chain("open")
        open.publicBadge = true
        open.name = "a < b"
        try await ServerFixture(flows: [open, .chain("closed")]).running { site in
            let socket = try await site.socket()
            let before = try await site.ask("GET", "/badge/open.svg", headers: [:])
            #expect(before.status == 200 && before.text.contains("no runs") && before.text.contains("a &lt; b"))
            _ = try await site.start("open")
            _ = try await socket.event("sys.end.all")
            let after = try await site.ask("GET", "/badge/open.svg", headers: [:])
            #expect(after.text.contains(">good<") && after.headers["content-type"] == "image/svg+xml")
            #expect(after.headers["cross-origin-resource-policy"] == "cross-origin")
            for path in ["/badge/closed.svg", "/badge/none.svg", "/badge/open"] {
                let (stranger, known) = (try await site.ask("GET", path, headers: [:]), try await site.ask("GET", path))
                #expect(stranger.status == 401 && known.status == (path.contains("closed") ? 200 : 404), "\(path)")
            }
        }
    }

    @Test func `A flow tells when its timers fire next`() async throws {
        var flow = Flow.chain("nightly")
        flow.triggers = [Trigger(id: "each-hour", kind: .timer, period: Span(seconds: 3600))]
        try await ServerFixture(flows: [flow, .chain("other")]).running { site in
            let fires = try await site.get("/flows/nightly/schedule?next=3").json(FireList.self).fires
            #expect(fires.map(\.trigger) == ["each-hour", "each-hour", "each-hour"])
            #expect(zip(fires, fires.dropFirst()).allSatisfy { ($1.at.moment - $0.at.moment).seconds == 3600 })
            #expect(fires.allSatisfy { $0.local.contains("T") })
            #expect(try await site.get("/flows/other/schedule").json(FireList.self).fires.isEmpty)
            #expect(try await site.get("/flows/none/schedule").status == 404)
            #expect(try await site.get("/flows/nightly/schedule?next=0").status == 400)
        }
    }
}
