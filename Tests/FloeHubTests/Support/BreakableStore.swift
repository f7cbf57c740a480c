import FloeCore
import FloeStore
import Synchronization

/// SQLite in memory, whose commits can be made to fail, and that counts them.
final class BreakableStore: RunStore {
    struct Full: Error, CustomStringConvertible {
        var description: String { "disk full" }
    }

    private struct State {
        var broken = false
        var commits = 0
        var seen: Set<RunRef> = []
        /// Most runs that one commit brought.
        var adoptedAtOnce = 0
    }

    private let store: SQLiteStore
    private let state = Mutex(State())

    init() throws { self.store = try SQLiteStore.memory() }

    var isBroken: Bool {
        get { self.state.withLock(\.broken) }
        set { self.state.withLock { $0.broken = newValue } }
    }
    /// What retention asks.
    var history: any HistoryStore { self.store }
    var commits: Int { self.state.withLock(\.commits) }
    var adoptedAtOnce: Int { self.state.withLock(\.adoptedAtOnce) }

    /// All runs there are, the youngest first.
    func allRuns() throws -> [RunRow] {
        var query = RunQuery()
        query.limit = 1000
        return try self.store.runs(query).runs
    }

    func open() throws -> (host: HostRow, runs: [StoredRun]) { try self.store.open() }

    func commit(_ changes: Changes) throws {
        try self.state.withLock { state in
            if state.broken { throw Full() }
            state.commits += 1
            state.adoptedAtOnce = max(state.adoptedAtOnce, changes.runs.count { state.seen.insert($0.ref).inserted })
        }
        try self.store.commit(changes)
    }

    func run(_ ref: RunRef) throws -> StoredRun? { try self.store.run(ref) }
    func run(flow: FlowKey, key: String, since: Moment) throws -> RunRef? { try self.store.run(flow: flow, key: key, since: since) }
    func runs(_ query: RunQuery) throws -> RunPage { try self.store.runs(query) }
    func events(of run: RunRef, after: Int, limit: Int) throws -> [EventRow] { try self.store.events(of: run, after: after, limit: limit) }
    func events(afterSequence after: Int, limit: Int) throws -> [EventRow]? {
        try self.store.events(afterSequence: after, limit: limit)
    }
}
