import Testing

@testable import FloeCore

/// Section 7 and the deadlocks of section 3: runs that start runs.
@Suite struct ChildTests {
    let leaf = flow("leaf", exec("a"), end("task.a.good"))

    @Test func `a flow node is good, bad or cancelled as its child was`() {
        for (kind, tag) in [(Outcome.Kind.good, "task.c.good"), (.bad, "task.c.bad")] {
            var bench = Bench(flow("f", call("c", "trigger.good", "leaf"), exec("after", tag)), self.leaf)
            let parent = bench.trigger("f", ["branch": "main"])
            let child = RunRef(host: "h1", number: 2)
            #expect(bench.row(child)?.parent?.run == parent && bench.row(child)?.values["branch"] == "main")
            bench.outcome(child, "a", 1, kind)
            #expect(bench.started == ["after.1.1"] && bench.pass(parent, "c")?.own["run"] == "h1-2")
        }
        var bench = Bench(flow("f", call("c", "trigger.good", "leaf"), exec("after", "task.c.bad")), self.leaf)
        let parent = bench.trigger()
        bench.tell(.cancel(RunRef(host: "h1", number: 2), by: "ann", nil))
        bench.outcome(RunRef(host: "h1", number: 2), "a", 1, .cancelled)
        #expect(bench.pass(parent, "c")?.reason == "run-cancelled: h1-2 was cancelled")
    }

    @Test func `a timeout cancels the child and counts when it is gone`() {
        var node = call("c", "trigger.good", "leaf")
        node.timeout = Span(seconds: 10)
        var bench = Bench(flow("f", node, exec("after", "task.c.bad")), self.leaf)
        let parent = bench.trigger(), child = RunRef(host: "h1", number: 2)
        bench.tell(.tick, after: 10)
        #expect(bench.stopped == ["a.1.1"] && bench.pass(parent, "c")?.state == .waiting && bench.hub.nextWake != nil)
        bench.outcome(child, "a", 1, .cancelled)
        #expect(bench.pass(parent, "c")?.outcome == .timedOut && bench.row(child)?.reason == "timed-out")
    }

    @Test func `cancelling the parent cancels the child first`() {
        var bench = Bench(flow("f", call("c", "trigger.good", "leaf")), self.leaf)
        let parent = bench.trigger(), child = RunRef(host: "h1", number: 2)
        bench.tell(.cancel(parent, by: "ann", nil))
        #expect(bench.row(parent)?.phase == .active && bench.stopped == ["a.1.1"])
        bench.outcome(child, "a", 1, .cancelled)
        #expect(bench.row(parent)?.result == .cancelled && bench.row(child)?.reason == "parent")
    }

    @Test func `a second cancel of the parent stops its child's clean-up`() {
        let cleaning = flow("leaf", exec("a"), exec("c", "task.a.cancelled"))
        var bench = Bench(flow("f", call("n", "trigger.good", "leaf")), cleaning)
        let parent = bench.trigger(), child = RunRef(host: "h1", number: 2)
        bench.tell(.cancel(parent, by: "ann", nil))
        bench.outcome(child, "a", 1, .cancelled)
        #expect(bench.started == ["c.1.1"])
        bench.tell(.cancel(parent, by: "ann", nil))
        #expect(bench.stopped == ["c.1.1"])
    }

    @Test func `a child that ended in time is not late, also when both are told in one tick`() {
        var node = call("c", "trigger.good", "leaf")
        node.timeout = Span(seconds: 20)
        let leaf = flow("leaf", Node("t", .timer(.init(period: Span(seconds: 10))), listen: ["trigger.good"]), end("task.t.good"))
        var bench = Bench(flow("f", node, end("task.c.good")), leaf)
        let parent = bench.trigger()
        bench.tell(.tick, after: 100)
        #expect(bench.row(parent)?.result == .good)
    }

    @Test func `one that does not wait goes on at once`() {
        var bench = Bench(flow("f", call("c", "trigger.good", "leaf", wait: false)), self.leaf)
        let parent = bench.trigger()
        #expect(bench.row(parent)?.result == .good && bench.row(RunRef(host: "h1", number: 2))?.phase == .active)
    }

