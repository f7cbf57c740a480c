public import FloeCore
internal import FoundationEssentials
public import NIOCore
public import NIOWebSocket
internal import Synchronization

/// A connection between two hosts of a cluster: what they say to each other, in order, each message whole.
///
/// `send` and `close` may be called from anywhere and never wait.
public final class PeerSocket: Sendable {
    /// Where hosts listen for each other.
    public static let path = "/p2p"
    /// Bytes of a message are cut into frames of so many.
    private static let frame = 32 << 10
    /// Bytes that may wait to be sent. What is beyond closes the connection: the other host does not take what it is told.
    private static let mostBytes = PeerMessage.maxBytes + (16 << 20)
    private static let mostMessages = 100_000
    /// How long the last words may take.
    private static let leave = TimeAmount.seconds(3)

    /// One message.
    public enum Said: Sendable, Codable {
        case greeting(Greeting)
        case message(PeerMessage)
    }

    private let socket: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>
    private let isClient: Bool
    private let waiting = Atomic<Int>(0)
    private let bytes = Atomic<Int>(0)

    private var channel: any Channel { self.socket.channel }

    /// - Parameter isClient: This side has dialled, and masks what it sends.
    public init(_ socket: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>, isClient: Bool) {
        self.socket = socket
        self.isClient = isClient
    }

    /// What puts frames together to messages; to be added where the connection becomes a web socket.
    public static var aggregator: NIOWebSocketFrameAggregator {
        NIOWebSocketFrameAggregator(
            minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 2 * PeerMessage.maxBytes / Self.frame,
            maxAccumulatedFrameSize: PeerMessage.maxBytes)
    }

    /// Hears what is said until the connection ends, then closes it.
    ///
    /// - Throws: What ended it, where that was no orderly end.
    @concurrent
    public func listen(_ hear: (Said) async -> Void) async throws {
        try await self.socket.executeThenClose { inbound, _ in
            for try await frame in inbound {
                switch frame.opcode {
                case .text: await hear(try JSONDecoder().decode(Said.self, from: Data(frame.unmaskedData.readableBytesView)))
                case .ping: self.write(WebSocketFrame(fin: true, opcode: .pong, maskKey: self.mask, data: frame.unmaskedData), counted: 0)
                case .connectionClose: return
                default: continue
                }
            }
        }
    }

    /// Says something after all that was said before. What can't be said closes the connection.
    public func send(_ said: Said) {
        guard self.waiting.wrappingAdd(1, ordering: .relaxed).newValue <= Self.mostMessages else { return self.channel.close(promise: nil) }
        self.channel.eventLoop.execute {
            self.waiting.wrappingSubtract(1, ordering: .relaxed)
            self.write(said)
        }
    }

    /// Ends the connection after what was said.
    public func close() {
        let channel = self.channel
        channel.eventLoop.execute {
            let frame = WebSocketFrame(fin: true, opcode: .connectionClose, maskKey: self.mask, data: ByteBuffer())
            channel.writeAndFlush(frame).whenComplete { _ in channel.close(promise: nil) }
            channel.eventLoop.scheduleTask(in: Self.leave) { channel.close(promise: nil) }
        }
    }

    private var mask: WebSocketMaskingKey? { self.isClient ? .random() : nil }

    private func write(_ said: Said) {
        guard let data = try? JSONEncoder().encode(said), data.count <= PeerMessage.maxBytes,
            self.bytes.load(ordering: .relaxed) + data.count <= Self.mostBytes
        else { return self.channel.close(promise: nil) }
        var rest = ByteBuffer(bytes: data)
        var isFirst = true
        repeat {
            let count = min(Self.frame, rest.readableBytes)
            let part = rest.readSlice(length: count) ?? ByteBuffer()
            let frame = WebSocketFrame(
                fin: rest.readableBytes == 0, opcode: isFirst ? .text : .continuation, maskKey: self.mask, data: part)
            isFirst = false
            self.write(frame, counted: count)
        } while rest.readableBytes > 0
    }

    private func write(_ frame: WebSocketFrame, counted count: Int) {
        self.bytes.wrappingAdd(count, ordering: .relaxed)
        self.channel.writeAndFlush(frame).whenComplete { _ in self.bytes.wrappingSubtract(count, ordering: .relaxed) }
    }
}
