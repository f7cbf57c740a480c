internal import FloeCore

/// A table that rows are written to, many with one statement.
struct PostgresTable {
    static let run = PostgresTable(
        "run", RunRow.columns,
        numbers: [
            "number", "version", "ready_at", "paused", "parent_pass", "depth", "round", "adopted_at", "activated_at", "ended_at",
            "deadline",
            "last_event", "keep", "bytes", "kept_at",
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