    @Test func `an unknown flow is an error of the node`() {
        var bench = Bench(flow("f", call("c", "trigger.good", "nowhere"), exec("after", "task.c.error")))
        let parent = bench.trigger()
        #expect(bench.pass(parent, "c")?.outcome == .error && bench.started == ["after.1.1"])
    }

    @Test func `a secret field of another flow takes what is sealed, and clear text is an error that says so`() {
        let sealed = Value.sealed(SealedText(cipher: "c1"))
        for (given, carried, isTaken) in [
            (["pw": "{{trigger.pw}}"] as Values, sealed, true), (["pw": "{{trigger.pw}}"], "clear", false), (["pw": 12345], sealed, false),
            (["pw": "x{{trigger.pw}}"], sealed, false), (["other": "clear"], sealed, true), (["pw": ""], sealed, true),
            // Nothing is named, so all that was heard goes on.
            ([:], sealed, true), ([:], "clear", false),
        ] {
            let leaf = flow("leaf", exec("a"), end("task.a.good")) {
                $0.params = [FormField(id: "pw", kind: .secret), FormField(id: "other")]
                $0.triggers = [Trigger(id: "t", kind: .data)]
            }
            let node = Node("c", .flow(.init(flow: "leaf", values: given, wait: true)), listen: ["trigger.good"])
            var bench = Bench(flow("f", node, exec("after", "task.c.error")), leaf)
            let parent = bench.trigger("f", ["pw": carried])
            let child = bench.row(RunRef(host: "h1", number: 2))
            #expect((child != nil) == isTaken, "\(given) \(carried)")
            #expect(child == nil || child?.values["pw"].map { $0 == sealed || $0 == "" } ?? true)
            if !isTaken {
                #expect(bench.pass(parent, "c")?.outcome == .error && bench.started == ["after.1.1"])
                #expect(bench.pass(parent, "c")?.reason.contains("'pw' of 'leaf' is a secret") == true)
            }
        }
    }

