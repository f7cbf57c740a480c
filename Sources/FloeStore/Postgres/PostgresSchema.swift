/// The tables, made by numbered migrations. They are only ever appended to, and what is said of `Schema` of floors is true here as well.
struct PostgresSchema: Sendable {
    struct Migration: Sendable {
        var name: String
        var sql: String
        /// The number of the last migration a program must know to use the store after this one.
        var floor = 1
    }

    var migrations: [Migration]

    static let current = PostgresSchema(migrations: [
        .init(name: "1 runs", sql: Self.runs + "\n" + Self.history), .init(name: "2 shared", sql: Self.shared, floor: 2),
    ])

    /// Of the advisory locks of floe: `flo1` while tables are made, `flo2` for as long as a host writes.
    private static let lock = 0x666C_6F31

    private static let makeTable = """
        CREATE TABLE IF NOT EXISTS floe_migration (number bigint PRIMARY KEY, name text NOT NULL, floor bigint NOT NULL)
        """

    /// Refuses what a later version made and this one cannot use; brings up what an earlier one made, in one transaction, one program
    /// after the other.
    func bringUp(_ connection: PostgresConnection, in place: String) throws {
        try Self.check(connection, in: place)
        try connection.script("BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s'")
        let patience = connection.patience
        connection.patience = 600_000
        defer { connection.patience = patience }
        do {
            _ = try connection.query(
                "SELECT pg_advisory_xact_lock(\(Self.lock), (SELECT oid::int FROM pg_namespace WHERE nspname = current_schema()))")
            if try Self.lacksMigrations(connection) { try connection.script(Self.makeTable) }
            let applied = try Self.applied(connection)
            if let last = applied.last, last.number > self.migrations.count { try self.check(last.name, applied, in: place) }
            for (index, migration) in self.migrations.enumerated() where !applied.contains(where: { $0.number == index + 1 }) {
                try connection.script(migration.sql)
                _ = try connection.query("INSERT INTO floe_migration (number, name, floor) VALUES ($1::bigint, $2, $3::bigint)") {
                    $0.bind(index + 1)
                    $0.bind(migration.name)
                    $0.bind(migration.floor)
                }
            }
            try connection.script("COMMIT")
        } catch {
            if (error as? PostgresError)?.stage != .lost { try? connection.script("ROLLBACK") }
            throw error
        }
    }

    /// What no setting can cure.
    private static func check(_ connection: PostgresConnection, in place: String) throws {
        let sql = "SELECT current_setting('server_version_num')::int, current_setting('server_encoding'), coalesce(current_schema(), '')"
        let (version, encoding, schema) = try connection.query(sql).first { ($0.int(), $0.text(), $0.text()) } ?? (0, "", "")
        func refuse(_ what: String) -> StoreFailure {
            StoreFailure(.unopenable, place: place, message: "could not open the store in \(place): \(what)")
        }
        if version < 130_000 { throw refuse("the server's version is \(version / 10_000), and floe needs PostgreSQL 13 or later") }
        if encoding != "UTF8" {
            throw refuse("the database keeps text as \(encoding), and floe needs UTF8; make it with createdb -E UTF8 -T template0")
        }
        if schema.isEmpty { throw refuse("there is no schema in the user's search_path; make one with CREATE SCHEMA, owned by this user") }
    }

    static func lacksMigrations(_ connection: PostgresConnection) throws -> Bool {
        // Only in the schema that tables are made in, not in another of the search path.
        try connection.query("SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'floe_migration'").count == 0
    }

    static func applied(_ connection: PostgresConnection) throws -> [(number: Int, name: String, floor: Int)] {
        try connection.query("SELECT number, name, floor FROM floe_migration ORDER BY number").all { ($0.int(), $0.text(), $0.int()) }
    }

    /// Whether a store that a later version brought up can be used: it only has more than this version knows.
    private func check(_ last: String, _ applied: [(number: Int, name: String, floor: Int)], in place: String) throws {
        guard (applied.map(\.floor).max() ?? 0) > self.migrations.count else { return }
        throw StoreFailure(
            .newer, place: place,
            message: """
                could not open the store in \(place): a later version of floe made it (it has the tables of '\(last)', and this version \
                knows those up to '\(self.migrations.last?.name ?? "")'); start that version again, or restore the dump made before the \
                upgrade into another database and name that
                """)
    }
}
