import FloeCore
import FloeTesting
import Testing

@testable import FloeStore

/// One database that several hosts use, over a real server.
@Suite(.timeLimit(.minutes(5))) struct SharedStoreTests {
    private let flow: FrozenFlow
    private let address: String
    private let h1: PostgresStore
    private let h2: PostgresStore
    private let card = SharedQuestion(card: HostCard(address: "http://h:1", tags: ["linux"], version: "1"))

    init() throws {
        self.flow = try Samples.flow()
        self.address = try PostgresServer.shared.get().address()
        self.h1 = try PostgresStore(self.address, host: "h1", shares: true)
        self.h2 = try PostgresStore(self.address, host: "h2", shares: true)
    }

    private func pend(_ number: Int, _ host: String = "h1", tags: [String] = []) -> RunRow {
        var row = Samples.run(number, of: self.flow, host: host, at: Int64(1000 + number))
        row.readyAt = Moment(milliseconds: 1)
        row.tags = tags
        return row
    }

    private func changes(_ rows: RunRow...) -> Changes { Samples.changes(self.flow, rows) }

    private func want(_ row: RunRow, limit: Int = 1, owner: String = "h1", reserves: Bool = false) -> SharedWant {
        SharedWant(run: row.ref, owner: owner, tags: row.tags.map { .init($0, limit: limit) }, reserves: reserves)
    }

    /// The answer as words.
    private func claim(_ store: PostgresStore, _ want: SharedWant) throws -> String {
        switch try store.claim([want]).first {
        case .granted(let run, let fence): "granted \(run) \(fence == nil ? "-" : "fence")"
        case .taken(let run, let fence): "taken \(run.row.ref) by \(run.row.execHost) \(fence == nil ? "-" : "fence")"
        case .full(let run, let tag, let holders): "full \(run) \(tag): \(holders.map(\.ref.description).sorted().joined(separator: " "))"
        case .gone(let run): "gone \(run)"
        case nil: ""
        }
    }

    @Test func `each host has its own runs and numbers, and none writes a run of another that has not ended`() throws {
        let (mine, yours) = (self.pend(1), self.pend(1, "h2"))
        try self.h1.commit(self.changes(mine))
        try self.h2.commit(self.changes(yours))
        #expect(try self.h1.open().runs.map(\.row.ref) == [mine.ref])
        #expect(try self.h2.open().runs.map(\.row.ref) == [yours.ref])
        #expect(throws: SharedConflict.moved) { try self.h2.commit(self.changes(mine)) }
        // One that was taken is no more its adopter's.
        #expect(try self.claim(self.h2, self.want(mine)) == "taken h1-1 by h2 -")
        var paused = mine
        paused.paused = true
        #expect(throws: SharedConflict.moved) { try self.h1.commit(self.changes(paused, self.pend(2))) }
        #expect(try self.h1.run(RunRef(host: "h1", number: 2)) == nil)
        #expect(try self.h1.open().runs.isEmpty)
        #expect(try self.claim(self.h1, self.want(mine)) == "gone h1-1")
        // Nor when it has ended there, but for its marks.
        var ended = mine
        (ended.phase, ended.execHost) = (.archive, "h2")
        try self.h2.commit(self.changes(ended))
        #expect(throws: SharedConflict.moved) { try self.h1.commit(self.changes(mine)) }
        ended.keep = true
        try self.h1.commit(self.changes(ended))
        // Events are counted by each.
        var first = self.changes(self.pend(3))
        first.events = [Samples.event(1, of: RunRef(host: "h1", number: 3), sequence: 1)]
        var second = self.changes(self.pend(3, "h2"))
        second.events = [Samples.event(1, of: RunRef(host: "h2", number: 3), sequence: 1)]
        try self.h1.commit(first)
        try self.h2.commit(second)
        #expect(try self.h1.events(afterSequence: 0, limit: 9)?.map(\.run.host) == ["h1"])
        #expect(try self.h2.events(afterSequence: 0, limit: 9)?.map(\.run.host) == ["h2"])
    }

    @Test func `a tag is given to as many runs as it has room for, and comes free with the archive`() throws {
        let rows = [self.pend(1, tags: ["a", "b"]), self.pend(2, tags: ["b", "c"]), self.pend(3, tags: ["b"])]
        try self.h1.commit(Samples.changes(self.flow, rows))
        #expect(try self.claim(self.h1, self.want(rows[0], limit: 2)) == "granted h1-1 fence")
        #expect(try self.claim(self.h1, self.want(rows[0], limit: 2)) == "granted h1-1 fence")
        #expect(try self.claim(self.h2, self.want(rows[1], limit: 2)) == "taken h1-2 by h2 fence")
        #expect(try self.claim(self.h1, self.want(rows[2], limit: 2)) == "full h1-3 b: h1-1 h1-2")
        var ended = rows[0]
        ended.phase = .archive
        try self.h1.commit(self.changes(ended))
        #expect(try self.claim(self.h2, self.want(rows[2], limit: 2)) == "taken h1-3 by h2 fence")
        let look = try self.h1.look(self.card)
        #expect(look.holds == ["b": [rows[1].ref, rows[2].ref], "c": [rows[1].ref]])
    }

    @Test func `one that was passed over keeps what it gets, counts, and gives it back`() throws {
        let (first, second) = (self.pend(1, tags: ["b"]), self.pend(2, tags: ["a", "b", "c"]))
        let third = self.pend(3, tags: ["a"])
        try self.h1.commit(self.changes(first, second, third))
        #expect(try self.claim(self.h1, self.want(first)) == "granted h1-1 fence")
        #expect(try self.claim(self.h1, self.want(second)) == "full h1-2 b: h1-1")
        #expect(try self.h1.look(self.card).holds["a"] == nil)
        #expect(try self.claim(self.h1, self.want(second, reserves: true)) == "full h1-2 b: h1-1")
        #expect(try self.claim(self.h2, self.want(third)) == "full h1-3 a: h1-2")
        var release = Changes()
        release.shared = SharedChanges()
        release.shared?.released = [second.ref]
        try self.h1.commit(release)
        #expect(try self.claim(self.h2, self.want(third)) == "taken h1-3 by h2 fence")
    }

    @Test func `hosts that ask at once hold no tag twice, in whatever order they name them`() async throws {
        let rows = (1...40).map { self.pend($0, tags: $0 % 3 == 0 ? ["a"] : $0 % 3 == 1 ? ["a", "b"] : ["b", "c"]) }
        try self.h1.commit(Samples.changes(self.flow, rows))
        let taken = await withTaskGroup(of: [RunRef].self) { group in
            for (store, name) in [(self.h1, "h1"), (self.h2, "h2")] {
                group.addTask { @concurrent in
                    var mine: [RunRef] = []
                    for row in name == "h1" ? rows : rows.reversed() {
                        for answer in (try? store.claim([self.want(row)])) ?? [] {
                            switch answer {
                            case .granted(let run, _): mine.append(run)
                            case .taken(let run, _): mine.append(run.row.ref)
                            default: break
                            }
                        }
                    }
                    return mine
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(!taken.isEmpty && Set(taken).count <= 3)
        let holds = try self.h1.look(self.card).holds
        #expect(holds.values.allSatisfy { $0.count == 1 }, "\(holds)")
    }

    @Test func `a host that does not move is taken over, writes nothing any more, and begins anew`() throws {
        let (pending, active) = (self.pend(1), self.pend(2, tags: ["a"]))
        try self.h1.commit(self.changes(pending, active))
        #expect(try self.claim(self.h1, self.want(active)) == "granted h1-2 fence")
        var began = active
        began.phase = .active
        began.fence = 1
        try self.h1.commit(self.changes(began))
        let seen = try #require(try self.h2.look(self.card).hosts.first)
        #expect(seen.name == "h1" && seen.live == 1)
        _ = try self.h1.look(self.card)
        #expect(try self.h2.takeOver("h1", seen: seen.beat) == nil)
        let again = try #require(try self.h2.look(self.card).hosts.first)
        #expect(try self.h2.takeOver("h1", seen: again.beat) == [active.ref])
        #expect(try self.h2.open().runs.map(\.row.ref) == [pending.ref, active.ref])
        #expect(try self.h2.run(active.ref)?.row.fence ?? 0 > 1)
        #expect(try self.h2.look(self.card).holds == ["a": [active.ref]])
        #expect(throws: SharedConflict.fenced) { try self.h1.commit(self.changes(self.pend(3))) }
        #expect(throws: SharedConflict.fenced) { try self.h1.look(self.card) }
        #expect(throws: SharedConflict.fenced) { try self.h1.claim([self.want(active)]) }
        try self.h1.reincarnate()
        #expect(try self.h1.open().runs.isEmpty)
        try self.h1.commit(self.changes(self.pend(3)))
        #expect(try self.h2.look(self.card).hosts.first?.live == 1)
    }

    @Test func `a request that reaches two hosts at once starts one run`() async throws {
        func keyed(_ number: Int, _ host: String, _ key: String, at time: Int64) -> Changes {
            var row = self.pend(number, host)
            (row.key, row.adoptedAt) = (key, Moment(milliseconds: time))
            return self.changes(row)
        }
        let stored = await withTaskGroup(of: Int.self) { group in
            for (store, host) in [(self.h1, "h1"), (self.h2, "h2")] {
                group.addTask { @concurrent in
                    (1...20).count { (try? store.commit(keyed($0, host, "k\($0)", at: 5))) != nil }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(stored == 20)
        let known = try #require(try self.h1.run(flow: self.flow.flow.key, key: "k1", since: Moment(milliseconds: 0)))
        let store = known.host == "h1" ? self.h1 : self.h2
        // Its own rows are written again, and after a day the key starts another.
        try store.commit(keyed(1, known.host, "k1", at: 5))
        #expect(throws: SharedConflict.moved) { try store.commit(keyed(90, known.host, "k1", at: 86_400_004)) }
        try store.commit(keyed(90, known.host, "k1", at: 86_400_005))
    }

    @Test func `a slot is fired once, with its run, and not before its time by the server's clock`() throws {
        func fire(_ store: PostgresStore, _ host: String, _ number: Int, _ last: Int64) throws {
            var changes = self.changes(self.pend(number, host))
            changes.shared = SharedChanges()
            changes.shared?.slots = [SlotRow(trigger: "f/1/t", last: Moment(milliseconds: last))]
            try store.commit(changes)
        }
        try fire(self.h1, "h1", 1, 1000)
        #expect(throws: SharedConflict.moved) { try fire(self.h2, "h2", 1, 1000) }
        #expect(throws: SharedConflict.moved) { try fire(self.h2, "h2", 1, 4_000_000_000_000) }
        #expect(try self.h2.open().runs.isEmpty)
        try fire(self.h2, "h2", 1, 2000)
        #expect(try self.h1.slots(["f/1/t", "other"]).last == ["f/1/t": Moment(milliseconds: 2000)])
    }

    @Test func `what others want to end, what they took, and what children came to is seen`() throws {
        let (first, second) = (self.pend(1), self.pend(2))
        var child = self.pend(3)
        child.parent = .init(run: RunRef(host: "h2", number: 9), node: "n", pass: 1)
        try self.h1.commit(self.changes(first, second, child))
        var ending = Changes()
        ending.shared = SharedChanges()
        ending.shared?.stops = [
            first.ref: RunStop(reason: "overlap", by: "h2-1", detail: "why"), RunRef(host: "h9", number: 1): RunStop(reason: "x", by: ""),
        ]
        try self.h2.commit(ending)
        #expect(try self.claim(self.h2, self.want(second)) == "taken h1-2 by h2 -")
        child.phase = .archive
        try self.h1.commit(self.changes(child))
        _ = try self.h2.look(self.card)
        var question = self.card
        question.pends = [first.ref, second.ref]
        let look = try self.h1.look(question)
        #expect(look.stops.map(\.run) == [first.ref] && look.stops[0].stop.by == "h2-1")
        #expect(look.gone == [second.ref])
        #expect(look.hosts.first?.card == self.card.card)
        question.children = [child.ref]
        let other = try self.h2.look(question)
        #expect(other.ended.map(\.row.ref) == [child.ref])
        #expect(other.offered.map(\.row.ref) == [first.ref])
    }

    @Test func `connections that are cut amid claims give each tag once`() async throws {
        let server = try PostgresServer()
        let address = try server.address()
        let store = try PostgresStore(address, host: "h1", shares: true)
        let rows = (1...60).map { self.pend($0, tags: ["t\($0 % 20)"]) }
        try store.commit(Samples.changes(self.flow, rows))
        let cuts = Task { @concurrent in
            for _ in 0..<6 {
                _ = try? server.sql(
                    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = 'floe' AND pid <> pg_backend_pid()"
                )
            }
        }
        var granted: Set<RunRef> = []
        for row in rows { if case .granted(let run, _)? = try store.claim([self.want(row)]).first { granted.insert(run) } }
        await cuts.value
        #expect(granted.count == 20)
    }
}