    @Test func `what a flow node gives is what the other flow asks for, with its defaults, or an error that names the fields`() {
        let fields = [
            FormField(id: "n", kind: .int, required: true), FormField(id: "m", value: "usual"),
            FormField(id: "c", kind: .choice, options: ["a", "b"]),
        ]
        for own in [true, false] {
            let leaf = flow("leaf", exec("a"), end("task.a.good")) {
                if !own { $0.params = fields }
                $0.triggers = [Trigger(id: "t", kind: .data, form: own ? Form(fields: fields) : nil)]
            }
            func bench(_ values: Values) -> Bench {
                var bench = Bench(
                    flow("f", Node("c", .flow(.init(flow: "leaf", values: values, wait: true)), listen: ["trigger.good"])), leaf)
                bench.trigger("f", ["who": "ann"])
                return bench
            }
            let child = RunRef(host: "h1", number: 2)
            #expect(bench(["n": "5", "x": true]).row(child)?.values == ["n": 5, "m": "usual", "x": true])
            #expect(bench(["n": "{{trigger.who}}", "c": "z"]).row(child) == nil)
            #expect(
                bench(["n": "{{trigger.who}}", "c": "z"]).pass(RunRef(host: "h1", number: 1), "c")?.reason
                    == "values: 'n' of 'leaf' must be a whole number; 'c' of 'leaf' must be one of: a, b")
            // Nothing is named, so all that was heard goes on.
            #expect(bench([:]).pass(RunRef(host: "h1", number: 1), "c")?.reason == "values: 'n' of 'leaf' is required")
        }
    }

    @Test func `a bad child says why`() {
        var bench = Bench(flow("f", call("c", "trigger.good", "leaf"), end("task.c.bad")), self.leaf)
        let parent = bench.trigger()
        bench.tell(.outcome(bench.id(RunRef(host: "h1", number: 2), "a"), Outcome(.bad, status: 3, reason: "no luck")))
        #expect(bench.pass(parent, "c")?.reason == "run-bad: h1-2 ended bad, unheard: task.a.bad; a: no luck")
    }

    @Test func `a flow that the end of another starts has its params`() {
        let after = flow("after", exec("a"), end("task.a.good")) {
            $0.params = [FormField(id: "n", kind: .int, value: 7), FormField(id: "run", value: "none"), FormField(id: "x")]
            $0.triggers = [Trigger(id: "t", kind: .flow)]
            $0.triggers[0].flow = "leaf"
        }
        var bench = Bench(self.leaf, after)
        let first = bench.trigger("leaf")
        bench.outcome(first, "a")
        #expect(bench.row(RunRef(host: "h1", number: 2))?.values == ["n": 7, "run": "h1-1"])
    }

    @Test func `flows that start each other end, and say why`() {
        var bench = Bench(flow("f", call("c", "trigger.good", "f")))
        let first = bench.trigger()
        #expect(bench.disk.runs.count == 33)
        #expect(bench.pass(RunRef(host: "h1", number: 33), "c")?.reason.hasPrefix("too-deep") == true)
        #expect(bench.row(first)?.phase == .archive)
    }

    @Test func `a flow that starts itself twice is bounded, and says why`() {
        var bench = Bench(flow("f", call("c", "trigger.good", "f"), call("d", "trigger.good", "f")), maxLive: 50)
        bench.trigger()
        #expect(bench.disk.passes.values.flatMap(\.values).contains { $0.reason == "too-many: h1 has 50 live runs, its limit" })
        #expect(bench.disk.runs.values.allSatisfy { $0.phase == .archive })
    }

    @Test func `a child that needs what its parent holds is told as a deadlock`() {
        let parent = flow("p", call("c", "trigger.good", "q"), end("task.c.good")) { $0.resourceTags = ["db"] }
        let child = flow("q", exec("a")) { $0.resourceTags = ["db"] }
        var bench = Bench(parent, child)
        let run = bench.trigger("p")
        #expect(bench.row(RunRef(host: "h1", number: 2))?.reason == "deadlock")
        #expect(bench.row(RunRef(host: "h1", number: 2))?.detail == "db is held by h1-1")
        #expect(bench.row(run)?.reason == "unheard")
    }

    @Test func `a circle over two parents is told, and only its youngest child ends`() {
        func parent(_ id: String, _ tag: String, _ child: String) -> Flow {
            flow(
                id, Node("w", .timer(.init(period: Span(seconds: 5))), listen: ["trigger.good"]), call("c", "task.w.good", child),
                end("task.c.good")
            ) { $0.resourceTags = [tag] }
        }
        func child(_ id: String, _ tag: String) -> Flow { flow(id, exec("a")) { $0.resourceTags = [tag] } }
        var bench = Bench(parent("p", "x", "qz"), parent("q", "z", "px"), child("qz", "z"), child("px", "x"))
        bench.trigger("p")
        bench.trigger("q")
        bench.tell(.tick, after: 10)
        let dead = bench.disk.runs.values.filter { $0.reason == "deadlock" }.map(\.ref)
        #expect(dead == [RunRef(host: "h1", number: 4)])
        #expect(bench.started == ["a.1.1"], "the other child goes on")
    }

    @Test func `a reservation does not bind a child, whose parent may hold what it waits for`() {
        let parent = flow(
            "p", Node("w", .timer(.init(period: Span(seconds: 100))), listen: ["trigger.good"]), call("c", "task.w.good", "cy")
        ) { $0.resourceTags = ["x"] }
        var bench = Bench(
            parent, flow("both", exec("a")) { $0.resourceTags = ["x", "y"] }, flow("cy", exec("a")) { $0.resourceTags = ["y"] })
        bench.trigger("p")
        bench.trigger("both")
        bench.tell(.tick, after: 200)
        #expect(bench.started == ["a.1.1"])
    }

    @Test func `the end of a flow starts those that wait for it`() {
        var after = flow("after", exec("a"))
        var trigger = Trigger(id: "t", kind: .flow)
        trigger.flow = "leaf"
        trigger.result = .bad
        after.triggers = [trigger]
        var bench = Bench(self.leaf, after)
        let good = bench.trigger("leaf")
        bench.outcome(good, "a")
        #expect(bench.started.isEmpty)
        let bad = bench.trigger("leaf")
        bench.outcome(bad, "a", status: 1)
        #expect(bench.started == ["a.1.1"] && bench.row(RunRef(host: "h1", number: 3))?.values["run"] == .string(bad.description))
    }
}
