internal import GRDB

/// The tables, made by named migrations. They are only ever appended to: a database is brought up by those it lacks.
struct Schema: Sendable {
    struct Migration: Sendable {
        var name: String
        var sql: String
    }

    var migrations: [Migration]

    static let current = Schema(migrations: [.init(name: "1 runs", sql: Self.runs), .init(name: "2 drain", sql: Self.drain)])

    /// Whether the host starts runs.
    private static let drain = "ALTER TABLE host ADD COLUMN draining INTEGER NOT NULL DEFAULT 0"

    var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator().disablingDeferredForeignKeyChecks()
        for migration in self.migrations {
            migrator.registerMigration(migration.name) { try $0.execute(sql: migration.sql) }
        }
        return migrator
    }
}
