import FloeSystem
import Glibc

/// Keeps two hosts from sharing a root. Held until it is let go or the process ends, however it ends.
final class RootLock: Sendable {
    /// What a host that was killed was just starting has its lock too, until it is its own program.
    private static let patience = Duration.seconds(2)

    private let descriptor: Int32

    /// Blocks for a moment where the last host has just been killed.
    ///
    /// - Throws: `CommandFailure` when another floe holds it.
    init(root: String) throws {
        let path = "\(root)/lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CommandFailure("cannot open \(path): \(String(cString: strerror(errno)))") }
        guard Self.take(descriptor) else {
            let code = errno
            let owner = Self.owner(descriptor).map { " (process \($0))" } ?? ""
            close(descriptor)
            guard code == EWOULDBLOCK else { throw CommandFailure("cannot lock \(path): \(String(cString: strerror(code)))") }
            throw CommandFailure(
                "another floe\(owner) already runs in \(root); stop it, or give this one a name (-host_name) or folder (-root) of its own")
        }
        let text = "\(getpid())\n"
        ftruncate(descriptor, 0)
        _ = text.withCString { write(descriptor, $0, strlen($0)) }
        self.descriptor = descriptor
    }

    deinit { close(self.descriptor) }

    private static func take(_ descriptor: Int32) -> Bool {
        let end = ContinuousClock.now + Self.patience
        while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
            let code = errno
            guard code == EWOULDBLOCK, .now < end, let owner = Self.owner(descriptor), Self.isGone(owner) else {
                errno = code
                return false
            }
            usleep(2000)
        }
        return true
    }

    /// One that nobody has asked for its status yet runs no more.
    private static func isGone(_ process: Int32) -> Bool {
        if kill(process, 0) != 0 { return errno == ESRCH }
        return (try? TextFile.read("/proc/\(process)/stat", limit: 4096))?.contains(") Z ") == true
    }

    private static func owner(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        return Int32(text.prefix { $0.isNumber })
    }
}
