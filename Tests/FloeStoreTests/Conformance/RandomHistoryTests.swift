import FloeCore
import FloeTesting
import Testing

/// Random changes, applied to a store and to dictionaries, must read the same.
@Suite struct RandomHistoryTests {
    @Test(.timeLimit(.minutes(5)), arguments: StoreKind.allCases, [1, 2, 3, 4, 5, 6] as [UInt64])
    func `a store reads like dictionaries`(_ kind: StoreKind, _ seed: UInt64) throws {
        let tested = try kind.make()
        var model = StoreModel()
        var rows = try RandomRows(seed: seed)
        for _ in 0..<60 {
            let changes = rows.changes(model)
            model.apply(changes)
            try tested.store.commit(changes)
            if rows.chance.once(in: 4) { try tested.store.commit(changes) }
            if rows.chance.once(in: 3) {
                let ref = rows.anyRef()
                #expect(try tested.store.run(ref) == model.run(ref), "seed \(seed)")
            }
            if rows.chance.once(in: 3) {
                let query = rows.query()
                #expect(try tested.store.runs(query) == model.page(query), "seed \(seed) \(query)")
            }
            if rows.chance.once(in: 10) {
                let opened = try tested.store.open()
                #expect(opened.host == model.host, "seed \(seed)")
                #expect(opened.runs == model.live, "seed \(seed)")
            }
        }
        let opened = try tested.store.open()
        #expect(opened.host == model.host)
        #expect(opened.runs == model.live)
        #expect(try tested.store.events(afterSequence: 0, limit: .max) == model.events)
    }
}
