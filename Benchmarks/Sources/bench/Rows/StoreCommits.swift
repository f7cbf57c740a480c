import CFloor
import FloeCore
import FloeStore
import FloeSystem

/// Commits of the store against the same number of rows inserted by C calls, in a new file each time.
private struct Commits {
    var transactions: Int
    var rows: Int
    let folder: ScratchFolder

    init(transactions: Int, rows: Int) throws {
        self.transactions = transactions
        self.rows = rows
        self.folder = try ScratchFolder()
    }

    func floor() throws -> Double {
        let seconds = floor_commits(self.folder.fresh(), CInt(self.transactions), CInt(self.rows))
        return try FloorFailed.unless(seconds, units: self.transactions * self.rows, "commits")
    }

    /// Seconds a row, of the commits that `make` gives for 0, 1, 2, …
    func ours(_ make: (Int, RunRef) -> Changes) throws -> Double {
        let store = try SQLiteStore.file(self.folder.fresh())
        let flow = try FrozenFlow.freeze(Flow(id: "bench"))
        let run = RunRow(
            ref: RunRef(host: "h1", number: 1), flow: flow.flow.key, digest: flow.digest, cause: .init(), values: [:],
            adoptedAt: Moment(milliseconds: 1))
        var first = Changes()
        first.flows = [flow]
        first.runs = [run]
        try store.commit(first)
        let all = (0..<self.transactions).map { make($0, run.ref) }
        let seconds = try measured { for changes in all { try store.commit(changes) } }
        try store.close()
        return seconds / Double(self.transactions * self.rows)
    }

    static func event(_ run: RunRef, _ id: Int) -> EventRow {
        EventRow(
            run: run, id: id, sequence: id, tag: "task.compile.good", node: "compile", pass: 1, causes: [1],
            at: Moment(milliseconds: 1_700_000_000_000))
    }
}

struct StoreCommitOne: Measured {
    static let row = Row(
        name: "store-1", what: "commit of one event, durable; a row", target: .speed(atLeast: 0.9)
    ) { try StoreCommitOne() }
    private let commits: Commits
    init() throws { self.commits = try Commits(transactions: 1000, rows: 1) }
    func floor() throws -> Double { try self.commits.floor() }
    func ours() throws -> Double {
        try self.commits.ours { at, run in
            var changes = Changes()
            changes.events = [Commits.event(run, at + 1)]
            return changes
        }
    }
}

/// What the end of a node of a chain writes: its pass, the next one's, three events and the host's counters.
struct StoreCommitNode: Measured {
    static let row = Row(
        name: "store-node", what: "commit of a chain's node, 6 rows, durable; a row", target: .speed(atLeast: 0.7)
    ) { try StoreCommitNode() }
    private let commits: Commits
    init() throws { self.commits = try Commits(transactions: 1000, rows: 6) }
    func floor() throws -> Double { try self.commits.floor() }
    func ours() throws -> Double {
        try self.commits.ours { at, run in
            func pass(_ number: Int, _ state: PassRow.State) -> PassRow {
                var pass = PassRow(key: .init(run: run, node: "node-\(number)", pass: 1), state: state, cause: number)
                pass.attempt = 1
                pass.keeper = "keeper-1"
                pass.queuedAt = Moment(milliseconds: 1_700_000_000_000)
                pass.startedAt = pass.queuedAt
                if state == .ended { (pass.outcome, pass.status, pass.endedAt) = (.good, 0, pass.queuedAt) }
                return pass
            }
            var changes = Changes()
            changes.host = HostRow(nextRun: 2, nextSequence: at * 3 + 4)
            changes.passes = [pass(at, .ended), pass(at + 1, .running)]
            changes.events = (1...3).map { Commits.event(run, at * 3 + $0) }
            return changes
        }
    }
}

struct StoreCommit64: Measured {
    static let row = Row(
        name: "store-64", what: "commit of 64 events, durable; a row", target: .speed(atLeast: 0.7)
    ) { try StoreCommit64() }
    private let commits: Commits
    init() throws { self.commits = try Commits(transactions: 300, rows: 64) }
    func floor() throws -> Double { try self.commits.floor() }
    func ours() throws -> Double {
        try self.commits.ours { at, run in
            var changes = Changes()
            changes.events = (1...64).map { Commits.event(run, at * 64 + $0) }
            return changes
        }
    }
}
