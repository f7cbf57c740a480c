import FloeCore
import Testing

@Suite struct EventTests {
    @Test(arguments: StoreKind.allCases) func `events are read on from an id or a sequence number`(_ kind: StoreKind) throws {
        let tested = try kind.make()
        let flow = try Samples.flow()
        let runs = [Samples.run(1, of: flow), Samples.run(2, of: flow), Samples.run(1, of: flow, host: "h2")]
        var changes = Samples.changes(flow, runs)
        // Sequence numbers are also used for other things, so they have gaps.
        for n in 0..<30 { changes.events.append(Samples.event(n / 3 + 1, of: runs[n % 3].ref, sequence: 10 + n * 2)) }
        try tested.store.commit(changes)

        let first = changes.events.filter { $0.run == runs[0].ref }
        #expect(try tested.store.events(of: runs[0].ref, after: 0, limit: 100) == first)
        #expect(try tested.store.events(of: runs[0].ref, after: 4, limit: 2) == Array(first[4..<6]))
        #expect(try tested.store.events(of: runs[0].ref, after: 10, limit: 2) == [])
        #expect(try tested.store.events(of: RunRef(host: "h1", number: 9), after: 0, limit: 2) == [])
        #expect(try tested.store.events(afterSequence: 0, limit: 100) == changes.events)
        #expect(try tested.store.events(afterSequence: 12, limit: 3) == Array(changes.events[2..<5]))
        #expect(try tested.store.events(afterSequence: 1000, limit: 3) == [])
    }
}
