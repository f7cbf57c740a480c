public import FloeAPI
public import FloeCore
public import FloeHub
public import Logging
import NIOCore
import Synchronization

/// The connections of this host to the others of its cluster. It carries what the hub says, tells the hub what it hears, and decides
/// nothing.
public final class PeerLinks: Sendable {
    /// Beyond so many items in the hub's inbox nothing more is heard from others before it has caught up.
    private static let crowded = 20_000

    private struct State {
        var next: SessionID = 1
        var open: [SessionID: PeerSocket] = [:]
        /// Nobody who dials is talked with any more.
        var deaf = false
    }

    private let dialer: PeerDialer
    private let inbox: Inbox
    private let logger: Logger
    private let state = Mutex(State())
    private let asked: AsyncStream<String>
    private let ask: AsyncStream<String>.Continuation

    /// Builds links that dial nobody before `run()`.
    public init(dialer: PeerDialer, inbox: Inbox, logger: Logger) {
        self.dialer = dialer
        self.inbox = inbox
        self.logger = logger
        // One dial of an address at a time, so the list of hosts bounds it.
        (self.asked, self.ask) = AsyncStream.makeStream()
    }

    /// Does what the hub asks for, after its commit. Does not wait.
    public func perform(_ effect: ClusterEffect) {
        switch effect {
        case .dial(let address): self.ask.yield(address)
        case .greet(let session, let greeting): self.socket(session)?.send(.greeting(greeting))
        case .send(let session, let message): self.socket(session)?.send(.message(message))
        case .close(let session): self.state.withLock { $0.open.removeValue(forKey: session) }?.close()
        }
    }

    /// Talks with nobody who has dialled, from now on: the server is to end, and waits for its connections.
    func stopServing() {
        self.state.withLock { $0.deaf = true }
        self.hangUp()
    }

    /// Closes all connections.
    public func hangUp() {
        let sockets = self.state.withLock { state in
            defer { state.open = [:] }
            return Array(state.open.values)
        }
        for socket in sockets { socket.close() }
    }

    /// Makes the connections that are asked for, and listens on them, until the calling task is cancelled.
    public func run() async {
        await withDiscardingTaskGroup { group in
            for await address in self.asked { group.addTask { await self.dial(address) } }
        }
        self.hangUp()
    }

    @concurrent
    private func dial(_ address: String) async {
        let socket: PeerSocket
        do {
            socket = try await self.dialer.dial(address)
        } catch {
            self.logger.debug("a host of the cluster can't be reached", metadata: ["address": "\(address)", "why": "\(error)"])
            return self.inbox.post(.cluster(.dialFailed(address, why: "\(error)")))
        }
        let session = self.add(socket)
        self.inbox.post(.cluster(.dialled(address, session)))
        await self.listen(socket, session)
    }

    /// Talks with a host that has dialled, until one of them ends it.
    func serve(_ channel: WebSocketChannel) async {
        let socket = PeerSocket(channel, isClient: false)
        let session = self.add(socket)
        if self.state.withLock(\.deaf) { socket.close() }
        await self.listen(socket, session)
    }

    private func listen(_ socket: PeerSocket, _ session: SessionID) async {
        do {
            try await socket.listen { said in
                while self.inbox.count > Self.crowded, !Task.isCancelled { try? await Task.sleep(for: .milliseconds(10)) }
                switch said {
                case .greeting(let greeting): self.inbox.post(.cluster(.greeting(session, greeting)))
                case .message(let message): self.inbox.post(.cluster(.message(session, message)))
                }
            }
        } catch {
            self.logger.debug("a connection to another host broke off", metadata: ["error": "\(error)"])
        }
        self.state.withLock { _ = $0.open.removeValue(forKey: session) }
        self.inbox.post(.cluster(.closed(session)))
    }

    private func add(_ socket: PeerSocket) -> SessionID {
        self.state.withLock { state in
            defer { state.next += 1 }
            state.open[state.next] = socket
            return state.next
        }
    }

    private func socket(_ session: SessionID) -> PeerSocket? { self.state.withLock { $0.open[session] } }
}
