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
        try ArchivedRuns.fill(self.store)
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
