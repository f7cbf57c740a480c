import Testing

@testable import FloeCore

/// Sections 2, 4, 5 and 12 of `docs/run-lifecycle.md`: what one run does.
@Suite struct RunLifeTests {
    let cleaning = flow(
        "f", exec("a"), exec("c", "task.a.cancelled"), exec("d", "task.c.good"), end("task.a.good"))

    @Test func `a field that may be left empty, and was, stands for nothing, and one that must not be names nothing`() {
        let form = Form(fields: [FormField(id: "may"), FormField(id: "must", required: true)])
        func run(_ text: String, by trigger: String) -> PassRow? {
            let ask = Node("ask", .data(.init(form: form)), listen: ["trigger.good"])
            let node = exec("a", "task.ask.good") { $0.options = ["shell": .string(text)] }
            var bench = Bench(
                flow("f", ask, node) {
                    $0.triggers = [Trigger(id: "t", kind: .data, form: form), Trigger(id: "each", kind: .timer)]
                    $0.params = [FormField(id: "other")]
                })
            bench.tell(.trigger(TriggerRequest(flow: bench.frozen["f"]!, cause: .init(trigger: trigger), values: [:]), 1))
            let ref = RunRef(host: "h1", number: 1)
            bench.answer(ref, "ask")
            return bench.pass(ref, "a")
        }
        for text in ["{{trigger.may}}", "{{task.ask.may}}"] { #expect(run(text, by: "t")?.state == .running) }
        for text in ["{{trigger.must}}", "{{task.ask.must}}", "{{trigger.no}}", "{{task.ask.no}}", "{{trigger.other}}"] {
            #expect(run(text, by: "t")?.reason == "template: \(text) names nothing here")
        }
        // A timer fills no form, and brings the params.
        #expect(run("{{trigger.may}}", by: "each")?.outcome == .bad)
        #expect(run("{{trigger.other}}", by: "each")?.state == .running)
    }

    @Test func `a plain run announces its life in order`() {
        var bench = Bench(flow("f", exec("a"), end("task.a.good")))
        let run = bench.trigger()
        bench.outcome(run, "a")
        #expect(
            bench.tags(run) == [
                "sys.state", "sys.state", "sys.state", "trigger.good", "sys.node.start", "task.a.good", "sys.end.all", "sys.state",
            ])
        #expect(
            bench.disk.events[run]!.compactMap { $0.own["state"]?.string } == ["add-pend", "activate", "remove-pend", "archive"])
        #expect(bench.row(run)?.result == .good && bench.row(run)?.reason == "end" && bench.row(run)?.detail == "end")
    }

    @Test func `cancel runs clean-up, whose failures do not change the result`() {
        var bench = Bench(self.cleaning)
        let run = bench.trigger()
        bench.tell(.cancel(run, by: "ann", 1))
        #expect(bench.stopped == ["a.1.1"])
        bench.outcome(run, "a")
        #expect(bench.started == ["c.1.1"])
        bench.outcome(run, "c")
        #expect(bench.started == ["d.1.1"])
        bench.outcome(run, "d", status: 1)
        #expect(bench.row(run)?.result == .cancelled && bench.row(run)?.reason == "person" && bench.row(run)?.by == "ann")
    }

    @Test func `a second cancel stops clean-up too`() {
        var bench = Bench(self.cleaning)
        let run = bench.trigger()
        bench.tell(.cancel(run, by: "ann", 1))
        bench.outcome(run, "a", 1, .cancelled)
        bench.tell(.cancel(run, by: "ann", 1))
        #expect(bench.stopped == ["c.1.1"])
        bench.outcome(run, "c", 1, .cancelled)
        #expect(bench.row(run)?.phase == .archive && bench.pass(run, "d") == nil)
    }

    @Test func `clean-up that takes too long is stopped`() {
        var bench = Bench(self.cleaning)
        let run = bench.trigger()
        bench.tell(.cancel(run, by: "ann", 1))
        bench.outcome(run, "a", 1, .cancelled)
        bench.tell(.tick, after: 600)
        #expect(bench.stopped == ["c.1.1"])
        #expect(bench.row(run)?.ending?.hard == true)
    }

    @Test func `the first end wins and a late outcome changes nothing`() {
        var bench = Bench(flow("f", exec("a"), exec("b"), end("task.a.good"), end("task.b.bad", id: "z")))
        let run = bench.trigger()
        bench.outcome(run, "a")
        #expect(bench.stopped == ["b.1.1"] && bench.row(run)?.phase == .active)
        bench.outcome(run, "b", status: 1)
        #expect(bench.row(run)?.result == .good)
        #expect(bench.pass(run, "b")?.outcome == .cancelled && bench.pass(run, "b")?.status == 1)
    }

    @Test func `an event heard by an end node starts nothing else`() {
        var bench = Bench(flow("f", exec("a"), exec("b", "task.a.good"), end("task.a.good")))
        let run = bench.trigger()
        bench.outcome(run, "a")
        #expect(bench.pass(run, "b") == nil && bench.row(run)?.result == .good)
    }

    @Test func `an end node may say that the run is bad`() {
        var bench = Bench(flow("f", exec("a"), exec("tell", "task.a.bad"), end("task.tell.good", .bad)))
        let run = bench.trigger()
        bench.outcome(run, "a", status: 1)
        bench.outcome(run, "tell")
        #expect(bench.row(run)?.result == .bad && bench.row(run)?.reason == "end")
    }

    @Test func `a bad event nobody hears ends the run bad`() {
        var bench = Bench(flow("f", exec("a"), end("task.a.good")))
        let run = bench.trigger()
        bench.outcome(run, "a", status: 2)
        #expect(bench.row(run)?.result == .bad && bench.row(run)?.reason == "unheard" && bench.row(run)?.detail == "task.a.bad")
    }

    @Test func `a run with end nodes that reaches none has stalled`() {
        var bench = Bench(flow("f", exec("a"), exec("b", "task.a.bad"), end("task.b.good")))
        let run = bench.trigger()
        bench.outcome(run, "a")
        #expect(bench.row(run)?.result == .bad && bench.row(run)?.reason == "stalled")
        #expect(bench.row(run)?.detail == "b never heard task.a.bad; end never heard task.b.good")
    }

    @Test func `a run without end nodes is good when all is quiet`() {
        var bench = Bench(flow("f", exec("a"), exec("b", "task.a.bad")))
        let run = bench.trigger()
        bench.outcome(run, "a", status: 1)
        bench.outcome(run, "b")
        #expect(bench.row(run)?.result == .good)
    }

    @Test func `a status nobody listens to is heard as bad, an error too`() {
        let status = flow("f", exec("a") { $0.useStatus = true }, exec("b", "task.a.bad"), end("task.b.good"))
        var bench = Bench(status)
        var run = bench.trigger()
        bench.outcome(run, "a", status: 7)
        #expect(bench.started == ["b.1.1"])
        bench = Bench(status)
        run = bench.trigger()
        bench.outcome(run, "a", 1, .error)
        #expect(bench.started == ["b.1.1"])
        #expect(bench.tags(run).contains("task.a.error"))
    }

    @Test func `an unheard status ends the run`() {
        var bench = Bench(flow("f", exec("a") { $0.useStatus = true }, exec("b", "task.a.0")))
        let run = bench.trigger()
        bench.outcome(run, "a", status: 7)
        #expect(bench.row(run)?.reason == "unheard" && bench.row(run)?.detail == "task.a.7")
    }

    @Test(arguments: [
        (Outcome.Kind.bad, "good"), (.timedOut, "good"), (.error, "good"), (.lost, "bad"), (.good, "good"), (.skipped, "good"),
    ]) func `ignore-fail turns failures into good, but not what was lost`(kind: Outcome.Kind, tag: String) {
        #expect(HubState.tag(Outcome(kind), of: exec("a") { $0.ignoreFail = true }).postfix == tag)
    }

    @Test func `a runaway loop ends bad`() {
        let loop = flow(
            "f", exec("a", "merge.m.good") { $0.maxPasses = 3 }, merge("m", ["trigger.good", "task.a.good"], any: true, again: true))
        var bench = Bench(loop)
        let run = bench.trigger()
        for pass in 1...3 { bench.outcome(run, "a", pass) }
        #expect(bench.row(run)?.result == .bad && bench.row(run)?.reason == "max-passes" && bench.row(run)?.detail == "a")
    }

    @Test func `what was on its way when the run came to its end starts nothing`() {
        var once = exec("x")
        once.listen = ["task.p.good", "task.q.good"]
        once.maxPasses = 1
        var bench = Bench(
            flow("f", exec("p"), exec("q"), merge("m", ["task.q.good", "task.p.bad"], any: true), once, exec("y", "merge.m.good")))
        let run = bench.trigger()
        bench.outcome(run, "p")
        bench.outcome(run, "q")
        #expect(bench.tags(run).contains("merge.m.good") && bench.row(run)?.ending?.reason == "max-passes")
        #expect(bench.pass(run, "y") == nil)
    }

    @Test func `rework until approved: bad answers go round, late and double ones are refused`() {
        var bench = Bench(
            flow(
                "f", exec("w"), exec("x", "task.ok.bad"), merge("m", ["task.w.good", "task.x.good"], any: true, again: true),
                data("ok", "merge.m.good"), end("task.ok.good")))
        let run = bench.trigger()
        bench.answer(run, "ok")
        #expect(bench.conflicted, "not asked yet")
        bench.outcome(run, "w")
        bench.answer(run, "ok", 1, good: false)
        #expect(bench.replies == [.accepted(run)] && bench.started == ["x.1.1"])
        bench.answer(run, "ok", 1)
        #expect(bench.conflicted, "answered before")
        bench.outcome(run, "x")
        bench.answer(run, "ok", 1)
        #expect(bench.conflicted, "another pass waits")
        bench.answer(run, "ok", 2, values: ["who": "me"])
        #expect(bench.row(run)?.result == .good && bench.pass(run, "ok", 2)?.by == "ann")
        bench.answer(run, "ok", 2)
        #expect(bench.conflicted, "the run is over")
    }

    @Test func `an answer told again by its key gets the first reply and changes nothing, also after a restart`() {
        var bench = Bench(
            flow("f", data("ok", "trigger.good"), data("sure", "task.ok.good"), exec("x", "task.ok.good"), end("task.sure.good")))
        let run = bench.trigger()
        bench.answer(run, "ok", values: ["who": "me"], key: "a")
        #expect(bench.replies == [.accepted(run)] && bench.started == ["x.1.1"])
        let before = bench.pass(run, "ok")
        func again(_ bench: inout Bench) {
            bench.answer(run, "ok", good: false, values: ["who": "you"], key: "a")
            #expect(bench.replies == [.accepted(run)] && bench.started.isEmpty && bench.pass(run, "ok") == before)
            bench.answer(run, "ok", 1, key: "b")
            #expect(bench.conflicted, "another key is another answer")
        }
        again(&bench)
        bench.restart()
        again(&bench)
        bench.answer(run, "sure", key: "a")
        #expect(bench.row(run)?.ending?.result == .good, "a key is one node's")
        bench.outcome(run, "x", 1, .cancelled)
        bench.answer(run, "sure", key: "a")
        #expect(bench.conflicted, "of a run that is over, only the store knows")
    }

    @Test func `events that start a running node queue as its next passes`() {
        var bench = Bench(
            flow("f", exec("a"), exec("b"), merge("m", ["task.a.good", "task.b.good"], any: true, again: true), exec("c", "merge.m.good")))
        let run = bench.trigger()
        bench.outcome(run, "a")
        bench.outcome(run, "b")
        #expect(bench.pass(run, "c", 1)?.state == .running && bench.pass(run, "c", 2)?.state == .queued)
        bench.outcome(run, "c", 1)
        #expect(bench.started == ["c.2.1"])
    }

    @Test func `a merge carries the values of all it heard, later in wait wins`() {
        var bench = Bench(
            flow("f", exec("a"), exec("b"), merge("m", ["task.b.good", "task.a.good"]), exec("c", "merge.m.good")))
        let run = bench.trigger("f", ["branch": "main"])
        bench.outcome(run, "a", values: ["v": "a", "x": 1])
        bench.outcome(run, "b", values: ["v": "b", "y": 2])
        let values = bench.disk.stored(run)!.carriedValues
        let merged = bench.disk.events[run]!.first { $0.tag == "merge.m.good" }!
        #expect(values[merged.id] == ["branch": "main", "v": "a", "x": 1, "y": 2])
        #expect(merged.own.isEmpty)
    }

    @Test func `instances fold into one outcome`() {
        let fan = flow("f", exec("a") { $0.instances = ["x", "y"] }, end("task.a.good"))
        var bench = Bench(fan)
        var run = bench.trigger()
        #expect(bench.started == ["a.1.1.x", "a.1.1.y"])
        bench.outcome(run, "a", 1, 1, "x")
        bench.outcome(run, "a", 1, 1, "y", status: 2)
        #expect(bench.row(run)?.reason == "unheard" && bench.pass(run, "a")?.reason == "partial: 1 of 2 failed")
        bench = Bench(fan)
        run = bench.trigger()
        bench.outcome(run, "a", 1, 1, "x", values: ["v": 1, "w": 2])
        bench.outcome(run, "a", 1, 1, "y", values: ["v": 1, "w": 3])
        #expect(bench.row(run)?.result == .good && bench.pass(run, "a")?.own == ["v": 1])
    }

    @Test func `an attempt is repeated as retry says, with its delay growing`() {
        var bench = Bench(
            flow("f", exec("a") { $0.retry = Retry(attempts: 3, delay: Span(seconds: 5), backoff: 2) }, end("task.a.good")))
        let run = bench.trigger()
        bench.outcome(run, "a", status: 1)
        #expect(bench.pass(run, "a")?.state == .waiting && bench.hub.nextWake == bench.now + Span(seconds: 5))
        bench.tell(.tick, after: 5)
        #expect(bench.started == ["a.1.2"])
        bench.outcome(run, "a", 1, 2, status: 1)
        #expect(bench.hub.nextWake == bench.now + Span(seconds: 10))
        bench.tell(.tick, after: 10)
        bench.outcome(run, "a", 1, 3)
        #expect(bench.row(run)?.result == .good && bench.pass(run, "a")?.earlier.map(\.outcome) == [.bad, .bad])
        #expect(bench.tags(run).filter { $0 == "sys.node.start" }.count == 1)
    }

    @Test func `pause takes outcomes and starts nothing, resume starts`() {
        var bench = Bench(flow("f", exec("a"), exec("b", "task.a.good"), end("task.b.good")))
        let run = bench.trigger()
        bench.tell(.pause(run, true, by: "ann", 1))
        bench.outcome(run, "a")
        #expect(bench.started.isEmpty && bench.hub.why(run)?.map(\.kind) == [.paused])
        bench.tell(.pause(run, false, by: "ann", 1))
        #expect(bench.started == ["b.1.1"])
    }

    @Test func `a form that was paused before it began can't be answered`() {
        var bench = Bench(flow("f", exec("a"), data("ok", "task.a.good"), end("task.ok.good")))
        let run = bench.trigger()
        bench.tell(.pause(run, true, by: "ann", 1))
        bench.outcome(run, "a")
        bench.answer(run, "ok")
        #expect(bench.replies == [.conflict("ok of h1-1 has not asked yet: the run is paused")])
        bench.tell(.pause(run, false, by: "ann", 1))
        bench.tell(.pause(run, true, by: "ann", 1))
        bench.answer(run, "ok")
        #expect(bench.row(run)?.result == .good, "an open form of a paused run can be answered")
    }

    @Test func `a timer fires once when it is overdue`() {
        var bench = Bench(flow("f", Node("t", .timer(.init(period: Span(seconds: 30))), listen: ["trigger.good"]), end("task.t.good")))
        let run = bench.trigger()
        #expect(bench.hub.nextWake == bench.now + Span(seconds: 30))
        bench.tell(.tick, after: 29)
        #expect(bench.row(run)?.phase == .active)
        bench.tell(.tick, after: 1000)
        #expect(bench.row(run)?.result == .good && bench.hub.nextWake == nil)
    }

    @Test func `slots go to clean-up first, then in order of queueing`() {
        var bench = Bench(flow("f", exec("a"), exec("b"), exec("c", "task.a.cancelled"), exec("d")), slots: 1)
        let run = bench.trigger()
        #expect(bench.started == ["a.1.1"])
        let other = bench.trigger()
        bench.tell(.cancel(run, by: "ann", 1))
        bench.outcome(run, "a", 1, .cancelled)
        #expect(bench.started == ["c.1.1"], "clean-up before the older claims of \(other)")
        bench.outcome(run, "c")
        #expect(bench.started == ["a.1.1"])
    }

    @Test func `timeouts end a queue, a run and a form`() {
        let f = flow("f", data("ok", "trigger.good"), end("task.ok.good")) {
            $0.timeout = Span(seconds: 100)
            $0.queueTimeout = Span(seconds: 10)
            $0.resourceTags = ["db"]
        }
        var bench = Bench(f)
        let run = bench.trigger()
        let queued = bench.trigger()
        bench.tell(.tick, after: 10)
        #expect(bench.row(queued)?.reason == "queue-timeout" && bench.row(queued)?.phase == .archive)
        bench.tell(.tick, after: 100)
        #expect(bench.row(run)?.reason == "timed-out" && bench.row(run)?.result == .bad)
        var form = data("ok", "trigger.good")
        form.timeout = Span(seconds: 5)
        bench = Bench(flow("f", form, exec("late", "task.ok.bad")))
        let expired = bench.trigger()
        bench.tell(.tick, after: 5)
        #expect(bench.pass(expired, "ok")?.outcome == .timedOut && bench.started == ["late.1.1"])
    }
}
