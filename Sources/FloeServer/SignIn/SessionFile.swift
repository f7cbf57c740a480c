import FloeCore
import FloeSystem
import FoundationEssentials
import Glibc
import Synchronization

/// The file in which sessions outlive a restart. Readable by its owner only; it holds no secrets of theirs.
final class SessionFile: Sendable {
    let path: String
    /// One writer at a time, so that the file holds the last of what is told.
    private let writing = Mutex<Void>(())

    init(path: String) { self.path = path }

    /// What is kept; nothing when there is no file, or none that can be read: everybody signs in again then. Blocks.
    func read() -> [String: Sessions.Session] {
        guard let data = try? Data(contentsOf: URL(filePath: self.path)) else { return [:] }
        return (try? JSONDecoder().decode([String: Sessions.Session].self, from: data)) ?? [:]
    }

    /// Replaces the file as a whole by what the sessions are now. Blocks.
    func write(_ sessions: Sessions) throws {
        try self.writing.withLock { _ in try self.replace(try JSONEncoder().encode(sessions.all)) }
    }

    private func replace(_ data: Data) throws {
        let fresh = self.path + ".new"
        unlink(fresh)
        let file = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw FileProblem("write the sessions to", fresh) }
        let written = data.withUnsafeBytes { bytes in
            var at = 0
            while at < bytes.count {
                let count = Glibc.write(file, bytes.baseAddress?.advanced(by: at), bytes.count - at)
                if count < 0 && errno == EINTR { continue }
                guard count > 0 else { return false }
                at += count
            }
            return fsync(file) == 0
        }
        let failure = FileProblem("write the sessions to", fresh)
        close(file)
        guard written else { throw failure }
        guard rename(fresh, self.path) == 0 else { throw FileProblem("replace the sessions in", self.path) }
    }
}
