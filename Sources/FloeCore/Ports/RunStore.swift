/// Where runs are kept. SQLite in a file, SQLite in memory, PostgreSQL.
///
/// All calls block: `commit` and `open` are called by the hub on its own thread, the rest on the blocking pool. Reads may
/// run beside a commit and see what was committed before. An error means that nothing of the call was done.
public protocol RunStore: Sendable {
    /// The host's counters and all live runs, each whole.
    func open() throws -> (host: HostRow, runs: [StoredRun])

    /// Writes all rows, durably, or none.
    func commit(_ changes: Changes) throws

    /// One run, live or archived; nil when there is none.
    func run(_ ref: RunRef) throws -> StoredRun?

    /// The run that was asked for with this key, for this flow, and adopted at or after `since`.
    func run(flow: FlowKey, key: String, since: Moment) throws -> RunRef?

    /// Runs, the youngest first, by key.
    func runs(_ query: RunQuery) throws -> RunPage

    /// Events of one run with ids above `after`, in order.
    func events(of run: RunRef, after: Int, limit: Int) throws -> [EventRow]

    /// Events of all runs with sequence numbers above `after`, in order; nil when the store no longer has all of them.
    func events(afterSequence after: Int, limit: Int) throws -> [EventRow]?
}
