import NIOCore
import NIOWebSocket
import Synchronization

/// The open web sockets: how many there are, and whether their clients are still there.
final class SocketRegistry: Sendable {
    /// More are refused.
    static let most = 10_000
    static let pingInterval = Duration.seconds(20)
    /// After so many pings with no sign of life the client is gone.
    private static let patience = 3

    private struct Entry {
        var channel: any Channel
        var unanswered = 0
    }

    /// Who is to have a socket on a connection.
    private let guests = Mutex<[ObjectIdentifier: SocketGuest]>([:])
    private let sockets = Mutex<[ObjectIdentifier: Entry]>([:])

    var count: Int { self.sockets.withLock { $0.count } }
    var isFull: Bool { self.count >= Self.most }

    /// A connection is to become a socket of somebody.
    func expect(_ channel: any Channel, of guest: SocketGuest) {
        let key = ObjectIdentifier(channel)
        self.guests.withLock { $0[key] = guest }
        channel.closeFuture.whenComplete { [self] _ in self.guests.withLock { _ = $0.removeValue(forKey: key) } }
    }

    func guest(of channel: any Channel) -> SocketGuest? { self.guests.withLock { $0[ObjectIdentifier(channel)] } }

    func add(_ channel: any Channel) { self.sockets.withLock { $0[ObjectIdentifier(channel)] = Entry(channel: channel) } }
    func remove(_ channel: any Channel) { self.sockets.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(channel)) } }

    /// The client said something.
    func heard(_ channel: any Channel) { self.sockets.withLock { $0[ObjectIdentifier(channel)]?.unanswered = 0 } }

    /// Pings every client, and closes those that have not answered for long.
    func ping() {
        let (alive, dead) = self.sockets.withLock { sockets in
            var alive: [any Channel] = []
            var dead: [any Channel] = []
            for (key, entry) in sockets {
                if entry.unanswered >= Self.patience { dead.append(entry.channel) } else { alive.append(entry.channel) }
                sockets[key]?.unanswered += 1
            }
            return (alive, dead)
        }
        for channel in dead { channel.close(promise: nil) }
        // A client that does not read has its ping in front of it already.
        for channel in alive where channel.isWritable {
            channel.writeAndFlush(WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer()), promise: nil)
        }
    }

    /// Closes what is still open.
    func closeAll() {
        for channel in self.sockets.withLock({ $0.values.map(\.channel) }) { channel.close(promise: nil) }
    }
}
