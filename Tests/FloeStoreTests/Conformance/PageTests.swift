import FloeCore
import Testing

@Suite struct PageTests {
    /// All pages, one after the other; `between` is called after each.
    private func pages(
        _ store: any RunStore, _ query: RunQuery, between: (Int) throws -> Void = { _ in }
    ) throws -> [[RunRow]] {
        var (query, pages) = (query, [[RunRow]]())
        repeat {
            let page = try store.runs(query)
            pages.append(page.runs)
            try between(pages.count)
            query.after = page.next
        } while query.after != nil
        return pages
    }

    private func archived(_ number: Int, _ flow: FrozenFlow, at time: Int64, host: String = "h1") -> RunRow {
        var run = Samples.run(number, of: flow, host: host, at: time)
        run.phase = .archive
        run.result = .good
        return run
    }

    @Test(arguments: StoreKind.allCases) func `pages meet every run once, the youngest first, also of the same time`(_ kind: StoreKind)
        throws
    {
        let tested = try kind.make()
        let flow = try Samples.flow()
        var runs: [RunRow] = []
        for number in 1...40 {
            for host in ["h1", "h2"] {
                var run = Samples.run(number, of: flow, host: host, at: Int64(number / 10))
                run.phase = RunRow.Phase.allCases[number % 3]
                runs.append(run)
            }
        }
        try tested.store.commit(Samples.changes(flow, runs))
        let expected = runs.sorted { ($0.adoptedAt, $0.ref) > ($1.adoptedAt, $1.ref) }
        for limit in [1, 7, 80, 1000] {
            var query = RunQuery()
            query.limit = limit
            let pages = try self.pages(tested.store, query)
            #expect(pages.flatMap { $0 } == expected)
            #expect(pages.dropLast().allSatisfy { $0.count == limit })
        }
        for phase in RunRow.Phase.allCases {
            var query = RunQuery()
            query.limit = 5
            query.phases = [phase]
            #expect(try self.pages(tested.store, query).flatMap { $0 } == expected.filter { $0.phase == phase })
        }
        var query = RunQuery()
        query.phases = []
        #expect(try tested.store.runs(query) == RunPage(runs: [], next: nil))
    }

    @Test(arguments: StoreKind.allCases) func `runs that come between two pages are in neither`(_ kind: StoreKind) throws {
        let tested = try kind.make()
        let flow = try Samples.flow()
        let runs = (1...30).map { self.archived($0, flow, at: 100 + Int64($0)) }
        try tested.store.commit(Samples.changes(flow, runs))
        var query = RunQuery()
        query.limit = 7
        let pages = try self.pages(tested.store, query) { page in
            var changes = Changes()
            changes.runs = [self.archived(100 + page, flow, at: 1000)]
            try tested.store.commit(changes)
        }
        #expect(pages.flatMap { $0 } == runs.reversed())
    }

    @Test(arguments: StoreKind.allCases) func `a page after a run that is gone goes on where it was`(_ kind: StoreKind) throws {
        let tested = try kind.make()
        let flow = try Samples.flow()
        try tested.store.commit(Samples.changes(flow, [2, 3, 7, 8].map { self.archived($0, flow, at: Int64($0)) }))
        func after(_ ref: RunRef) throws -> [Int] {
            var query = RunQuery()
            query.after = ref
            return try tested.store.runs(query).runs.map(\.ref.number)
        }
        #expect(try after(RunRef(host: "h1", number: 5)) == [3, 2])
        #expect(try after(RunRef(host: "h1", number: 99)) == [8, 7, 3, 2])
        #expect(try after(RunRef(host: "h1", number: 1)) == [])
        #expect(try after(RunRef(host: "nobody", number: 5)) == [])
    }

    @Test(arguments: StoreKind.allCases) func `filters leave the runs they name`(_ kind: StoreKind) throws {
        let tested = try kind.make()
        let (build, deploy) = (try Samples.flow("build"), try Samples.flow("deploy"))
        var runs: [RunRow] = []
        for number in 1...60 {
            var run = self.archived(number, number.isMultiple(of: 2) ? build : deploy, at: Int64(number))
            if number > 50 { (run.phase, run.result) = (.active, nil) }
            if number.isMultiple(of: 5) && number <= 50 { run.result = .bad }
            run.values = ["branch": number.isMultiple(of: 3) ? "main" : .string("feature/ÄB_%\(number)"), "pr": .int(Int64(number))]
            runs.append(run)
        }
        var changes = Samples.changes(build, runs)
        changes.flows.append(deploy)
        try tested.store.commit(changes)

        func check(_ change: (inout RunQuery) -> Void, _ expected: (RunRow) -> Bool) throws {
            var query = RunQuery()
            query.limit = 4
            change(&query)
            let wanted = runs.reversed().filter(expected)
            #expect(!wanted.isEmpty)
            #expect(try self.pages(tested.store, query).flatMap { $0 } == wanted)
        }
        try check({ $0.flow = "build" }) { $0.flow.id == "build" }
        try check({ ($0.flow, $0.phases) = ("build", [.active, .pending]) }) { $0.flow.id == "build" && $0.phase == .active }
        try check({ $0.result = .bad }) { $0.result == .bad }
        try check({ $0.branch = "main" }) { $0.values["branch"] == "main" }
        try check({ ($0.branch, $0.flow, $0.result) = ("main", "deploy", .bad) }) {
            $0.values["branch"] == "main" && $0.flow.id == "deploy" && $0.result == .bad
        }
        try check({ $0.text = "äb_%1" }) { $0.values["branch"]?.text?.hasPrefix("feature/ÄB_%1") ?? false }
        try check({ $0.text = "DEPLOY" }) { $0.flow.id == "deploy" }
        try check({ $0.text = "h1-4" }) { $0.ref.description.hasPrefix("h1-4") }
    }

    @Test(arguments: StoreKind.allCases) func `a rare run among many is found over pages that look at a bounded number`(_ kind: StoreKind)
        throws
    {
        let tested = try kind.make()
        let flow = try Samples.flow()
        var runs = (1...12_000).map { self.archived($0, flow, at: Int64($0)) }
        runs[0].result = .bad
        try tested.store.commit(Samples.changes(flow, runs))
        var query = RunQuery()
        query.result = .bad
        let pages = try self.pages(tested.store, query)
        #expect(pages.flatMap { $0 } == [runs[0]])
        #expect(pages.count > 1)
    }
}
