import Testing

@testable import FloeCore

/// Section 3: which pending run becomes active, and when.
@Suite struct PlacementTests {
    func tagged(_ id: String, _ tags: [String], _ change: (inout Flow) -> Void = { _ in }) -> Flow {
        flow(id, exec("a"), end("task.a.good")) {
            $0.resourceTags = tags
            change(&$0)
        }
    }

    @Test func `a run waits for its tags, says who holds them, and gets them in order`() {
        var bench = Bench(self.tagged("f", ["db"]))
        let first = bench.trigger(), second = bench.trigger(), third = bench.trigger()
        let held = bench.row(first)?.activatedAt
        #expect(bench.hub.why(second) == [Wait(.tag, what: ["db"], holders: [first], heldSince: held, since: bench.row(second)?.readyAt)])
        #expect(bench.hub.why(third)?.first?.ahead == 1)
        bench.outcome(first, "a")
        #expect(bench.row(second)?.phase == .active && bench.row(third)?.phase == .pending)
        bench.outcome(second, "a")
        #expect(bench.row(third)?.phase == .active)
    }

    @Test func `why follows the chain to the run that holds everything up`() {
        var bench = Bench(
            self.tagged("x", ["x"]), self.tagged("both", ["x", "y"]), self.tagged("y", ["y"]),
            flow("parent", call("call", "trigger.good", "both")))
        let x = bench.trigger("x"), parent = bench.trigger("parent")
        let child = bench.hub.liveRuns.first { $0.row.parent?.run == parent }?.row.ref
        let chain = bench.hub.whyChain(parent)
        #expect(chain?.links.map(\.ref) == [parent, child, x].compactMap(\.self))
        #expect(chain?.links.map { $0.waits.map(\.kind) } == [[.child], [.tag], [.running]])
        #expect(chain?.isCut == false && bench.hub.whyChain(parent, most: 2)?.isCut == true)
        bench.outcome(x, "a")
        #expect(bench.hub.whyChain(parent)?.links.map { $0.waits.map(\.kind) } == [[.child], [.running]])
        #expect(bench.hub.whyChain(x) == nil)
    }

    @Test func `a tag with a limit has as many holders`() {
        var bench = Bench(self.tagged("f", ["db"]), limits: ["db": 2])
        let runs = (0..<3).map { _ in bench.trigger() }
        #expect(runs.map { bench.row($0)?.phase } == [.active, .active, .pending])
    }

    @Test func `later runs pass one that waits for several tags, until it has waited for long`() {
        var bench = Bench(self.tagged("x", ["x"]), self.tagged("y", ["y"]), self.tagged("both", ["x", "y"]))
        let x1 = bench.trigger("x"), both = bench.trigger("both"), y1 = bench.trigger("y")
        #expect(bench.row(both)?.phase == .pending && bench.row(y1)?.phase == .active)
        bench.tell(.tick, after: 60)
        let y2 = bench.trigger("y")
        bench.outcome(y1, "a")
        #expect(bench.row(y2)?.phase == .pending)
        #expect(bench.hub.why(y2)?.first?.kind == .reserved && bench.hub.why(y2)?.first?.holders == [both])
        bench.outcome(x1, "a")
        #expect(bench.row(both)?.phase == .active)
        bench.outcome(both, "a")
        #expect(bench.row(y2)?.phase == .active)
    }

    @Test func `the reserver's leaving lets those behind it go`() {
        var bench = Bench(self.tagged("x", ["x"]), self.tagged("y", ["y"]), self.tagged("both", ["x", "y"]))
        bench.trigger("x")
        let both = bench.trigger("both")
        bench.tell(.tick, after: 60)
        let y = bench.trigger("y"), z = bench.trigger("y")
        #expect(bench.row(y)?.phase == .pending)
        bench.tell(.pause(both, true, by: "ann", nil))
        #expect(bench.row(y)?.phase == .active, "a paused run is in nobody's way")
        bench.tell(.pause(both, false, by: "ann", nil))
        bench.outcome(y, "a")
        #expect(bench.row(z)?.phase == .pending)
        bench.tell(.cancel(both, by: "ann", nil))
        #expect(bench.row(z)?.phase == .active)
    }

    @Test func `a run whose host tags are missing waits and says which, and keeps nobody`() {
        var bench = Bench(self.tagged("f", ["db"]) { $0.hostTags = ["gpu", "linux"] }, self.tagged("g", ["db"]), hostTags: ["linux"])
        let run = bench.trigger("f")
        #expect(bench.hub.why(run)?.first?.kind == .host && bench.hub.why(run)?.first?.what == ["gpu"])
        bench.tell(.tick, after: 100)
        let other = bench.trigger("g")
        #expect(bench.row(other)?.phase == .active)
    }

    @Test func `queue, skip and cancel-previous meet runs of the same key`() {
        func keyed(_ overlap: Flow.Overlap) -> Flow {
            self.tagged("f", []) {
                $0.overlap = overlap
                $0.overlapKey = "{{trigger.branch}}"
            }
        }
        var bench = Bench(keyed(.queue))
        let main = bench.trigger("f", ["branch": "main"]), other = bench.trigger("f", ["branch": "dev"])
        let again = bench.trigger("f", ["branch": "main"])
        #expect([main, other, again].map { bench.row($0)?.phase } == [.active, .active, .pending])
        let keyless = bench.trigger("f")
        #expect(bench.row(keyless)?.reason == "template")

        bench = Bench(keyed(.skip))
        bench.trigger("f", ["branch": "main"])
        let skipped = bench.trigger("f", ["branch": "main"])
        #expect(bench.row(skipped)?.result == .cancelled && bench.row(skipped)?.reason == "overlap")

        bench = Bench(keyed(.cancelPrevious))
        let old = bench.trigger("f", ["branch": "main"]), new = bench.trigger("f", ["branch": "main"])
        #expect(bench.row(old)?.ending?.reason == "overlap" && bench.row(new)?.phase == .pending)
        bench.outcome(old, "a", 1, .cancelled)
        #expect(bench.row(old)?.result == .cancelled && bench.row(old)?.by == new.description)
        #expect(bench.row(new)?.phase == .active)
    }

