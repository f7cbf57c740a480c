import FloeCore
import FloeStore
import Testing

@Suite struct CommitTests {
    @Test(arguments: StoreKind.allCases) func `the same changes may be committed again`(_ kind: StoreKind) throws {
        let tested = try kind.make()
        let flow = try Samples.flow()
        let run = Samples.fullRun(1, of: flow)
        var changes = Samples.changes(flow, [run])
        changes.host = HostRow(nextRun: 2, nextSequence: 3)
        changes.passes = [Samples.fullPass(run.ref)]
        changes.events = [Samples.fullEvent(1, of: run.ref, sequence: 1)]
        try tested.store.commit(changes)
        let before = try tested.store.open()
        try tested.store.commit(changes)
        let after = try tested.store.open()
        #expect(before.host == after.host)
        #expect(before.runs == after.runs)
    }

    @Test(arguments: StoreKind.allCases) func `an event that would change is refused, and with it the whole commit`(_ kind: StoreKind)
        throws
    {
        let tested = try kind.make()
        let flow = try Samples.flow()
        let run = Samples.run(1, of: flow)
        let event = Samples.event(1, of: run.ref, sequence: 1)
        var changes = Samples.changes(flow, [run])
        changes.events = [event]
        try tested.store.commit(changes)

        var other = event
        other.tag = "task.compile.bad"
        var taken = event
        taken.id = 2
        for contradiction in [other, taken] {
            var paused = Changes()
            paused.runs = [run]
            paused.runs[0].paused = true
            paused.events = [contradiction]
            let failure = #expect(throws: StoreFailure.self) { try tested.store.commit(paused) }
            #expect(failure?.kind == .refused)
            #expect(try tested.store.run(run.ref)?.row == run)
            #expect(try tested.store.run(run.ref)?.events == [event])
        }
    }

    @Test(arguments: StoreKind.allCases) func `a run of a flow that is nowhere is refused`(_ kind: StoreKind) throws {
        let tested = try kind.make()
        var changes = Changes()
        changes.runs = [Samples.run(1, of: try Samples.flow())]
        let failure = #expect(throws: StoreFailure.self) { try tested.store.commit(changes) }
        #expect(failure?.kind == .refused)
        #expect(try tested.store.open().runs.isEmpty)
    }

    @Test(arguments: StoreKind.allCases) func `a thousand runs with ten passes and events each are one commit`(_ kind: StoreKind) throws {
        let tested = try kind.make()
        let flow = try Samples.flow()
        var changes = Samples.changes(flow, (1...1000).map { Samples.run($0, of: flow) })
        for run in changes.runs {
            for n in 1...10 {
                changes.passes.append(PassRow(key: .init(run: run.ref, node: "compile", pass: n), state: .ended, cause: 1))
                changes.events.append(Samples.event(n, of: run.ref, sequence: changes.events.count + 1))
            }
        }
        try tested.store.commit(changes)
        let opened = try tested.store.open().runs
        #expect(opened.map(\.row) == changes.runs)
        #expect(opened.flatMap(\.passes) == changes.passes)
        #expect(opened.flatMap(\.events) == changes.events)
    }

    @Test(arguments: StoreKind.allCases) func `no changes are no work`(_ kind: StoreKind) throws {
        let tested = try kind.make()
        try tested.store.commit(Changes())
        #expect(try tested.store.open().runs.isEmpty)
    }

    @Test(.timeLimit(.minutes(5)), arguments: StoreKind.allCases)
    func `readers beside a writer see whole commits only`(_ kind: StoreKind) async throws {
        let tested = try kind.make()
        let flow = try Samples.flow()
        let store = tested.store
        try store.commit(Samples.changes(flow, [Samples.run(1, of: flow)]))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { @concurrent in
                for n in 1...200 {
                    var changes = Changes()
                    changes.host = HostRow(nextRun: n, nextSequence: n)
                    changes.runs = [Samples.run(1, of: flow)]
                    changes.runs[0].round = n
                    changes.events = [Samples.event(n, of: changes.runs[0].ref, sequence: n)]
                    try store.commit(changes)
                }
            }
            for _ in 1...2 {
                group.addTask { @concurrent in
                    var round = 0
                    while round < 200 {
                        let (host, runs) = try store.open()
                        let run = try #require(runs.first)
                        #expect(run.row.round >= round)
                        round = run.row.round
                        #expect(host.nextSequence == round)
                        #expect(run.events.count == (host.nextRun == 1 && run.events.isEmpty ? 0 : round))
                    }
                }
            }
            try await group.waitForAll()
        }
    }
}
