import Glibc

/// Keeps two hosts from sharing a root. Held until it is let go or the process ends, however it ends.
final class RootLock: Sendable {
    private let descriptor: Int32

    /// - Throws: `CommandFailure` when another floe holds it.
    init(root: String) throws {
        let path = "\(root)/lock"
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CommandFailure("cannot open \(path): \(String(cString: strerror(errno)))") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            let owner = Self.owner(descriptor)
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

    private static func owner(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
        return Int(text.prefix { $0.isNumber }).map { " (process \($0))" } ?? ""
    }
}
