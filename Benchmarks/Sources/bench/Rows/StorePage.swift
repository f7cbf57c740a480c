import CFloor
import FloeCore
import FloeStore
import FloeSystem
import Foundation

/// Pages of 50 of many archived runs, `$BENCH_RUNS` or a million, against the same query by C calls on the same file.
struct StorePage: Measured {
    static let row = Row(
        name: "store-page", what: "page of 50 archived runs; a page", target: .speed(atLeast: 0.5)
    ) { try StorePage() }

    private static let pages = 500
    private let folder: ScratchFolder
    private let path: String
    private let store: SQLiteStore

    init() throws {
        self.folder = try ScratchFolder()
        self.path = self.folder.fresh()
        self.store = try SQLiteStore.file(self.path)
        let runs = ProcessInfo.processInfo.environment["BENCH_RUNS"].flatMap { Int($0) } ?? 1_000_000
        let flow = try FrozenFlow.freeze(Flow(id: "bench"))
        for start in stride(from: 1, through: max(runs, Self.pages * 100), by: 10_000) {
            var changes = Changes()
            changes.flows = [flow]
            changes.runs = (start..<start + 10_000).map { Self.archived($0, flow) }
            try self.store.commit(changes)
        }
    }

    private static func archived(_ number: Int, _ flow: FrozenFlow) -> RunRow {
        func at(_ later: Int) -> Moment { Moment(milliseconds: 1_700_000_000_000 + Int64(number * 1000 + later)) }
        var run = RunRow(
            ref: RunRef(host: "h1", number: number), flow: flow.flow.key, digest: flow.digest, cause: .init(trigger: "push", by: "token"),
            values: ["branch": "main", "hash": "0f5c8a3f9d0b4a6e8c7d1e2f3a4b5c6d7e8f9a0b"], adoptedAt: at(0))
        run.phase = .archive
        run.result = .good
        (run.readyAt, run.activatedAt, run.endedAt) = (at(1), at(2), at(900))
        return run
    }

    func floor() throws -> Double {
        let columns = """
            number, host, flow, version, digest, cause, caused_by, trigger_values, key, phase, ready_at, paused, ending, result, reason, \
            detail, ended_by, tags, parent_run, parent_node, parent_pass, depth, round, restart, adopted_at, activated_at, ended_at, \
            deadline, last_event, exec_host, keep
            """
        let sql = """
            SELECT \(columns) FROM run INDEXED BY run_phase
            WHERE phase = 'archive' AND (adopted_at, number, host) < (?1, ?2, ?3)
            ORDER BY adopted_at DESC, number DESC, host DESC
            """
        return try FloorFailed.unless(floor_pages(self.path, sql, 24, CInt(Self.pages)), units: Self.pages, "pages")
    }

    func ours() throws -> Double {
        var query = RunQuery()
        query.phases = [.archive]
        let seconds = try measured {
            for _ in 0..<Self.pages { query.after = try self.store.runs(query).next }
        }
        return seconds / Double(Self.pages)
    }
}
