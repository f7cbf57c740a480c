import Testing

@testable import FloeCore

/// Section 9: an archived run goes on in its next round.
@Suite struct RetryTests {
    let joined = flow(
        "f", exec("a"), exec("b"), merge("m", ["task.a.good", "task.b.good"]), end("merge.m.good"))

    @Test func `what failed is repeated, what a merge had heard is kept`() {
        var bench = Bench(self.joined)
        let run = bench.trigger()
        bench.outcome(run, "a")
        bench.outcome(run, "b", status: 1)
        bench.retry(run)
        #expect(bench.started == ["b.2.1"] && bench.row(run)?.round == 2)
        bench.outcome(run, "b", 2)
        #expect(bench.row(run)?.result == .good && bench.pass(run, "a", 2) == nil)
        #expect(bench.tags(run).filter { $0 == "trigger.good" }.count == 1)
    }

    @Test func `a good run is retried only from a named node`() {
        var bench = Bench(self.joined)
        let run = bench.trigger()
        bench.outcome(run, "a")
        bench.outcome(run, "b")
        bench.retry(run)
        #expect(bench.conflicted)
        bench.retry(run, from: "nowhere")
        #expect(bench.conflicted)
        bench.retry(run, from: "a")
        #expect(bench.started == ["a.2.1"])
        bench.outcome(run, "a", 2)
        #expect(bench.row(run)?.result == .good && bench.row(run)?.round == 2)
    }

    @Test func `retry from a node also takes up what the end had stopped`() {
        var bench = Bench(self.joined)
        let run = bench.trigger()
        bench.outcome(run, "b", status: 1)
        bench.outcome(run, "a", 1, .cancelled)
        bench.retry(run, from: "b")
        #expect(bench.started == ["a.2.1", "b.2.1"])
        bench.outcome(run, "b", 2)
        bench.outcome(run, "a", 2)
        #expect(bench.row(run)?.result == .good)
    }

    @Test func `a round that was cancelled in the queue can be retried as it was meant`() {
        let tagged = flow("f", exec("a"), exec("b", "task.a.good"), end("task.b.good")) { $0.resourceTags = ["db"] }
        var bench = Bench(tagged)
        let run = bench.trigger()
        bench.outcome(run, "a")
        bench.outcome(run, "b", status: 1)
        let other = bench.trigger()
        bench.retry(run)
        bench.tell(.cancel(run, by: "ann", nil))
        #expect(bench.row(run)?.result == .cancelled && bench.row(run)?.round == 2)
        bench.tell(.cancel(other, by: "ann", nil))
        bench.outcome(other, "a", 1, .cancelled)
        bench.retry(run)
        #expect(bench.started == ["b.2.1"])
        bench.outcome(run, "b", 2)
        #expect(bench.row(run)?.result == .good)
    }

    @Test func `a merge keeps the trigger it had heard`() {
        var bench = Bench(flow("f", exec("a"), merge("m", ["trigger.good", "task.a.good"]), exec("b", "merge.m.good"), end("task.b.good")))
        let run = bench.trigger()
        bench.outcome(run, "a", status: 1)
        bench.retry(run)
        bench.outcome(run, "a", 2)
        #expect(bench.started == ["b.1.1"])
    }

    @Test func `a merge that collects anew keeps what earlier firings had heard from elsewhere`() {
        var bench = Bench(
            flow(
                "f", exec("a"), exec("b"), merge("m", ["task.a.good", "task.b.good"], again: true), exec("c", "merge.m.good"),
                end("task.c.good")))
        let run = bench.trigger()
        bench.outcome(run, "a")
        bench.outcome(run, "b")
        bench.outcome(run, "c", status: 1)
        bench.retry(run, from: "b")
        bench.outcome(run, "b", 2)
        #expect(bench.started == ["c.2.1"])
    }

    @Test func `a live run is not retried`() {
        var bench = Bench(self.joined)
        let run = bench.trigger()
        bench.retry(run)
        #expect(bench.conflicted)
    }

    @Test func `templates read the latest pass that ended before`() {
        var bench = Bench(
            flow("f", exec("a"), exec("b", "task.a.good") { $0.options["cmd"] = "echo {{task.a.v}} {{trigger.t}}" }))
        let run = bench.trigger("f", ["t": "x"])
        bench.outcome(run, "a", values: ["v": "1"])
        guard case .start(let order)? = bench.effects.last(where: { if case .start = $0 { true } else { false } }) else {
            Issue.record("b was not started")
            return
        }
        #expect(order.values == ["task.a.v": "1", "trigger.t": "x"])
        bench.outcome(run, "b", status: 1)
        #expect(bench.row(run)?.reason == "unheard")
        bench.retry(run, from: "a")
        bench.outcome(run, "a", 2, values: ["w": "2"])
        #expect(bench.pass(run, "b", 2)?.reason == "template: {{task.a.v}} names nothing here")
        #expect(bench.row(run)?.phase == .archive)
    }

    @Test func `only the named options are taken from an event`() {
        var checkout = Node("get", .executing(type: "git-checkout"), listen: ["trigger.good"])
        checkout.options["url"] = "https://here"
        var bench = Bench(flow("f", checkout))
        bench.trigger("f", ["url": "https://elsewhere", "branch": "main", "cmd": "rm"])
        guard case .start(let order)? = bench.effects.last(where: { if case .start = $0 { true } else { false } }) else {
            Issue.record("nothing was started")
            return
        }
        let offered: Values = ["url": "https://elsewhere", "branch": "main"]
        #expect(order.offered == [offered, offered])
    }

    @Test func `what is ordered after a keeper has taken the place of another is for that one`() {
        var bench = Bench(
            flow("f", exec("a") { $0.retry = Retry(attempts: 2, delay: Span(seconds: 0), when: [.lost]) }, end("task.a.good")))
        func keepers() -> [String] { bench.effects.compactMap { if case .start(let order) = $0 { order.keeper } else { nil } } }
        let run = bench.trigger()
        #expect(keepers() == ["k1"])
        bench.tell(.keeper("k2"))
        #expect(keepers() == [])
        bench.outcome(run, "a", 1, .lost)
        if keepers().isEmpty { bench.tell(.tick) }
        #expect(keepers() == ["k2"])
    }

    @Test func `an attempt lost with its keeper is repeated only where retry says so`() {
        for (when, state) in [([Outcome.Kind.bad, .lost], PassRow.State.waiting), ([.bad], .ended)] {
            let retried = flow(
                "f", exec("a") { $0.retry = Retry(attempts: 2, delay: Span(seconds: 5), when: when) }, end("task.a.good"))
            var bench = Bench(retried)
            let run = bench.trigger()
            var reopened = HubState(
                settings: HubSettings(host: "h1", slots: 4, keeper: "k2"), host: bench.disk.host, runs: bench.disk.live)
            let effects = reopened.recover()
            guard effects.count == 1, case .start(let order) = effects[0] else {
                Issue.record("recovery says \(effects)")
                return
            }
            #expect(order.keeper == "k1" && order.id == bench.id(run, "a"))
            let decision = reopened.decide([.outcome(order.id, Outcome(.lost))], at: bench.now)
            bench.disk.write(decision.changes)
            #expect(bench.pass(run, "a")?.state == state)
        }
    }
}
