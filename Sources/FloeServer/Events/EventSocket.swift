import FloeAPI
import FloeCore
import FoundationEssentials
import Logging
import NIOCore
import NIOWebSocket
import Synchronization

/// One web socket: tells its client events, and takes what it subscribes to.
final class EventSocket: Sendable {
    /// How long a client has to take what it was sent, once the conversation is over.
    private static let leave = TimeAmount.seconds(3)

    private let channel: any Channel
    private let source: EventSource
    private let registry: SocketRegistry
    private let bell = Doorbell()
    private let asked = Mutex<SubscribeMessage.Subscription?>(nil)

    private init(_ channel: any Channel, _ source: EventSource, registry: SocketRegistry) {
        self.channel = channel
        self.source = source
        self.registry = registry
    }

    /// Serves one client until it goes or the server stops.
    static func serve(_ socket: WebSocketChannel, source: EventSource, registry: SocketRegistry, logger: Logger) async {
        let channel = socket.channel
        registry.add(channel)
        defer { registry.remove(channel) }
        let client = EventSocket(channel, source, registry: registry)
        defer { source.feed.forget(client.bell) }
        do {
            try await socket.executeThenClose { inbound, _ in
                try await client.converse(inbound)
            }
        } catch {
            logger.trace("a web socket ended", metadata: ["error": "\(error)"])
        }
    }

    private func converse(_ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>) async throws {
        // Begins here, so that nothing is left out between the handshake and the first look.
        let reader = EventReader(self.source, bell: self.bell)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.tell(reader) }
            group.addTask { try await self.listen(inbound) }
            // When one is done so is the other: the client has gone, or has been told that the server stops.
            try await group.next()
            group.cancelAll()
            let channel = self.channel
            channel.eventLoop.scheduleTask(in: Self.leave) { channel.close(promise: nil) }
        }
    }

    // MARK: telling

    private func tell(_ start: EventReader) async throws {
        var reader = start
        while !Task.isCancelled {
            if let subscription = self.asked.withLock({ $0.take() }) {
                try await self.write(Self.text(try await reader.begin(subscription)))
            }
            switch try await reader.next() {
            case .events(let events):
                try await self.write(events.map { WebSocketFrame(fin: true, opcode: .text, data: $0.text) })
            case .missed(let cursor): try await self.write(Self.text(MissedMessage(after: cursor)))
            case .woken: continue
            case .closed:
                try await self.write(Self.close(.goingAway))
                return
            }
        }
    }

    // MARK: listening

    private func listen(_ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>) async throws {
        for try await frame in inbound {
            self.registry.heard(self.channel)
            switch frame.opcode {
            case .ping: try await self.write(WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData))
            case .connectionClose:
                var code = frame.unmaskedData
                try await self.write(
                    WebSocketFrame(fin: true, opcode: .connectionClose, data: code.readSlice(length: 2) ?? ByteBuffer()))
                return
            case .text:
                guard let message = try? FloeJSON.decode(SubscribeMessage.self, from: Data(frame.unmaskedData.readableBytesView)) else {
                    try await self.write(Self.close(.unexpectedServerError, "send {\"subscribe\": {…}} or nothing"))
                    return
                }
                self.asked.withLock { $0 = message.subscribe }
                self.bell.ring()
            case .binary:
                try await self.write(Self.close(.unacceptableData, "send text"))
                return
            default: continue
            }
        }
    }

    // MARK: writing

    /// Returns when the system has taken it, so that no more than this waits for a client that does not read.
    private func write(_ frames: [WebSocketFrame]) async throws {
        let channel = self.channel
        try await channel.eventLoop.flatSubmit {
            for frame in frames.dropLast() { channel.write(frame, promise: nil) }
            guard let last = frames.last else { return channel.eventLoop.makeSucceededVoidFuture() }
            return channel.writeAndFlush(last)
        }.get()
    }

    private func write(_ frame: WebSocketFrame) async throws { try await self.write([frame]) }

    private static func text(_ message: some Encodable) throws -> WebSocketFrame {
        WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(bytes: try FloeJSON.encode(message)))
    }

    private static func close(_ code: WebSocketErrorCode, _ reason: String = "") -> WebSocketFrame {
        var data = ByteBuffer()
        data.write(webSocketErrorCode: code)
        data.writeString(reason)
        return WebSocketFrame(fin: true, opcode: .connectionClose, data: data)
    }
}
