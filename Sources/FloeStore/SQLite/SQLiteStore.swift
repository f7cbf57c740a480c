public import FloeCore
internal import FloeSystem
internal import GRDB
internal import Glibc

/// Runs kept by SQLite, in a file or in memory.
///
/// In a file a commit is on the disk when the call returns (WAL, `synchronous=FULL`), and readers see the state before it
/// until then. All calls block, and can be made from any thread; commits take turns.
public final class SQLiteStore: HostStore {
    let writer: any DatabaseWriter
    /// For messages: the file's path, or `memory`.
    let place: String
    let flows = FlowCache()

    init(writer: any DatabaseWriter, place: String) {
        self.writer = writer
        self.place = place
    }

    /// Lets go of the file, after what runs has ended. Every later call fails.
    public func close() throws {
        try self.tell("close the store") {
            // GRDB closes its readers last, and those leave the log beside the file as it is. Where it cannot be written back now, the
            // next opening does it.
            self.writer.writeWithoutTransaction { _ = try? $0.checkpoint(.truncate) }
            try self.writer.close()
        }
    }

    /// Writes all rows in one transaction. The same changes may be committed again when it is not known whether they were.
    public func commit(_ changes: Changes) throws {
        try self.tell("store changes") {
            try Self.pass(.storeCommit)
            try self.writer.write {
                try Commit(db: $0, place: self.place).write(changes)
                try Self.pass(.storeWritten)
            }
            try Self.pass(.storeCommitted)
        }
    }

    /// Fails as SQLite does where a crash test asks for it.
    private static func pass(_ point: Failpoint) throws {
        guard let code = point.failure() else { return }
        throw DatabaseError(resultCode: code == ENOSPC ? .SQLITE_FULL : .SQLITE_IOERR, message: "asked for by FLOE_FAILPOINT")
    }

    func read<T>(_ tried: String, _ body: (Database) throws -> T) throws -> T {
        try self.tell(tried) { try self.writer.read(body) }
    }

    /// Turns what goes wrong into a sentence of ours.
    func tell<T>(_ tried: String, _ body: () throws -> T) throws -> T {
        do { return try body() } catch { throw StoreFailure(error, trying: tried, in: self.place) }
    }
}
