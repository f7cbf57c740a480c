import FloeCore
import FloeTesting
import GRDB
import Testing

@testable import FloeStore

/// What retention asks of a store, over SQLite in a file and in memory.
@Suite struct StoredHistoryTests {
    private let folder: TemporaryFolder
    private let store: SQLiteStore
    private let flow: FrozenFlow

    init() throws {
        self.folder = try TemporaryFolder()
        self.store = try SQLiteStore.file(self.folder.file("floe.sqlite"))
        self.flow = try Samples.flow()
    }

    private func ended(_ number: Int, at time: Int64, bytes: Int64? = nil) -> RunRow {
        var run = Samples.run(number, of: self.flow, at: time)
        run.phase = .archive
        run.endedAt = Moment(milliseconds: time)
        run.bytes = bytes
        return run
    }

    private func use() throws -> FlowUse? { try self.store.history().first { $0.flow == "build" } }

    private func sweep(_ families: [[RunRef]], flows: [String] = []) throws {
        var changes = Changes()
        changes.swept = families
        changes.sweptFlows = flows
        try self.store.commit(changes)
    }

    @Test func `the sums follow whatever is written`() throws {
        try self.store.commit(Samples.changes(self.flow, [self.ended(1, at: 10, bytes: 5), Samples.run(2, of: self.flow)]))
        #expect(try self.use() == FlowUse(flow: "build", runs: 1, bytes: 5))
        var second = self.ended(2, at: 20)
        try self.store.commit(Samples.changes(self.flow, [second]))
        #expect(try self.use() == FlowUse(flow: "build", runs: 2, bytes: 5))
        try self.store.note([(run: second.ref, bytes: 7)])
        #expect(try self.use() == FlowUse(flow: "build", runs: 2, bytes: 12))
        #expect(try self.store.run(second.ref)?.row.bytes == 7)
        // Kept ones do not count, nor do those that live again, or that belong to another.
        second.keep = true
        second.bytes = 7
        try self.store.commit(Samples.changes(self.flow, [second]))
        #expect(try self.use() == FlowUse(flow: "build", runs: 1, bytes: 5))
        var first = self.ended(1, at: 10)
        first.phase = .pending
        try self.store.commit(Samples.changes(self.flow, [first]))
        #expect(try self.use() == nil)
        first = self.ended(1, at: 10, bytes: 1)
        first.parent = .init(run: second.ref, node: "call", pass: 1)
        try self.store.commit(Samples.changes(self.flow, [first]))
        #expect(try self.use() == nil)
    }

