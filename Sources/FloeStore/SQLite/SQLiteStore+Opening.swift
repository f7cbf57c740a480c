internal import GRDB

extension SQLiteStore {
    /// Opens the store in a file, or makes it. Its tables are brought up to this version's, after a copy was made beside the
    /// file, `PATH.before-N`.
    /// - Parameter patience: seconds to wait for another process that holds the file.
    /// - Throws: `StoreFailure`: `newer` for the file of a later version, `damaged` for what is no store.
    public static func file(_ path: String, patience: Double = 5) throws -> SQLiteStore {
        try Self.file(path, patience: patience, schema: .current)
    }

    /// A store that is gone with the process.
    ///
    /// It is one connection that readers and commits take in turn: a commit in memory takes microseconds, and the other way to
    /// share a database in memory, a shared cache, locks whole tables and fails readers instead of letting them wait.
    public static func memory() throws -> SQLiteStore {
        do {
            let queue = try DatabaseQueue(configuration: Self.configuration(patience: 0))
            try Schema.current.migrator.migrate(queue)
            return SQLiteStore(writer: queue, place: "memory")
        } catch {
            throw StoreFailure(error, trying: "open the store", in: "memory")
        }
    }

    static func file(_ path: String, patience: Double = 5, schema: Schema) throws -> SQLiteStore {
        do {
            let pool = try DatabasePool(path: path, configuration: Self.configuration(patience: patience))
            try schema.bringUp(pool, path: path)
            // GRDB's pool has set it to NORMAL after the configuration: then a commit would not outlive a power cut.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            return SQLiteStore(writer: pool, place: path)
        } catch {
            throw StoreFailure(error, trying: "open the store", in: path)
        }
    }

    private static func configuration(patience: Double) -> Configuration {
        var configuration = Configuration()
        configuration.label = "store"
        configuration.busyMode = .timeout(patience)
        configuration.prepareDatabase { db in
            guard !db.configuration.readonly else { return }
            // Before the first table, else it needs a VACUUM: what retention deletes is given back to the disk.
            try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
            // A log that a burst or a long reader has made big shrinks again.
            try db.execute(sql: "PRAGMA journal_size_limit = 67108864")
        }
        return configuration
    }
}
