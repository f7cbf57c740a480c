import FloeAPI
import FloeCore
import FoundationEssentials
import Logging
import NIOCore
import NIOWebSocket
import Synchronization

/// One web socket: tells its client events, and takes what it subscribes to.
final class EventSocket: Sendable {
    private typealias Writer = NIOAsyncChannelOutboundWriter<WebSocketFrame>

    private let source: EventSource
    private let registry: SocketRegistry
    private let bell = Doorbell()
    private let asked = Mutex<SubscribeMessage.Subscription?>(nil)

    private init(_ source: EventSource, registry: SocketRegistry) {
        self.source = source
        self.registry = registry
    }

    /// Serves one client until it goes or the server stops.
    static func serve(_ socket: WebSocketChannel, source: EventSource, registry: SocketRegistry, logger: Logger) async {
        let channel = socket.channel
        registry.add(channel)
        defer { registry.remove(channel) }
        let client = EventSocket(source, registry: registry)
        defer { source.feed.forget(client.bell) }
        do {
            try await socket.executeThenClose { inbound, outbound in
                try await client.converse(inbound, outbound, channel: channel)
            }
        } catch {
            logger.trace("a web socket ended", metadata: ["error": "\(error)"])
        }
    }

    private func converse(
        _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>, _ outbound: NIOAsyncChannelOutboundWriter<WebSocketFrame>,
        channel: any Channel
    ) async throws {
        // Begins here, so that nothing is left out between the handshake and the first look.
        let reader = EventReader(self.source, bell: self.bell)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.tell(reader, outbound) }
            group.addTask { try await self.listen(inbound, outbound, channel: channel) }
            // When one is done so is the other: the client has gone, or has been told that the server stops.
            try await group.next()
            group.cancelAll()
        }
    }

    // MARK: telling

    private func tell(_ start: EventReader, _ outbound: Writer) async throws {
        var reader = start
        while !Task.isCancelled {
            if let subscription = self.asked.withLock({ $0.take() }) {
                try await outbound.write(Self.text(try await reader.begin(subscription)))
            }
            switch try await reader.next() {
            case .events(let events):
                try await outbound.write(contentsOf: events.map { WebSocketFrame(fin: true, opcode: .text, data: $0.text) })
            case .missed(let cursor): try await outbound.write(Self.text(MissedMessage(after: cursor)))
            case .woken: continue
            case .closed:
                try await outbound.write(Self.close(.goingAway))
                return
            }
        }
    }

    // MARK: listening

    private func listen(
        _ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>, _ outbound: Writer, channel: any Channel
    ) async throws {
        for try await frame in inbound {
            self.registry.heard(channel)
            switch frame.opcode {
            case .ping: try await outbound.write(WebSocketFrame(fin: true, opcode: .pong, data: frame.unmaskedData))
            case .connectionClose:
                var code = frame.unmaskedData
                try await outbound.write(
                    WebSocketFrame(fin: true, opcode: .connectionClose, data: code.readSlice(length: 2) ?? ByteBuffer()))
                return
            case .text:
                guard let message = try? FloeJSON.decode(SubscribeMessage.self, from: Data(frame.unmaskedData.readableBytesView)) else {
                    try await outbound.write(Self.close(.unexpectedServerError, "send {\"subscribe\": {…}} or nothing"))
                    return
                }
                self.asked.withLock { $0 = message.subscribe }
                self.bell.ring()
            case .binary:
                try await outbound.write(Self.close(.unacceptableData, "send text"))
                return
            default: continue
            }
        }
    }

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
