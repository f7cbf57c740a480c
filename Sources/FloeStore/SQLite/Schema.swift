internal import GRDB

/// The tables, made by named migrations. They are only ever appended to: a database is brought up by those it lacks.
///
/// A migration that only adds what earlier programs need not know, nullable columns, tables, indexes, triggers, leaves `floor` as it
/// was: then the version before goes on in a store that a newer one brought up, and the other way. One that they cannot work with raises
/// it to its own number. The store carries the floor as its `user_version`. Decision 0008.
struct Schema: Sendable {
    struct Migration: Sendable {
        /// Begins with its number.
        var name: String
        var sql: String
        /// The number of the last migration a program must know to use the store after this one.
        var floor: Int

        init(name: String, sql: String, floor: Int = 1) {
            self.name = name
            self.sql = sql
            self.floor = floor
        }

        var number: Substring { self.name.prefix { $0 != " " } }
    }

    var migrations: [Migration]

    static let current = Schema(migrations: [
        .init(name: "1 runs", sql: Self.runs), .init(name: "2 drain", sql: Self.drain), .init(name: "3 history", sql: Self.history),
        .init(name: "4 answer", sql: Self.answer), .init(name: "5 kept", sql: Self.kept), .init(name: "6 cluster", sql: Self.cluster),
        .init(name: "7 fence", sql: Self.fence), .init(name: "8 agents", sql: Self.agents),
    ])

    /// Whether the host starts runs.
    private static let drain = "ALTER TABLE host ADD COLUMN draining INTEGER NOT NULL DEFAULT 0"

    /// What an answer can be told again by.
    private static let answer = "ALTER TABLE pass ADD COLUMN answer_key TEXT NOT NULL DEFAULT ''"

    /// What is known of agents; looked for by their names alone.
    private static let agents = "CREATE TABLE agent (name TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID"

    /// Who wants a run kept, and since when.
    private static let kept = "ALTER TABLE run ADD COLUMN kept_by TEXT NOT NULL DEFAULT ''; ALTER TABLE run ADD COLUMN kept_at INTEGER"

    /// The number a task can show to what must not be reached by one that was given up: `FLOE_FENCE`.
    private static let fence = "ALTER TABLE run ADD COLUMN fence INTEGER"

    /// The number of the last migration.
    var number: Int { self.migrations.last.flatMap { Int($0.number) } ?? 0 }

    var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator().disablingDeferredForeignKeyChecks()
        for migration in self.migrations {
            migrator.registerMigration(migration.name) { db in
                try db.execute(sql: migration.sql)
                try db.execute(sql: "PRAGMA user_version = \(migration.floor)")
            }
        }
        return migrator
    }
}
