internal import Dispatch
internal import Glibc
internal import Synchronization

/// Stands between two programs on this machine and hands on what they say, until it cuts them off.
public final class CutProxy: Sendable {
    private struct State {
        var open: [Int32: Int32] = [:]
        var isRefusing = false
        /// After so many bytes more every connection is cut, again and again.
        var every: Int?
        var left = 0
    }

    /// Where it listens.
    public let port: Int
    private let listener: Int32
    private let target: UInt16
    private let state = Mutex(State())
    /// How often it has cut.
    public let cuts = Tally()

    /// Begins to hand on to a port of this machine.
    public init(to port: Int) {
        self.target = UInt16(port)
        self.listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = self.listener
        let taken = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 100) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        precondition(taken, "no port is free")
        self.port = Int(UInt16(bigEndian: address.sin_port))
        Self.queue.async { self.accept() }
    }

    private static let queue = DispatchQueue(label: "cut-proxy", attributes: .concurrent)

    public func close() {
        shutdown(self.listener, Int32(SHUT_RDWR))
        Glibc.close(self.listener)
        self.cut()
    }

    /// Ends all connections, as an unplugged cable and a reset would.
    public func cut() {
        let open = self.state.withLock { Array($0.open) }
        for (a, b) in open {
            shutdown(a, Int32(SHUT_RDWR))
            shutdown(b, Int32(SHUT_RDWR))
        }
        self.cuts.add()
    }

    /// Lets nobody through, or anybody again.
    public func refuse(_ on: Bool) {
        self.state.withLock { $0.isRefusing = on }
        if on { self.cut() }
    }

    /// Cuts each time so many bytes were handed on; nil stops that.
    public func cut(every bytes: Int?) {
        self.state.withLock {
            $0.every = bytes
            $0.left = bytes ?? 0
        }
    }

    private func accept() {
        while true {
            let client = Glibc.accept(self.listener, nil, nil)
            guard client >= 0 else { return }
            let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = self.target.bigEndian
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            let isThere = withUnsafePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
                }
            }
            guard isThere, !self.state.withLock({ $0.isRefusing }) else {
                Glibc.close(client)
                Glibc.close(server)
                continue
            }
            self.state.withLock { $0.open[client] = server }
            let ends = Tally()
            for (from, to) in [(client, server), (server, client)] {
                Self.queue.async {
                    self.relay(from, to)
                    shutdown(from, Int32(SHUT_RDWR))
                    shutdown(to, Int32(SHUT_RDWR))
                    // The second of the two closes both.
                    guard ends.add() == 2 else { return }
                    self.state.withLock { _ = $0.open.removeValue(forKey: client) }
                    Glibc.close(client)
                    Glibc.close(server)
                }
            }
        }
    }

    private func relay(_ from: Int32, _ to: Int32) {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = recv(from, &buffer, buffer.count, 0)
            guard count > 0 else { return }
            let isDue = self.state.withLock { state in
                guard let every = state.every else { return false }
                state.left -= count
                if state.left > 0 { return false }
                state.left = every
                return true
            }
            // Half of it comes through.
            var sent = 0
            let all = isDue ? count / 2 : count
            while sent < all {
                let more = buffer[sent..<all].withUnsafeBytes { send(to, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                guard more > 0 else { return }
                sent += more
            }
            if isDue {
                self.cuts.add()
                return
            }
        }
    }
}
