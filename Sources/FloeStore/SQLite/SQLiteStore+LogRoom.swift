internal import FloeSystem
internal import GRDB
internal import Glibc

/// Room for the write-ahead log before it is needed.
///
/// A commit that makes the log's file longer waits for the file system's own journal besides its bytes, which takes about as long again.
/// SQLite starts the log at its beginning anew each thousand pages, so that what it has once grown to is enough for good; but every
/// start of a host begins with an empty one.
extension SQLiteStore {
    /// A thousand pages with their headers, and what a large commit adds to the last of them.
    static let logRoom = 5 << 20

    /// Fills the log's file up with zeroes, which SQLite takes for no part of the log. Does nothing in memory or where the disk
    /// has little room, and leaves the log as it is when anything goes wrong: it is faster, and that is all. Blocks.
    public func makeLogRoom() {
        guard self.writer is DatabasePool, (DiskSpace.free(at: self.place) ?? 0) > 64 * UInt64(Self.logRoom) else { return }
        let log = Glibc.open("\(self.place)-wal", O_WRONLY | O_CLOEXEC)
        guard log >= 0 else { return }
        defer { Glibc.close(log) }
        // The writer's turn: nobody else puts anything at the file's end meanwhile.
        let isMade = self.writer.writeWithoutTransaction { db in
            // After the store was closed the file may be another's.
            guard db.sqliteConnection != nil else { return false }
            let size = lseek(log, 0, SEEK_END)
            guard size >= 0, size < Self.logRoom else { return false }
            let zeroes = [UInt8](repeating: 0, count: Self.logRoom - Int(size))
            let count = zeroes.withUnsafeBytes { pwrite(log, $0.baseAddress, $0.count, size) }
            if count < zeroes.count { ftruncate(log, size) }
            return count == zeroes.count
        }
        if isMade { fdatasync(log) }
    }
}
