import FloeCore
import Testing

@Suite struct KeyTests {
    @Test(arguments: StoreKind.allCases) func `a run is found by its flow and key, from a time on`(_ kind: StoreKind) throws {
        let tested = try kind.make()
        let (one, two) = (try Samples.flow(version: 1), try Samples.flow(version: 2))
        var runs = [
            Samples.run(1, of: one, at: 100), Samples.run(2, of: one, at: 200), Samples.run(3, of: two, at: 300),
            Samples.run(4, of: one, at: 400),
        ]
        for at in 0...2 { runs[at].key = "k" }
        var changes = Samples.changes(one, runs)
        changes.flows.append(two)
        try tested.store.commit(changes)

        func find(_ flow: FrozenFlow, _ key: String, since: Int64) throws -> Int? {
            try tested.store.run(flow: flow.flow.key, key: key, since: Moment(milliseconds: since))?.number
        }
        #expect(try find(one, "k", since: 0) == 2)
        #expect(try find(one, "k", since: 200) == 2)
        #expect(try find(one, "k", since: 201) == nil)
        #expect(try find(two, "k", since: 0) == 3)
        #expect(try find(one, "K", since: 0) == nil)
        #expect(try find(one, "", since: 0) == nil)
    }
}
