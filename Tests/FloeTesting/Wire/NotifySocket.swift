internal import Glibc

/// What a service manager listens on: a unix socket that datagrams come to.
public final class NotifySocket: Sendable {
    public let path: String
    private let socket: Int32

    public init(path: String) throws {
        self.path = path
        self.socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
        let bound = withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(self.socket, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) }
        }
        guard bound == 0 else { throw WireClient.Failure(description: "cannot bind \(path): \(errno)") }
    }

    deinit { close(self.socket) }

    /// The next datagram.
    public func next() async throws -> String {
        while true {
            if let text = self.take() { return text }
            try await Deadline.until("a datagram at \(self.path)") { self.isReady }
        }
    }

    private var isReady: Bool {
        var wait = pollfd(fd: self.socket, events: Int16(POLLIN), revents: 0)
        return poll(&wait, 1, 0) == 1
    }

    private func take() -> String? {
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = recv(self.socket, &bytes, bytes.count, 0)
        return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
    }
}
