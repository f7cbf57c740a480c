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
    private let bell: Doorbell
    private let ticket: OpenStreams.Ticket
    private let asked = Mutex<SubscribeMessage.Subscription?>(nil)

    /// From where on events are told.
    private let place: EventFeed.Place

    private init(_ channel: any Channel, _ parts: ServerParts, _ guest: SocketGuest?) {
        let bell = Doorbell()
        self.channel = channel
        self.source = parts.events
        self.registry = parts.sockets
        self.bell = bell
        self.ticket = parts.streams.open(guest?.owner ?? "", bell: bell, channel: channel)
        self.place = guest?.place ?? parts.events.feed.end
    }

    /// Serves one client until it goes or the server stops.
    static func serve(_ socket: WebSocketChannel, parts: ServerParts) async {
        let channel = socket.channel
        parts.sockets.add(channel)
        defer { parts.sockets.remove(channel) }
        let client = EventSocket(channel, parts, parts.sockets.guest(of: channel))
        defer {
            parts.streams.close(client.ticket)
            parts.events.feed.forget(client.bell)
        }
        do {
            try await socket.executeThenClose { inbound, _ in
                try await client.converse(inbound)
            }
        } catch {
            parts.logger.trace("a web socket ended", metadata: ["error": "\(error)"])
        }
    }

    private func converse(_ inbound: NIOAsyncChannelInboundStream<WebSocketFrame>) async throws {
        let reader = EventReader(self.source, bell: self.bell, from: self.place)
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
            // Before anything is told.
            if self.ticket.hasEnded { return try await self.write(Self.close(.policyViolation, "you are signed out")) }
            if let subscription = self.asked.withLock({ $0.take() }) {
                try await self.write(Self.text(try await reader.begin(subscription)))
            }
            let reading = try await reader.next()
            if self.ticket.hasEnded { continue }
            switch reading {
            case .events(let events):
                try await self.write(events.map { WebSocketFrame(fin: true, opcode: .text, data: $0.text) })
            case .missed(let cursor): try await self.write(Self.text(MissedMessage(after: cursor)))
            case .woken: break
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
                let message: SubscribeMessage
                switch Self.read(frame.unmaskedData) {
                case .success(let read): message = read
                case .failure(let broken): return try await self.write(Self.close(broken.code, broken.reason))
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

    /// A message that cannot be taken, and what the client is told.
    private struct Broken: Error {
        var code: WebSocketErrorCode
        var reason: String
    }

    private static func read(_ data: ByteBuffer) -> Result<SubscribeMessage, Broken> {
        let usage = "send {\"subscribe\": {\"flow\", \"run\", \"since\"}}"
        guard let text = String(validating: data.readableBytesView, as: UTF8.self) else {
            return .failure(Broken(code: .dataInconsistentWithMessage, reason: "the message is not UTF-8"))
        }
        do {
            return .success(try FloeJSON.decode(SubscribeMessage.self, from: Data(text.utf8)))
        } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
            return .failure(Broken(code: .dataInconsistentWithMessage, reason: "the message is not JSON; \(usage)"))
        } catch {
            return .failure(Broken(code: .policyViolation, reason: "the message is no subscription; \(usage)"))
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
