internal import Glibc

/// Sockets that have a place in a folder.
public enum SocketFile {
    /// Whether somebody takes connections there; nil when there is no socket, or its path is too long for one. Blocks for a moment.
    public static func isListenedTo(_ path: String) -> Bool? {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return nil }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8CString)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { place in
            guard bytes.count <= place.count else { return false }
            bytes.withUnsafeBytes { place.copyMemory(from: $0) }
            return true
        }
        guard fits else { return nil }
        let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard socket >= 0 else { return nil }
        defer { close(socket) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, size) }
        }
        return code == 0 || errno == EAGAIN || errno == EINPROGRESS
    }
}
