import Synchronization

/// Connections that a test leaves open.
final class Kept: Sendable {
    private let connections = Mutex<[Connection]>([])
    var all: [Connection] { self.connections.withLock { $0 } }
    func add(_ connection: Connection) { self.connections.withLock { $0.append(connection) } }
}
