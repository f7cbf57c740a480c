internal import FloeCore

/// A table that rows are written to, many with one statement.
struct PostgresTable {
    static let run = PostgresTable(
        "run", RunRow.columns,
        numbers: [
            "number", "version", "ready_at", "paused", "parent_pass", "depth", "round", "adopted_at", "activated_at", "ended_at",
            "deadline",
            "last_event", "keep", "bytes", "kept_at", "fence",
        ])
    static let pass = PostgresTable(
        "pass", PassRow.columns,
        numbers: [
            "number", "pass", "cause", "attempt", "status", "queue", "deadline", "stopping", "late", "void", "cleanup", "start_event",
            "end_event", "queued_at", "started_at", "ended_at",
        ])
    static let event = PostgresTable(
        "event", EventRow.columns, numbers: ["sequence", "number", "id", "pass", "good", "cleanup", "at"])

    static let upsertRuns = Self.run.insert + Self.run.orUpdate(["number", "host"])
    /// The same, and fails where another host has, or had, a run; of one that has ended there the marks can be changed.
    /// Its last parameters are this host and how many rows there are.
    static let upsertOwnRuns: String = {
        let (host, count) = (Self.run.columns.count + 1, Self.run.columns.count + 2)
        return """
            WITH written AS (
                \(Self.upsertRuns) WHERE run.exec_host = $\(host)
                    OR (run.phase = 'archive' AND excluded.phase = 'archive' AND excluded.exec_host = run.exec_host)
                RETURNING 1
            )
            SELECT ln(CASE WHEN count(*) = $\(count)::bigint THEN 1 ELSE 0 END) FROM written
            """
    }()
    static let upsertPasses = Self.pass.insert + Self.pass.orUpdate(["number", "host", "node", "pass", "instance"])

    let columns: [String]
    /// An INSERT whose parameters are an array for each column.
    let insert: String

    private init(_ name: String, _ columns: [String], numbers: Set<String>) {
        self.columns = columns
        let arrays = columns.enumerated().map { "$\($0 + 1)::\(numbers.contains($1) ? "bigint" : "text")[]" }
        self.insert =
            "INSERT INTO \(name) (\(columns.joined(separator: ", "))) SELECT * FROM unnest(\(arrays.joined(separator: ", ")))"
    }

    private func orUpdate(_ key: [String]) -> String {
        let changes = self.columns.filter { !key.contains($0) }.map { "\($0) = excluded.\($0)" }
        return " ON CONFLICT (\(key.joined(separator: ", "))) DO UPDATE SET \(changes.joined(separator: ", "))"
    }
}
