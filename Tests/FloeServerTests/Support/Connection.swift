import Glibc
import NIOPosix
import Synchronization

/// A TCP connection of a test, which blocks on threads of its own. Every wait ends after ten seconds.
final class Connection: Sendable {
    struct Broken: Error, CustomStringConvertible { var description: String }

    private static let threads: NIOThreadPool = {
        let pool = NIOThreadPool(numberOfThreads: 32)
        pool.start()
        return pool
    }()

    private let descriptor: Int32
    /// What was received and not yet taken.
    private let received = Mutex<[UInt8]>([])

    init(port: Int, receiveBuffer: Int32? = nil) throws {
        self.descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(self.descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(self.descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        if var size = receiveBuffer { setsockopt(self.descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size)) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(self.descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw Broken(description: "connect: \(String(cString: strerror(errno)))") }
    }

    deinit { close(self.descriptor) }

    /// No more is sent; the other side sees the end.
    func finish() { shutdown(self.descriptor, Int32(SHUT_WR)) }

    /// Goes without a word.
    func vanish() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(self.descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        shutdown(self.descriptor, Int32(SHUT_RDWR))
    }

    func send(_ text: String) async throws { try await self.send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) async throws {
        try await Self.threads.runIfActive { [descriptor] in
            var at = 0
            while at < bytes.count {
                let count = bytes[at...].withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                guard count > 0 else { throw Broken(description: "send: \(String(cString: strerror(errno)))") }
                at += count
            }
        }
    }

    /// Waits until `take` makes something of what was received, and keeps the rest. Nil when the other side ended before.
    func receive<T: Sendable>(_ take: @escaping @Sendable (inout [UInt8]) throws -> T?) async throws -> T? {
        try await Self.threads.runIfActive { [self] in
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                if let taken = try self.received.withLock({ try take(&$0) }) { return taken }
                let count = recv(self.descriptor, &buffer, buffer.count, 0)
                if count == 0 || (count < 0 && errno == ECONNRESET) { return nil }
                guard count > 0 else { throw Broken(description: "receive: \(String(cString: strerror(errno)))") }
                let got = buffer[..<count]
                self.received.withLock { $0 += got }
            }
        }
    }

    /// All there is until the other side ends.
    func rest() async throws -> [UInt8] {
        _ = try await self.receive { _ in Bool?.none }
        return self.received.withLock { bytes in
            defer { bytes = [] }
            return bytes
        }
    }
}
