import Testing

@testable import FloeCore

/// Who may link, and who is given an order.
struct AgentRosterTests {
    private static func hello(
        _ name: String = "web1", store: String = "s1", link: Int = 1, tags: [String] = ["web"], slots: Int = 2, version: Int = 1
    ) -> AgentHello {
        var hello = AgentHello(name: name, store: StoreID(store), link: link, version: "1", tags: tags, facts: [:], slots: slots)
        hello.protocolVersion = version
        return hello
    }

    private static func target(_ target: Target) -> Flow { flow("f", exec("x") { $0.target = target }) }

    private func keeper(_ bench: Bench, _ run: RunRef, _ node: String = "x") -> String? { bench.pass(run, node)?.keeper }

    @Test(arguments: [
        (AgentRosterTests.hello(version: 2), "speaks version 1 of the agents' protocol, and web1 speaks 2"),
        (AgentRosterTests.hello(store: "s2"), "web1 is joined as …s1 from 10.0.0.7"),
        (AgentRosterTests.hello(link: 5), "another agent runs on a copy of the folder of web1"),
        (AgentRosterTests.hello(link: 4), "another agent runs on a copy"),
        (AgentRosterTests.hello("h1"), "h1 is the name of a host"),
        (AgentRosterTests.hello("a b"), "'a b' is no name"), (AgentRosterTests.hello("w", slots: 0), "it has no slots"),
    ])
    func `who clashes is refused, and the one that is there stays`(_ clash: (hello: AgentHello, why: String)) {
        var bench = Bench(Self.target(.host("web1")))
        bench.tell(.agent(.hello(1, Self.hello(link: 5), from: "10.0.0.7")))
        let effects = bench.tell(.agent(.hello(2, clash.hello, from: "10.0.0.8")))
        let texts = effects.compactMap { if case .agent(.refuse(2, _, let text)) = $0 { text } else { nil } }
        #expect(texts.count == 1 && texts[0].contains(clash.why), "\(texts)")
        #expect(bench.hub.agents.isLinked("web1"))
        #expect(bench.hub.agents.rows["web1"]?.link == 5)
    }

    @Test func `a new link takes the place of the old one, whose end says nothing then`() {
        var bench = Bench(Self.target(.host("web1")))
        bench.tell(.agent(.hello(1, Self.hello(link: 1), from: "a")))
        let effects = bench.tell(.agent(.hello(2, Self.hello(link: 2), from: "a")))
        #expect(effects.contains(.agent(.close(1))))
        #expect(effects.contains(.agent(.welcome(2, AgentKeeper(name: "web1", store: StoreID("s1"))))))
        bench.tell(.agent(.closed(1)))
        #expect(bench.hub.agents.isLinked("web1"))
        bench.tell(.agent(.closed(2)))
        #expect(!bench.hub.agents.isLinked("web1"))
    }

    @Test func `a node waits for its agent, says so, and is given to it when it links`() throws {
        var bench = Bench(Self.target(.host("web1")))
        let run = bench.trigger()
        #expect(bench.started.isEmpty)
        #expect(try #require(bench.hub.why(run)).first?.what.first?.contains("there is no agent 'web1' here") == true)
        bench.tell(.agent(.hello(1, Self.hello(), from: "a")))
        #expect(bench.started == ["x.1.1"])
        #expect(self.keeper(bench, run) == "web1@s1")
        bench.tell(.agent(.closed(1)), after: 1)
        bench.tell(.tick, after: 50)
        let why = try #require(bench.hub.why(run)).first
        #expect(why?.kind == .agent)
        #expect(why?.what == ["order of web1 sent, not seen for 50 s; it goes on there and will report"])
        bench.outcome(run, "x")
        #expect(bench.row(run)?.result == .good)
        #expect(bench.hub.load.running == 0)
    }

