import FloeTesting
import Testing

@testable import FloeCore
@testable import FloeStore

/// What a host knows of its cluster is stored with its runs, and read as it was.
@Suite struct ClusterTests {
    private static let me = SelfRow(
        name: "h1", incarnation: Incarnation(store: StoreID("s1"), boot: 0, bootID: ""), list: HostList(hosts: ["http://h1:1"]))

    private func cluster(_ tested: TestedStore) -> any ClusterStore { tested.store }

    @Test(arguments: StoreKind.allCases) func `a store that was in no cluster has what it is given`(_ kind: StoreKind) throws {
        let tested = try kind.make()
        #expect(try self.cluster(tested).clusterRows(of: Self.me) == ClusterRows(me: Self.me))
    }

    @Test(arguments: StoreKind.allCases, [1, 2, 3] as [UInt64])
    func `rows of the cluster read like dictionaries`(_ kind: StoreKind, _ seed: UInt64) throws {
        let tested = try kind.make()
        var random = Seeded(seed)
        var model = ClusterRows(me: Self.me)
        for step in 0..<60 {
            var changes = Changes()
            let cluster = Self.changes(&random, step)
            model.apply(cluster)
            if !cluster.isEmpty { changes.cluster = cluster }
            try tested.store.commit(changes)
            if random.once(in: 4) { try tested.store.commit(changes) }
        }
        #expect(try self.cluster(tested).clusterRows(of: Self.me) == model)
    }

    @Test func `a restored store is another one, and has nothing in hand`() throws {
        let store = try SQLiteStore.memory()
        var random = Seeded(7)
        var model = ClusterRows(me: Self.me)
        for step in 0..<30 {
            var changes = Changes()
            let cluster = Self.changes(&random, step)
            model.apply(cluster)
            changes.cluster = cluster
            try store.commit(changes)
        }
        try store.renew(Changes(), base: 5)
        let rows = try store.clusterRows(of: Self.me)
        #expect(rows.me == Self.me && rows.adopted.isEmpty && rows.executed.isEmpty && rows.grants.isEmpty && rows.releases.isEmpty)
        #expect(!model.peers.isEmpty && rows.peers == model.peers && rows.slots == model.slots && rows.forgotten == model.forgotten)
    }

    private static func changes(_ random: inout Seeded, _ step: Int) -> ClusterChanges {
        var changes = ClusterChanges()
        let round = RoundRef(RunRef(host: random.pick(["h1", "h-2"]), number: random.number(1...9)), round: random.number(1...2))
        var claim = Claim(
            round: round, adoptedAt: Moment(milliseconds: Int64(step)), tags: ["db", "naïve \"tag\""], overlap: .skip, hostTags: ["gpu"],
            pinned: random.once(in: 2) ? "h1" : nil, flow: "f")
        claim.moves = random.number(0...3)
        let now = Moment(milliseconds: Int64(step))
        switch random.number(0...8) {
        case 0:
            var me = Self.me
            me.incarnation.boot = step
            me.joined = random.once(in: 2)
            changes.me = me
        case 1:
            var peer = PeerRow(name: random.pick(["h2", "h3"]), address: "http://x:1")
            peer.former = [StoreID("old")]
            changes.peers = [peer]
        case 2: changes.forgotten = [ForgottenStore(name: "h9", store: random.once(in: 2) ? StoreID("s\(step)") : nil)]
        case 3:
            var row = AdoptedRow(claim: claim, to: "h2", store: StoreID("s2"), granted: ["db"], asPending: false, since: now)
            row.stop = RunStop(reason: "person", by: "ann", hard: true)
            changes.adopted[round] = random.once(in: 3) ? .some(nil) : .some(row)
        case 4:
            let end = RunEnd(.bad, reason: "lost", detail: "", by: "", values: ["a": .list([1, .null])])
            let row = ExecutedRow(claim: claim, from: ["h2"], state: random.pick([.active, .pending, .archived(end)]), since: now)
            changes.executed[round] = random.once(in: 3) ? .some(nil) : .some(row)
        case 5: changes.releases[Hold(tag: random.pick(["a", "b"]), round: round)] = !random.once(in: 3)
        case 6:
            let hold = Hold(tag: random.pick(["a", "b"]), round: round)
            let row = GrantRow(hold: hold, adopter: "h2", born: now, since: now)
            changes.grants[hold] = random.once(in: 3) ? .some(nil) : .some(row)
        default: changes.slots = [SlotRow(trigger: random.pick(["f/1/t", "g/1/t"]), last: now, refs: ["main": "abc"])]
        }
        return changes
    }
}
