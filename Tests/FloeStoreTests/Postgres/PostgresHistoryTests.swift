import FloeCore
import FloeTesting
import Testing

@testable import FloeStore

/// What retention asks of a store, and what doctor counts.
@Suite struct PostgresHistoryTests {
    private let address: String
    private let store: PostgresStore
    private let flow: FrozenFlow

    init() throws {
        self.address = try PostgresServer.shared.get().address()
        self.store = try PostgresStore(self.address, host: "h1")
        self.flow = try Samples.flow()
    }

    private func ended(_ number: Int, at time: Int64, bytes: Int64? = nil) -> RunRow {
        var run = Samples.run(number, of: self.flow, at: time)
        run.phase = .archive
        run.endedAt = Moment(milliseconds: time)
        run.bytes = bytes
        return run
    }

    private func sweep(_ families: [[RunRef]], flows: [String] = []) throws {
        var changes = Changes()
        changes.swept = families
        changes.sweptFlows = flows
        try self.store.commit(changes)
    }

    @Test func `random histories never put the sums off`() throws {
        var rows = try RandomRows(seed: 5)
        var model = StoreModel()
        for _ in 0..<60 {
            let changes = rows.changes(model)
            try self.store.commit(changes)
            model.apply(changes)
            guard rows.chance.once(in: 3) else { continue }
            let ref = rows.anyRef()
            try self.sweep([[ref]])
            if model.runs[ref]?.phase == .archive, model.runs[ref]?.keep == false { model.runs[ref] = nil }
        }
        let free = model.runs.values.filter { $0.phase == .archive && !$0.keep && $0.parent == nil }
        #expect(try self.store.history().reduce(0) { $0 + $1.runs } == free.count)
        for flow in Set(model.runs.values.map(\.flow.id)) {
            #expect(Set(try self.store.oldest(of: flow, limit: 1000).map(\.ref)) == Set(free.filter { $0.flow.id == flow }.map(\.ref)))
        }
        let faults = try PostgresExamination(self.address).faults(host: "h9")
        #expect(!faults.contains { $0.contains("sums") }, "\(faults)")
    }

    @Test func `a swept run is gone at once for whoever looks, and for good after its rows`() throws {
        var changes = Samples.changes(self.flow, [self.ended(1, at: 10, bytes: 3), self.ended(2, at: 20)])
        changes.host = HostRow(nextRun: 3, nextSequence: 11)
        for run in changes.runs {
            changes.passes.append(PassRow(key: .init(run: run.ref, node: "compile", pass: 1), state: .ended, cause: 1))
            for id in 1...5 { changes.events.append(Samples.event(id, of: run.ref, sequence: changes.events.count + 1)) }
        }
        try self.store.commit(changes)
        let (first, second) = (changes.runs[0].ref, changes.runs[1].ref)
        #expect(try self.store.unmeasured(limit: 9).map(\.ref) == [second])
        try self.store.note([(run: second, bytes: 7)])
        #expect(try self.store.history() == [FlowUse(flow: "build", runs: 2, bytes: 10)])
        for _ in 0..<2 { try self.sweep([[first]]) }
        #expect(try self.store.run(first) == nil)
        #expect(try self.store.swept(limit: 9) == [SweptRun(ref: first, flow: "build")])
        #expect(try self.store.events(afterSequence: 4, limit: 9) == nil)
        #expect(try self.store.events(afterSequence: 5, limit: 9)?.count == 5)
        var steps = 0
        while try !self.store.clear(self.store.swept(limit: 9), rows: 2) { steps += 1 }
        #expect(steps == 3)
        #expect(try self.store.swept(limit: 9).isEmpty)
        #expect(try self.store.events(of: first, after: 0, limit: 9).isEmpty)
        #expect(try self.store.run(second)?.events.count == 5)
        try self.sweep([], flows: [self.flow.digest])
        #expect(try self.store.unusedFlows(limit: 9).isEmpty)
        #expect(try PostgresExamination(self.address).faults(host: "h1") == [])
        try self.sweep([[second]])
        #expect(try self.store.unusedFlows(limit: 9) == [self.flow.digest])
        try self.sweep([], flows: [self.flow.digest])
        #expect(try self.store.unusedFlows(limit: 9).isEmpty)
    }

    @Test func `a family goes whole or not at all`() throws {
        let parent = self.ended(1, at: 10)
        var child = self.ended(2, at: 9)
        child.parent = .init(run: parent.ref, node: "call", pass: 1)
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
        child.keep = true
        try self.store.commit(Samples.changes(self.flow, [child]))
        try self.sweep([family])
        #expect(try self.store.run(parent.ref) != nil)
        child.keep = false
        try self.store.commit(Samples.changes(self.flow, [child]))
        try self.sweep([family])
        #expect(try self.store.runs(RunQuery()).runs.map(\.ref) == [other.ref])
    }
}