    @Test func `no agent is given more than it has slots for, and the one with the least to do for them is given the next`() {
        var bench = Bench(Self.target(.tags(["web"])), slots: 1)
        bench.tell(.agent(.hello(1, Self.hello("a", slots: 1), from: "a")))
        bench.tell(.agent(.hello(2, Self.hello("b", slots: 4), from: "b")))
        bench.tell(.agent(.hello(3, Self.hello("c", tags: ["db"], slots: 9), from: "c")))
        let runs = (0..<6).map { _ in bench.trigger() }
        #expect(runs.map { self.keeper(bench, $0) } == ["a@s1", "b@s1", "b@s1", "b@s1", "b@s1", ""])
        #expect(bench.hub.why(runs[5])?.first?.what == ["all 1 slots of a are in use; all 4 slots of b are in use"])
        bench.outcome(runs[2], "x")
        #expect(bench.started == ["x.1.1"])
        #expect(self.keeper(bench, runs[5]) == "b@s1")
    }

    @Test func `this host takes part where it has the tags, and where it is named`() {
        var bench = Bench(Self.target(.tags(["web"])), flow("g", exec("x") { $0.target = .host("h1") }), slots: 2, hostTags: ["web"])
        let first = bench.trigger()
        #expect(self.keeper(bench, first) == "k1")
        #expect(bench.hub.load.running == 1)
        bench.tell(.agent(.hello(1, Self.hello(slots: 4), from: "a")))
        let second = bench.trigger()
        #expect(self.keeper(bench, second) == "web1@s1")
        let third = bench.trigger("g")
        #expect(self.keeper(bench, third) == "k1")
    }

    @Test func `one that drains is given nothing new`() {
        var bench = Bench(Self.target(.host("web1")))
        bench.tell(.agent(.hello(1, Self.hello(), from: "a")))
        bench.tell(.drainAgent("web1", true, 1))
        let run = bench.trigger()
        #expect(bench.started.isEmpty)
        #expect(bench.hub.why(run)?.first?.what == ["web1 drains"])
        bench.tell(.drainAgent("web1", false, 1))
        #expect(bench.started == ["x.1.1"])
    }

    @Test func `a cancel of what was given is asked of the agent, and decided by its outcome`() {
        var bench = Bench(Self.target(.host("web1")))
        bench.tell(.agent(.hello(1, Self.hello(), from: "a")))
        let run = bench.trigger()
        bench.tell(.agent(.closed(1)))
        bench.tell(.cancel(run, by: "ann", 1))
        #expect(bench.stopped == ["x.1.1"])
        #expect(bench.row(run)?.phase == .active)
        bench.outcome(run, "x", 1, .cancelled)
        #expect(bench.row(run)?.result == .cancelled)
    }

    @Test func `one that is forgotten has lost what it was given, and its name is free`() {
        var bench = Bench(Self.target(.host("web1")))
        bench.tell(.agent(.hello(1, Self.hello(), from: "a")))
        let run = bench.trigger()
        bench.tell(.forget("web1", 1))
        #expect(bench.conflicted)
        bench.tell(.agent(.closed(1)))
        bench.tell(.forget("web1", 1))
        #expect(bench.pass(run, "x")?.outcome == .lost)
        #expect(bench.row(run)?.result == .bad)
        bench.tell(.agent(.hello(2, Self.hello(store: "s2"), from: "b")))
        #expect(bench.hub.agents.isLinked("web1"))
    }

    @Test func `an agent is told the end of runs that ended while it was away`() {
        var bench = Bench(Self.target(.host("web1")))
        bench.tell(.agent(.hello(1, Self.hello(), from: "a")))
        let run = bench.trigger()
        var hello = Self.hello(link: 2)
        hello.runs = [KnownRun(run: run, flow: "f", owner: "h1"), KnownRun(run: RunRef(host: "h1", number: 77), flow: "g", owner: "h1")]
        hello.runs.append(KnownRun(run: RunRef(host: "h2", number: 1), flow: "f", owner: "h2"))
        let effects = bench.tell(.agent(.hello(2, hello, from: "a")))
        let ended = effects.filter { if case .agent(.runEnded) = $0 { true } else { false } }
        #expect(ended == [.agent(.runEnded("web1", RunRef(host: "h1", number: 77), flow: "g"))])
    }
}
