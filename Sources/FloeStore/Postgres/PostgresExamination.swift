/// Looks at a database from outside, beside a host that runs or without one. Nothing in it is changed.
public struct PostgresExamination {
    private struct Rule {
        var what: String
        var count: String
    }

    public let place: String
    private let connection: PostgresConnection

    /// Connects. Blocks.
    public init(_ text: String) throws {
        let address = try PostgresAddress(text)
        self.place = address.place
        do {
            self.connection = try PostgresConnection(address)
            // All of it is read.
            self.connection.patience = 600_000
            try self.connection.script("SET default_transaction_read_only = on; SET statement_timeout = '9min'")
        } catch {
            throw StoreFailure(postgres: error, trying: "look at the store", in: address.place)
        }
    }

    /// Names of the migrations of this version, in their order.
    public static var knownMigrations: [String] { PostgresSchema.current.migrations.map(\.name) }

    /// Names of the migrations that made its tables, in their order; none before a host was started with it.
    public func migrations() throws -> [String] {
        try self.tell("look at the tables") {
            try PostgresSchema.lacksMigrations(self.connection) ? [] : PostgresSchema.applied(self.connection).map(\.name)
        }
    }

    private static let noRun = """
        WHERE NOT EXISTS (SELECT 1 FROM run WHERE run.number = rows.number AND run.host = rows.host)
            AND NOT EXISTS (SELECT 1 FROM swept WHERE swept.number = rows.number AND swept.host = rows.host)
        """
    private static let sums = """
        SELECT exec_host AS host, flow, count(*) AS runs, coalesce(sum(bytes), 0)::bigint AS bytes FROM run
        WHERE phase = 'archive' AND keep = 0 AND parent_run IS NULL GROUP BY exec_host, flow
        """
    private static let rules = [
        Rule(what: "events of runs that are not there", count: "SELECT count(*) FROM event AS rows \(PostgresExamination.noRun)"),
        Rule(what: "passes of runs that are not there", count: "SELECT count(*) FROM pass AS rows \(PostgresExamination.noRun)"),
        Rule(
            what: "passes under way in runs that have ended",
            count: """
                SELECT count(*) FROM run JOIN pass USING (number, host)
                WHERE run.phase = 'archive' AND pass.state IN ('queued', 'running') AND pass.void = 0
                """),
        Rule(
            what: "flows whose sums in the history are not those of their runs",
            count: """
                SELECT count(*) FROM (SELECT host, flow, runs, bytes FROM history WHERE runs <> 0) AS kept
                FULL JOIN (\(PostgresExamination.sums)) AS counted USING (host, flow, runs, bytes) WHERE kept IS NULL OR counted IS NULL
                """),
        Rule(
            what: "events that the next ones would be mistaken for",
            count: """
                SELECT count(*) FROM (SELECT 1 FROM event JOIN host ON host.name = event.teller
                WHERE event.sequence >= host.next_sequence LIMIT 1) AS found
                """),
    ]
    private static let numbers = Rule(
        what: "runs whose numbers would be used again",
        count: "SELECT count(*) FROM run JOIN host ON host.name = run.host WHERE run.host = $1 AND run.number >= host.next_run")

    /// What no host would have written; all rows are counted.
    public func faults(host: String) throws -> [String] {
        try self.tell("check the store") {
            try self.connection.script("BEGIN ISOLATION LEVEL REPEATABLE READ")
            defer { try? self.connection.script("ROLLBACK") }
            return try (Self.rules + [Self.numbers]).compactMap { rule in
                let result = try self.connection.query(rule.count) { if rule.count.contains("$1") { $0.bind(host) } }
                let count = try result.first { $0.int() } ?? 0
                return count > 0 ? "\(count) \(rule.what)" : nil
            }
        }
    }

    private func tell<T>(_ tried: String, _ body: () throws -> T) throws -> T {
        do { return try body() } catch { throw StoreFailure(postgres: error, trying: tried, in: self.place) }
    }
}
