public import FloeCore
internal import FoundationEssentials
internal import GRDB

extension SQLiteStore {
    /// Sequence numbers that a store may have used after the backup it is restored from.
    private static let sequenceGap = 1 << 32

    /// Opens a store to read it, beside a host that runs or without one. Nothing in it can be changed, and its tables stay as they are.
    public static func reading(_ path: String, patience: Double = 5) throws -> SQLiteStore {
        do {
            // SQLite would say that it cannot be opened, which says less.
            guard FileManager.default.fileExists(atPath: path) else {
                throw StoreFailure(.unopenable, place: path, message: "there is no store \(path); name the folder of a host with -root")
            }
            var configuration = Configuration()
            configuration.label = "reader"
            configuration.readonly = true
            configuration.busyMode = .timeout(patience)
            return SQLiteStore(writer: try DatabaseQueue(path: path, configuration: configuration), place: path)
        } catch {
            throw StoreFailure(error, trying: "open the store", in: path)
        }
    }

    /// Writes all that is in it at this moment into a new file, for the owner alone. Commits go on meanwhile.
    public func copy(to path: String) throws { try Schema.copy(self.writer, to: path) }

    /// Names of the migrations of this version, in their order.
    public static var knownMigrations: [String] { Schema.current.migrations.map(\.name) }

    /// Names of the migrations that made its tables, in their order.
    public func migrations() throws -> [String] {
        try self.read("look at the tables") { try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations ORDER BY rowid") }
    }

    /// All runs that have ended, one by one.
    public func eachEnded(_ take: (SweptRun) -> Void) throws {
        try self.read("list the runs that have ended") { db in
            try Rows(db, "SELECT number, host, flow FROM run WHERE phase = 'archive'").each({ _ in }) {
                let number = $0.int()
                let ref = RunRef(host: $0.text(), number: number)
                take(SweptRun(ref: ref, flow: $0.text()))
                return true
            }
        }
    }

    /// Makes a restored copy a store of its own: a new id, runs that were live ended as `decision` has it, and numbers that no run had.
    public func renew(_ decision: Changes, base: Int) throws {
        try self.tell("take over a restored store") {
            try self.writer.write { db in
                try Commit(db: db, place: self.place).write(decision)
                try db.execute(sql: Schema.clusterRestored)
                try db.execute(
                    sql: """
                        UPDATE host SET sid = lower(hex(randomblob(16))), next_run = max(next_run, ?),
                            next_sequence = next_sequence + ?, swept_sequence = next_sequence + ? - 1 WHERE id = 1
                        """, arguments: [base, Self.sequenceGap, Self.sequenceGap])
            }
        }
    }

    /// What tells this store from every other.
    public func id() throws -> String {
        try self.read("look at the store's id") { try String.fetchOne($0, sql: "SELECT sid FROM host WHERE id = 1") ?? "" }
    }
}
