import FloeAPI
import FloeCore
import Testing

@testable import FloeServer

@Suite("Runs over HTTP", .timeLimit(.minutes(5)))
struct RunsOverHTTPTests {
    @Test func `A flow is listed with its triggers and its last runs`() async throws {
        try await ServerFixture(flows: [.release, .chain("nightly")]).running { site in
            let run = try await site.start("nightly")
            let events = try await site.socket()
            try await events.send(#"{"subscribe":{"since":"0.h1"}}"#)
            _ = try await events.event("sys.end.all")
            let flows = try await site.get("/flows").json(FlowList.self).flows
            #expect(flows.map(\.name) == ["Release it", "nightly"])
            #expect(flows[0].triggers.map(\.type) == [.data])
            #expect(flows[1].runs.map(\.ref.description) == [run])
        }
    }

    @Test func `A flow tells when its timers start it next`() async throws {
        var flow = Flow.chain("nightly")
        flow.triggers = [Trigger(id: "go", kind: .data), Trigger(id: "late", kind: .timer, period: Span(seconds: 86_400))]
        try await ServerFixture(flows: [flow]).running { site in
            let next = try await site.get("/flows/nightly/schedule").json(FireList.self).fires[0].at
            #expect(try await site.get("/flows").json(FlowList.self).flows[0].triggers.map(\.nextAt) == [nil, next])
            #expect(try await site.get("/flows/nightly").json(FlowView.self).triggers.map(\.nextAt) == [nil, next])
        }
    }

    @Test func `A flow that only a clock starts is started by hand as the clock would`() async throws {
        var flow = Flow.chain("nightly")
        var late = Trigger(id: "late", kind: .timer, period: Span(seconds: 86_400))
        late.options = ["scope": "all"]
        flow.params = [FormField(id: "scope", kind: .string, value: "some"), FormField(id: "depth", kind: .int, value: 2)]
        flow.triggers = [late]
        try await ServerFixture(flows: [flow]).running { site in
            let started = try await site.start("nightly")
            let run = try await site.get("/runs/\(started)").json(RunView.self)
            #expect(run.trigger == "late" && run.startedBy == "token" && run.values == ["scope": "all", "depth": 2])
            #expect(try await site.post("/flows/nightly/runs", #"{"trigger":"late"}"#).status == 202)
            #expect(try await site.post("/flows/nightly/runs", #"{"values":{"other":1}}"#).status == 422)
            let wrong = try await site.post("/flows/nightly/runs", #"{"trigger":"early"}"#)
            #expect(wrong.status == 422 && wrong.text.contains("is no trigger of this flow; it has late"), "\(wrong.text)")
        }
    }

    @Test func `A run is kept, which says by whom and since when, and let go`() async throws {
        try await ServerFixture(flows: [.chain("nightly")]).running { site in
            let socket = try await site.socket()
            let run = try await site.start("nightly")
            _ = try await socket.event("sys.end.all")
            #expect(try await site.get("/runs/\(run)").json(RunView.self).keep == false)
            #expect(try await site.post("/runs/\(run)/keep").status == 202)
            let kept = try await site.get("/runs/\(run)").json(RunView.self)
            #expect(kept.keep && kept.keptBy == "token" && kept.keptAt != nil)
            #expect(try await site.get("/runs").json(RunList.self).runs.map(\.keptBy) == ["token"])
            #expect(try await site.post("/runs/\(run)/unkeep").status == 202)
            let free = try await site.get("/runs/\(run)").json(RunView.self)
            #expect(!free.keep && free.keptBy == "" && free.keptAt == nil)
            #expect(try await site.post("/runs/h1-99/keep").status == 404)
        }
    }

    @Test func `A flow shows its form, its graph and its levels with triggers at 0`() async throws {
        try await ServerFixture(flows: [.release]).running { site in
            let flow = try await site.get("/flows/release").json(FlowView.self)
            #expect(flow.triggers[0].form?.fields.map(\.id) == ["branch", "count"])
            #expect(flow.levels == [["go"], ["build"], ["approve"], ["ship", "tell"]])
            #expect(flow.edges.map { "\($0.from)>\($0.to)" } == ["go>build", "build>approve", "approve>ship", "approve>tell"])
            #expect(try await site.get("/flows/nothing").status == 404)
            #expect(try await site.get("/flows/release?ver=7").status == 404)
        }
    }

    @Test func `A run is started, waits for an answer, is answered and ends good`() async throws {
        try await ServerFixture(flows: [.release]).running { site in
            let socket = try await site.socket()
            let run = try await site.start("release", #"{"values":{"branch":"main"}}"#)
            _ = try await socket.event("sys.data.required")
            let waiting = try await site.get("/runs/\(run)").json(RunView.self)
            #expect(waiting.state == .active)
            #expect(waiting.values == ["branch": "main", "count": 1])
            let approve = try #require(waiting.nodes.first { $0.id == "approve" })
            #expect(approve.state == .waiting)
            #expect(approve.form?.title == "May main go out?")
            #expect(approve.waits.map(\.kind) == ["answer"])
            #expect(waiting.nodes.first { $0.id == "ship" }?.state == .idle)

            let bad = try await site.post("/runs/\(run)/nodes/approve/answer", #"{"values":{"ok":"perhaps"}}"#)
            #expect(bad.status == 422)
            #expect(try bad.json(Problem.self).problems?.map(\.field) == ["ok"])
            #expect(try await site.post("/runs/\(run)/nodes/approve/answer", #"{"values":{"ok":true},"pass":2}"#).status == 409)
            #expect(try await site.post("/runs/\(run)/nodes/ship/answer", "{}").status == 409)
            #expect(try await site.post("/runs/\(run)/nodes/nobody/answer", "{}").status == 404)
            #expect(try await site.post("/runs/\(run)/nodes/approve/answer", #"{"values":{"ok":true}}"#).status == 202)

            _ = try await socket.event("sys.end.all")
            let over = try await site.get("/flows/release/runs/\(run)").json(RunView.self)
            #expect(over.state == .archive)
            #expect(over.good == true)
            #expect(over.nodes.first { $0.id == "approve" }?.by == "token")
            #expect(try await site.post("/runs/\(run)/nodes/approve/answer", #"{"values":{"ok":true}}"#).status == 409)
        }
    }

    @Test func `Bad values are told field by field and start nothing`() async throws {
        try await ServerFixture(flows: [.release]).running { site in
            let answer = try await site.post("/flows/release/runs", #"{"values":{"branch":"Main!","count":"x","other":1}}"#)
            #expect(answer.status == 422)
            #expect(answer.headers["content-type"] == "application/problem+json")
            #expect(try answer.json(Problem.self).problems?.map(\.field) == ["branch", "count", "other"])
            #expect(try await site.get("/runs").json(RunList.self).runs.isEmpty)
            #expect(try await site.post("/flows/release/runs", #"{"trigger":"stop"}"#).status == 422)
        }
    }

    @Test func `The same key gives the same run`() async throws {
        try await ServerFixture(flows: [.chain("nightly")]).running { site in
            var runs: Set<String> = []
            for _ in 0..<3 {
                let answer = try await site.post("/flows/nightly/runs", headers: ["Idempotency-Key": "a"])
                runs.insert(try #require(try answer.values["run"]?.string))
            }
            #expect(runs.count == 1)
        }
    }

    @Test func `An answer told again by its key is answered as the first was, by push too and when the run is over`() async throws {
        try await ServerFixture(flows: [.release]).running { site in
            let socket = try await site.socket()
            let run = try await site.start("release", #"{"values":{"branch":"main"}}"#)
            _ = try await socket.event("sys.data.required")
            let key = ["Idempotency-Key": "k1"]
            let path = "/runs/\(run)/nodes/approve/answer"
            #expect(try await site.post(path, #"{"values":{"ok":"perhaps"}}"#, headers: key).status == 422)
            let first = try await site.post(path, #"{"values":{"ok":true}}"#, headers: key)
            #expect(first.status == 202)
            _ = try await socket.event("sys.end.all")
            let again = try await site.post(path, #"{"values":{"ok":false}}"#, headers: key)
            #expect(again.status == 202 && again.body == first.body)
            let pushed = try await site.post(
                "/push/data", #"{"run":"\#(run)","form":{"id":"approve","values":{"ok":true}}}"#, headers: key)
            #expect(pushed.status == 202 && pushed.body == first.body)
            #expect(try await site.post(path, #"{"values":{"ok":true}}"#, headers: ["Idempotency-Key": "k2"]).status == 409)
            #expect(try await site.post("/runs/\(run)/nodes/nobody/answer", "{}", headers: key).status == 404)
            let long = ["Idempotency-Key": String(repeating: "k", count: 300)]
            #expect(try await site.post(path, #"{"values":{"ok":true}}"#, headers: long).status == 400)
        }
    }

    @Test func `A form starts a flow and answers a node by way of push`() async throws {
        try await ServerFixture(flows: [.release]).running { site in
            let socket = try await site.socket()
            let started = try await site.post(
                "/push/data", #"{"ref":{"id":"release","ver":1},"form":{"id":"go","values":{"branch":"main"}}}"#)
            #expect(started.status == 202)
            let run = try #require(try started.values["run"]?.string)
            _ = try await socket.event("sys.data.required")
            let answered = try await site.post("/push/data", #"{"run":"\#(run)","form":{"id":"approve","values":{"ok":false}}}"#)
            #expect(answered.status == 202)
            _ = try await socket.event("task.approve.bad")
        }
    }

    @Test func `A run is cancelled once, paused, resumed and told why it waits`() async throws {
        try await ServerFixture(flows: [.release]).running { site in
            let socket = try await site.socket()
            let run = try await site.start("release", #"{"values":{"branch":"main"}}"#)
            _ = try await socket.event("sys.data.required")
            let why = try await site.get("/runs/\(run)/why").json(WhyView.self)
            #expect(why.why.map(\.kind) == ["answer"])
            #expect(why.why[0].text.contains("approve waits for an answer"))
            #expect(!why.why[0].change.isEmpty)
            #expect(try await site.get("/flows").json(FlowList.self).flows[0].runs[0].waitsForPerson)
            #expect(try await site.post("/runs/\(run)/pause").status == 202)
            #expect(try await site.get("/runs/\(run)").json(RunView.self).paused)
            #expect(try await site.post("/runs/\(run)/resume").status == 202)
            #expect(try await site.post("/runs/\(run)/cancel").status == 202)
            _ = try await socket.event("sys.end.all")
            let over = try await site.get("/runs/\(run)").json(RunView.self)
            #expect(over.result == .cancelled)
            #expect(over.by == "token")
            #expect(try await site.post("/runs/\(run)/cancel").status == 409)
            #expect(try await site.post("/runs/h1-999/cancel").status == 404)
        }
    }

    @Test func `Why a run waits is followed to the run that holds its tag, in words`() async throws {
        var locked = Flow.release
        locked.resourceTags = ["deploy"]
        try await ServerFixture(flows: [locked]).running { site in
            let socket = try await site.socket()
            let first = try await site.start("release", #"{"values":{"branch":"main"}}"#)
            _ = try await socket.event("sys.data.required")
            let second = try await site.start("release", #"{"values":{"branch":"main"}}"#)
            let third = try await site.start("release", #"{"values":{"branch":"main"}}"#)
            let why = try await site.get("/runs/\(third)/why").json(WhyView.self)
            #expect(why.why[0].text.hasPrefix("waits for deploy, held by \(first) since 20"))
            #expect(why.why[0].text.hasSuffix("; 1 before it"))
            #expect(why.why[0].change == "\(first) ends, or is cancelled")
            #expect(why.chain.map(\.ref.description) == [first])
            #expect(why.chain[0].why[0].text == "approve waits for an answer")
            #expect(try await site.get("/runs/\(second)/why").json(WhyView.self).why[0].ahead == 0)
        }
    }

    @Test func `Runs are listed by state, result and page`() async throws {
        let flows = [Flow.chain("one"), .chain("two")]
        let fixture = try ServerFixture(flows: flows) { $0.flow.id == "one" ? Outcome(.bad, status: 3) : Outcome(.good) }
        try await fixture.running { site in
            let socket = try await site.socket()
            for flow in ["one", "two", "one"] {
                _ = try await site.start(flow)
                _ = try await socket.event("sys.end.all")
            }
            let bad = try await site.get("/runs?state=archive&good=false").json(RunList.self)
            #expect(bad.runs.map(\.ref.description) == ["h1-3", "h1-1"])
            #expect(bad.runs.map(\.reason) == ["unheard", "unheard"])
            let first = try await site.get("/runs?limit=2").json(RunList.self)
            #expect(first.runs.map(\.ref.description) == ["h1-3", "h1-2"])
            let next = try #require(first.next)
            #expect(try await site.get("/runs?limit=2&after=\(next)").json(RunList.self).runs.map(\.ref.description) == ["h1-1"])
            #expect(try await site.get("/runs?flow=two").json(RunList.self).runs.map(\.flow) == ["two"])
            for query in ["state=lost", "good=perhaps", "limit=0", "after=what"] {
                #expect(try await site.get("/runs?\(query)").status == 400)
            }
        }
    }

    @Test func `Events of a run come in order with carried values and by pages`() async throws {
        try await ServerFixture(flows: [.chain("nightly", length: 2)]) { Outcome(.good, values: ["\($0.node.id)": "done"]) }.running {
            site in
            let socket = try await site.socket()
            let run = try await site.start("nightly")
            _ = try await socket.event("sys.end.all")
            var events: [EventView] = []
            var after = 0
            while true {
                let page = try await site.get("/runs/\(run)/events?limit=3&after=\(after)").json(EventList.self)
                events += page.events
                guard let next = page.next else { break }
                after = next
            }
            #expect(events.map(\.id) == Array(1...events.count))
            let last = try #require(events.first { $0.tag == "task.n2.good" })
            #expect(last.values == ["n1": "done", "n2": "done"])
        }
    }

    @Test func `What failed is tried again as the next round of the same run`() async throws {
        let fixture = try ServerFixture(flows: [.chain("nightly")]) { $0.id.pass == 1 ? Outcome(.bad, status: 1) : Outcome(.good) }
        try await fixture.running { site in
            let socket = try await site.socket()
            let run = try await site.start("nightly")
            _ = try await socket.event("sys.end.all")
            #expect(try await site.post("/runs/\(run)/retry", #"{"from":"nobody"}"#).status == 409)
            #expect(try await site.post("/runs/\(run)/retry").status == 202)
            _ = try await socket.event("sys.end.all")
            let over = try await site.get("/runs/\(run)").json(RunView.self)
            #expect(over.round == 2)
            #expect(over.good == true)
            #expect(over.nodes.map(\.pass) == [1, 2])
            #expect(over.nodes.map(\.void) == [true, false])
        }
    }
}
