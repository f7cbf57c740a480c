import FloeCore
import Testing

@Suite struct RoundTripTests {
    @Test(arguments: StoreKind.allCases) func `a new store has no runs and counts from one`(_ kind: StoreKind) throws {
        let tested = try kind.make()
        let opened = try tested.store.open()
        #expect(opened.host == HostRow(nextRun: 1, nextSequence: 1))
        #expect(opened.runs.isEmpty)
    }

    @Test(arguments: StoreKind.allCases) func `every field comes back as it was stored`(_ kind: StoreKind) throws {
        let tested = try kind.make()
        let flow = try Samples.flow()
        let (full, plain) = (Samples.fullRun(1, of: flow), Samples.run(2, of: flow))
        var changes = Samples.changes(flow, [full, plain])
        changes.host = HostRow(nextRun: 3, nextSequence: 100)
        changes.passes = [
            Samples.fullPass(full.ref), PassRow(key: .init(run: plain.ref, node: "compile", pass: 1), state: .queued, cause: 1),
        ]
        changes.events = [Samples.fullEvent(1, of: full.ref, sequence: 1), Samples.event(1, of: plain.ref, sequence: 2)]
        try tested.store.commit(changes)

        let expected = [full, plain].map { run in
            StoredRun(
                row: run, flow: flow, passes: changes.passes.filter { $0.key.run == run.ref },
                events: changes.events.filter { $0.run == run.ref })
        }
        let opened = try tested.store.open()
        #expect(opened.host == changes.host)
        #expect(opened.runs == expected)
        #expect(opened.runs.map(\.flow.flow) == [flow.flow, flow.flow])
        #expect(try tested.store.run(full.ref) == expected[0])
        #expect(try tested.store.run(plain.ref) == expected[1])
        #expect(try tested.store.runs(RunQuery()).runs == [plain, full])
    }

    @Test(arguments: StoreKind.allCases) func `each word of each enumeration can be stored`(_ kind: StoreKind) throws {
        let tested = try kind.make()
        let flow = try Samples.flow()
        var run = Samples.run(1, of: flow)
        for phase in RunRow.Phase.allCases {
            for result in RunRow.Result.allCases {
                (run.phase, run.result) = (phase, result)
                try tested.store.commit(Samples.changes(flow, [run]))
                #expect(try tested.store.run(run.ref)?.row == run)
            }
        }
        var pass = PassRow(key: .init(run: run.ref, node: "compile", pass: 1), state: .queued, cause: 1)
        for state in PassRow.State.allCases {
            for outcome in Outcome.Kind.allCases {
                (pass.state, pass.outcome) = (state, outcome)
                var changes = Changes()
                changes.passes = [pass]
                try tested.store.commit(changes)
                #expect(try tested.store.run(run.ref)?.passes == [pass])
            }
        }
    }

    @Test(arguments: StoreKind.allCases) func `a run that is not there is none`(_ kind: StoreKind) throws {
        let tested = try kind.make()
        #expect(try tested.store.run(RunRef(host: "h1", number: 1)) == nil)
    }

    @Test(arguments: StoreKind.allCases) func `only live runs are opened, and an archived one goes on with a retry`(_ kind: StoreKind)
        throws
    {
        let tested = try kind.make()
        let flow = try Samples.flow()
        var run = Samples.run(1, of: flow)
        (run.phase, run.result, run.endedAt) = (.archive, .bad, Moment(milliseconds: 2000))
        var changes = Samples.changes(flow, [run, Samples.run(2, of: flow)])
        var pass = PassRow(key: .init(run: run.ref, node: "compile", pass: 1), state: .ended, cause: 1)
        changes.passes = [pass]
        changes.events = [Samples.event(1, of: run.ref, sequence: 1)]
        try tested.store.commit(changes)
        #expect(try tested.store.open().runs.map(\.row.ref.number) == [2])
        #expect(try tested.store.run(run.ref)?.row == run)

        (run.phase, run.result, run.endedAt, run.round) = (.pending, nil, nil, 2)
        run.restart = [.init(node: "compile", cause: 1)]
        pass.void = true
        var retry = Changes()
        retry.runs = [run]
        retry.passes = [pass]
        retry.events = [Samples.event(2, of: run.ref, sequence: 2)]
        try tested.store.commit(retry)
        let again = try #require(try tested.store.open().runs.first)
        #expect(again.row == run)
        #expect(again.passes == [pass])
        #expect(again.events.map(\.id) == [1, 2])
    }

    @Test(arguments: StoreKind.allCases) func `passes come by node, pass and instance, events by id, runs by number`(_ kind: StoreKind)
        throws
    {
        let tested = try kind.make()
        let flow = try Samples.flow()
        let runs = [3, 12, 1].map { Samples.run($0, of: flow) }
        var changes = Samples.changes(flow, runs)
        for (node, pass, instance) in [
            ("b", 1, ""), ("a", 10, ""), ("a", 2, "y"), ("a", 2, "x"), ("é", 1, ""), ("e\u{301}a", 1, ""), ("f", 1, ""),
        ] {
            changes.passes.append(
                PassRow(key: .init(run: runs[0].ref, node: node, pass: pass, instance: instance), state: .queued, cause: 1))
        }
        changes.events = [3, 1, 2].map { Samples.event($0, of: runs[0].ref, sequence: $0) }
        try tested.store.commit(changes)
        let opened = try tested.store.open().runs
        #expect(opened.map(\.row.ref.number) == [1, 3, 12])
        #expect(opened[1].passes.map(\.key) == changes.passes.map(\.key).sorted())
        #expect(opened[1].events.map(\.id) == [1, 2, 3])
        #expect(try tested.store.run(runs[0].ref) == opened[1])
    }
}