    @Test func `clean-up of a replaced run goes on when yet another comes`() {
        let cleaning = flow("f", exec("a"), exec("c", "task.a.cancelled"), end("task.a.good")) { $0.overlap = .cancelPrevious }
        var bench = Bench(cleaning)
        let first = bench.trigger(), second = bench.trigger()
        bench.outcome(first, "a", 1, .cancelled)
        #expect(bench.started == ["c.1.1"])
        let third = bench.trigger()
        #expect(bench.stopped.isEmpty && bench.row(first)?.ending?.hard == false)
        #expect(bench.row(second)?.reason == "overlap")
        bench.outcome(first, "c")
        #expect(bench.row(third)?.phase == .active)
    }

    @Test func `a shared workspace takes one run at a time`() {
        var bench = Bench(self.tagged("f", []) { $0.reuseSpace = true })
        let first = bench.trigger(), second = bench.trigger()
        #expect(bench.row(second)?.phase == .pending && bench.row(second)?.tags == ["space:f"])
        bench.outcome(first, "a")
        #expect(bench.row(second)?.phase == .active)
    }

    @Test func `a draining host activates nothing`() {
        var bench = Bench(self.tagged("f", []))
        bench.tell(.drain(true, 1))
        #expect(bench.replies == [.done] && bench.disk.host.draining)
        let run = bench.trigger()
        #expect(bench.hub.why(run)?.first?.kind == .draining)
        bench.hub = HubState(settings: bench.hub.settings, host: bench.disk.host, runs: bench.disk.live)
        bench.tell(.catalog(FlowCatalog(Array(bench.frozen.values))))
        #expect(bench.row(run)?.phase == .pending && bench.hub.why(run)?.first?.kind == .draining)
        bench.tell(.drain(false, nil))
        #expect(bench.row(run)?.phase == .active && !bench.disk.host.draining)
    }

    @Test func `a draining host places children that a run waits for, and then has nothing active`() {
        var bench = Bench(
            flow("p", exec("a"), call("c", "task.a.good", "q"), end("task.c.good")), flow("q", exec("b")) { $0.resourceTags = ["db"] })
        let other = bench.trigger("q")
        let parent = bench.trigger("p"), late = bench.trigger("q")
        bench.tell(.drain(true, nil))
        bench.outcome(parent, "a")
        let child = RunRef(host: "h1", number: 4)
        #expect(bench.row(child)?.phase == .pending && bench.hub.why(child)?.first?.kind == .tag)
        bench.outcome(other, "b")
        #expect(bench.row(child)?.phase == .active && bench.row(late)?.phase == .pending)
        bench.outcome(child, "b")
        #expect(bench.row(parent)?.result == .good && bench.hub.load.active == 0)
        bench.tell(.drain(false, nil))
        #expect(bench.row(late)?.phase == .active)
    }

    @Test func `a host that is about to end takes outcomes and starts nothing, and its next start goes on`() {
        var bench = Bench(flow("f", exec("a"), exec("b", "task.a.good"), end("task.b.good")))
        let run = bench.trigger()
        bench.tell(.closing)
        bench.outcome(run, "a")
        let late = bench.trigger()
        #expect(bench.started.isEmpty && bench.pass(run, "b")?.state == .queued && bench.row(late)?.phase == .pending)
        bench.hub = HubState(settings: bench.hub.settings, host: bench.disk.host, runs: bench.disk.live)
        bench.tell(.tick)
        #expect(bench.started == ["a.1.1", "b.1.1"] || bench.started == ["b.1.1", "a.1.1"])
    }

    @Test func `a key gives one run`() {
        var bench = Bench(self.tagged("f", []))
        let run = bench.trigger(key: "k")
        #expect(bench.trigger(key: "k") == run && bench.disk.runs.count == 1)
        #expect(bench.trigger(key: "other") != run)
    }

    @Test func `a flow file is loaded after the run is stored, and its failure is a run one can see`() {
        let light = self.tagged("f", []) {
            $0.flowFile = "floe.yml"
            $0.nodes = []
        }
        var bench = Bench(light)
        let run = bench.trigger()
        #expect(bench.effects.contains(.load(run)) && bench.hub.why(run)?.first?.kind == .loading)
        let full = FrozenFlow(digest: "full", flow: self.tagged("f", ["db"]) { $0.flowFile = "floe.yml" })
        bench.tell(.loaded(run, .success(full)))
        #expect(bench.started == ["a.1.1"] && bench.row(run)?.tags == ["db"])
        let broken = bench.trigger()
        bench.tell(.loaded(broken, .failure(LoadFailure(detail: "floe.yml:3:1: error"))))
        #expect(bench.row(broken)?.reason == "flow-file" && bench.row(broken)?.detail == "floe.yml:3:1: error")
    }
}
