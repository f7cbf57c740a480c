import Foundation
import Testing

@testable import FloeCore

@Suite struct ClusterNamesTests {
    @Test func `a list is the same in any order, and a host that goes moves only what it was the home of`() {
        let list = HostList(hosts: ["http://c", "http://a", "http://b", "http://a"], hostScoped: ["y", "x"])
        #expect(list == HostList(hosts: ["http://a", "http://b", "http://c"], hostScoped: ["x", "y"]))
        #expect(list.digest == HostList(hosts: ["http://b", "http://a", "http://c"], hostScoped: ["y", "x"]).digest)
        #expect(list.digest != HostList(hosts: list.hosts, hostScoped: ["x"]).digest)
        let fewer = HostList(hosts: ["http://a", "http://b"], hostScoped: ["x", "y"])
        var counts: [String: Int] = [:]
        for number in 0..<3_000 {
            let home = list.home(of: "tag:\(number)")!
            counts[home, default: 0] += 1
            if home != "http://c" { #expect(fewer.home(of: "tag:\(number)") == home) }
        }
        #expect(counts.values.allSatisfy { (800...1_200).contains($0) })
        #expect(list.isOfCluster("db") && !list.isOfCluster("x") && !list.isOfCluster("space:f") && list.isOfCluster("flow:f.1:"))
        #expect(HostList(hosts: []).home(of: "tag:a") == nil)
    }

    /// A home that moved with the version would be two homes during an upgrade.
    @Test func `homes never change between versions`() {
        let list = HostList(hosts: ["http://h1:8080", "http://h2:8090"])
        #expect((0..<8).map { list.home(of: "tag:\($0)")!.hasSuffix("h1:8080") ? 1 : 2 } == [1, 1, 1, 1, 2, 1, 2, 1])
    }

    @Test func `tags are taken in one order, that of overlap first`() {
        let claim = Claim(
            round: RoundRef(RunRef(host: "h1", number: 1)), adoptedAt: Moment(milliseconds: 0), tags: ["b", "flow:z.1:", "a", "b"])
        #expect(claim.tags == ["flow:z.1:", "a", "b"])
    }

    @Test func `rounds are written as text`() throws {
        let round = RoundRef(RunRef(host: "h-1", number: 42), round: 3)
        #expect(round.description == "h-1-42/3" && RoundRef("h-1-42/3") == round)
        #expect(RoundRef("h1-42") == RoundRef(RunRef(host: "h1", number: 42)))
        for text in ["h1", "h1-0", "h1-42/1", "h1-42/x", "h1-42/2/3", ""] { #expect(RoundRef(text) == nil) }
        #expect(try JSONDecoder().decode([RoundRef].self, from: JSONEncoder().encode([round])) == [round])
        #expect(throws: (any Error).self) { try JSONDecoder().decode([RoundRef].self, from: Data(#"["h1"]"#.utf8)) }
    }

    @Test func `numbers begin at one only where the name is new, and never pass the clock`() {
        let now = Moment(rfc3339: "2026-11-21T12:00:00Z")!
        #expect(RunNumbers.start(.first, at: now) == 1)
        #expect(RunNumbers.start(.unsure, at: now) == 28_036_800_000)
        #expect(RunNumbers.start(.unsure, next: 30_000_000_000, at: now) == 30_000_000_000)
        #expect(RunNumbers.wait(for: 1, at: Moment(milliseconds: 0)) == nil)
        #expect(RunNumbers.wait(for: RunNumbers.base(now), at: now) == nil)
        #expect(RunNumbers.wait(for: RunNumbers.base(now) + 5, at: now) == now + Span(milliseconds: 5))
        // A store that was used up to now, and its successor a moment later.
        #expect(RunNumbers.start(.unsure, at: now + Span(milliseconds: 1)) > RunNumbers.base(now))
    }

    @Test func `messages survive the wire`() throws {
        let round = RoundRef(RunRef(host: "h1", number: 1))
        let hold = Hold(tag: "a", round: round)
        let claim = Claim(round: round, adoptedAt: Moment(milliseconds: 5), tags: ["a"], overlap: .skip, hostTags: ["x"])
        let list = HostList(hosts: ["http://a"], hostScoped: ["x"])
        var flow = Flow(id: "f")
        flow.resourceTags = ["a"]
        let row = RunRow(
            ref: round.run, flow: flow.key, digest: "d", cause: .init(by: "me"), values: ["n": 1], adoptedAt: Moment(milliseconds: 5))
        let offered = OfferedRun(row: row, frozen: FrozenFlow(digest: "d", flow: flow))
        let messages: [PeerMessage] = [
            .want(WantedTag(hold: hold, adoptedAt: Moment(milliseconds: 1), born: Moment(milliseconds: 1), overlap: .queue)),
            .granted(hold),
            .queued(QueuedTag(hold: hold, holders: [round], before: 2, since: nil)), .overlap(round, by: round), .release(hold),
            .released(hold),
            .offer(Offer(claim: claim, granted: ["a"], asPending: true, run: offered)), .taken(round), .refused(round, .locked("x")),
            .ended(round, RunEnd(.bad, reason: "lost", values: ["k": "v"])), .noted(round),
            .cancel(round, RunStop(reason: "person", by: "me", hard: true)),
            .call(list), .notYet(list), .heal(3), .healHolds(3, [HeldTag(hold: hold, born: Moment(milliseconds: 1))]),
            .holds(
                Holds(
                    digest: list.digest, tags: [], slots: [SlotRow(trigger: "f/1/t", last: Moment(milliseconds: 9), refs: ["main": "ab"])],
                    peers: [.init(name: "h2", address: nil)])), .forget(ForgottenStore(name: "h2", store: StoreID("s"))), .beat(Beat()),
        ]
        for message in messages {
            #expect(try JSONDecoder().decode(PeerMessage.self, from: JSONEncoder().encode(message)) == message)
        }
        for bad in [#"{"want":{}}"#, "{}", #"{"unheard":{"_0":1}}"#, "[]"] {
            #expect(throws: (any Error).self) { try JSONDecoder().decode(PeerMessage.self, from: Data(bad.utf8)) }
        }
    }

    @Test func `the least loaded host is best, a warm one with a free slot before it`() {
        let cold = PlacementCost(isCold: true, work: 0, slots: 1, order: 5)
        let warm = PlacementCost(isCold: false, work: 3, slots: 4, order: 5)
        #expect(warm < cold)
        #expect(PlacementCost(isCold: true, work: 2, slots: 4, order: 9) < PlacementCost(isCold: true, work: 2, slots: 2, order: 1))
        #expect(PlacementCost(isCold: true, work: 2, slots: 4, order: 0) < PlacementCost(isCold: true, work: 1, slots: 2, order: 1))
    }
}