    @Test func `random histories never put the sums off`() throws {
        for seed in 1...8 as ClosedRange<UInt64> {
            let store = try SQLiteStore.memory()
            var rows = try RandomRows(seed: seed)
            var model = StoreModel()
            for _ in 0..<60 {
                let changes = rows.changes(model)
                try store.commit(changes)
                model.apply(changes)
                if rows.chance.once(in: 3) {
                    var sweep = Changes()
                    sweep.swept = [[rows.anyRef()]]
                    try store.commit(sweep)
                    for ref in sweep.swept[0] where model.runs[ref]?.phase == .archive && model.runs[ref]?.keep == false {
                        model.runs[ref] = nil
                    }
                }
            }
            let free = model.runs.values.filter { $0.phase == .archive && !$0.keep && $0.parent == nil }
            #expect(try store.history().reduce(0) { $0 + $1.runs } == free.count, "seed \(seed)")
            for flow in Set(model.runs.values.map(\.flow.id)) {
                #expect(
                    Set(try store.oldest(of: flow, limit: 1000).map(\.ref)) == Set(free.filter { $0.flow.id == flow }.map(\.ref)),
                    "seed \(seed)")
            }
        }
    }

    @Test func `a swept run is gone at once for whoever looks, and for good after its rows`() throws {
        var changes = Samples.changes(self.flow, [self.ended(1, at: 10), self.ended(2, at: 20)])
        for run in changes.runs {
            changes.passes.append(PassRow(key: .init(run: run.ref, node: "compile", pass: 1), state: .ended, cause: 1))
            for id in 1...5 { changes.events.append(Samples.event(id, of: run.ref, sequence: changes.events.count + 1)) }
        }
        try self.store.commit(changes)
        let (first, second) = (changes.runs[0].ref, changes.runs[1].ref)
        try self.sweep([[first]])
        #expect(try self.store.run(first) == nil)
        #expect(try self.store.runs(RunQuery()).runs.map(\.ref) == [second])
        #expect(try self.store.swept(limit: 9) == [SweptRun(ref: first, flow: "build")])
        // Who has seen less than all of its events gets a snapshot.
        #expect(try self.store.events(afterSequence: 4, limit: 9) == nil)
        #expect(try self.store.events(afterSequence: 5, limit: 9)?.count == 5)
        // The same once more, as after a crash.
        try self.sweep([[first]])
        // Six rows and the note, two at a time.
        var steps = 0
        while try !self.store.clear(self.store.swept(limit: 9), rows: 2) { steps += 1 }
        #expect(steps == 3)
        #expect(try self.store.swept(limit: 9).isEmpty)
        #expect(try self.store.events(of: first, after: 0, limit: 9).isEmpty)
        #expect(try self.store.run(second)?.events.count == 5)
        #expect(try self.count("pass") == 1)
    }

    private func count(_ table: String) throws -> Int? {
        try self.store.writer.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") }
    }

    @Test func `a family goes whole or not at all`() throws {
        var parent = self.ended(1, at: 10)
        var child = self.ended(2, at: 9)
        child.parent = .init(run: parent.ref, node: "call", pass: 1)
        // It was a child once, and was retried since.
        let other = self.ended(3, at: 9)
        var changes = Samples.changes(self.flow, [parent, child, other])
        for (pass, run) in [child.ref, other.ref].enumerated() {
            var row = PassRow(key: .init(run: parent.ref, node: "call", pass: pass + 1), state: .ended, cause: 1)
            row.child = run
            changes.passes.append(row)
        }
        try self.store.commit(changes)
        let family = try self.store.family(of: parent.ref).map(\.ref)
        #expect(family == [parent.ref, child.ref])
        // Those alone that nobody started are looked at.
        #expect(try self.store.oldest(of: "build", limit: 9).map(\.ref) == [other.ref, parent.ref])
        child.keep = true
        try self.store.commit(Samples.changes(self.flow, [child]))
        try self.sweep([family])
        #expect(try self.store.run(parent.ref) != nil)
        child.keep = false
        parent.phase = .pending
        try self.store.commit(Samples.changes(self.flow, [child, parent]))
        try self.sweep([family])
        #expect(try self.store.run(child.ref) != nil)
        parent.phase = .archive
        try self.store.commit(Samples.changes(self.flow, [parent]))
        try self.sweep([family])
        #expect(try self.store.runs(RunQuery()).runs.map(\.ref) == [other.ref])
    }

    @Test func `a flow goes with its last run, and comes back with the next`() throws {
        try self.store.commit(Samples.changes(self.flow, [self.ended(1, at: 10), self.ended(2, at: 20)]))
        #expect(try self.store.unusedFlows(limit: 9).isEmpty)
        try self.sweep([[RunRef(host: "h1", number: 1)]], flows: [self.flow.digest])
        #expect(try self.store.run(RunRef(host: "h1", number: 2)) != nil)
        try self.sweep([[RunRef(host: "h1", number: 2)]])
        #expect(try self.store.unusedFlows(limit: 9) == [self.flow.digest])
        try self.sweep([], flows: [self.flow.digest])
        #expect(try self.count("flow") == 0)
        try self.store.commit(Samples.changes(self.flow, [Samples.run(3, of: self.flow)]))
        #expect(try self.store.run(RunRef(host: "h1", number: 3))?.flow.flow == self.flow.flow)
    }

    @Test func `room is given back in steps`() throws {
        var changes = Samples.changes(self.flow, (1...400).map { self.ended($0, at: Int64($0), bytes: 0) })
        for run in changes.runs {
            for id in 1...20 { changes.events.append(Samples.event(id, of: run.ref, sequence: changes.events.count + 1)) }
        }
        try self.store.commit(changes)
        try self.sweep(changes.runs.map { [$0.ref] })
        while try !self.store.clear(self.store.swept(limit: 1000), rows: 1000) {}
        let before = try self.store.room()
        #expect(before.free > 100)
        try self.store.giveBack(pages: 10)
        let after = try self.store.room()
        #expect(after.free == before.free - 10)
        #expect(after.pages <= before.pages - 10)
    }

    @Test(arguments: [
        SQLiteStore.oldestSQL, SQLiteStore.unmeasuredSQL, SQLiteStore.startedSQL, SQLiteStore.childSQL, SQLiteStore.unusedFlowsSQL,
    ])
    func `no question walks through the history`(_ sql: String) throws {
        let plan = try self.store.writer.read { try Row.fetchAll($0, sql: "EXPLAIN QUERY PLAN \(sql.replacing("?", with: "1"))") }.map {
            $0["detail"] as String
        }
        for step in plan {
            let isCheap =
                step.hasPrefix("SEARCH") || step.contains("run_unmeasured") || step.hasPrefix("SCAN flow") || step.contains("SUBQUERY")
                || step == "USE TEMP B-TREE FOR DISTINCT"
            #expect(isCheap, "\(plan)")
        }
        #expect(!plan.contains { $0.contains("ORDER BY") }, "\(plan)")
    }
}
