public import FloeCore
internal import FoundationEssentials
public import NIOWebSocket
public import NIOCore

/// A connection between two hosts of a cluster: what they say to each other, in order, each message whole.
///
/// `send` and `close` may be called from anywhere and never wait.
public final class PeerSocket: Sendable {
    /// Where hosts listen for each other.
    public static let path = "/p2p"
    /// Bytes that may wait to be sent. What is beyond closes the connection: the other host does not take what it is told.
    private static let mostBytes = PeerMessage.maxBytes + (16 << 20)
    private static let mostMessages = 100_000

    /// One message.
    public enum Said: Sendable, Codable {
        case greeting(Greeting)
        case message(PeerMessage)
    }

    private let socket: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>
    private let writer: MessageWriter

    /// - Parameter isClient: This side has dialled, and masks what it sends.
    public init(_ socket: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>, isClient: Bool) {
        self.socket = socket
        self.writer = MessageWriter(
            socket.channel, isClient: isClient, longest: PeerMessage.maxBytes, mostBytes: Self.mostBytes, mostMessages: Self.mostMessages)
    }

    /// What puts frames together to messages; to be added where the connection becomes a web socket.
    public static var aggregator: NIOWebSocketFrameAggregator { MessageWriter.aggregator(longest: PeerMessage.maxBytes) }

    /// Hears what is said until the connection ends, then closes it.
    ///
    /// - Throws: What ended it, where that was no orderly end.
    @concurrent
    public func listen(_ hear: (Said) async -> Void) async throws {
        try await self.socket.executeThenClose { inbound, _ in
            for try await frame in inbound {
                switch frame.opcode {
                case .text: await hear(try JSONDecoder().decode(Said.self, from: Data(frame.unmaskedData.readableBytesView)))
                case .ping: self.writer.control(.pong, frame.unmaskedData)
                case .connectionClose: return
                default: continue
                }
            }
        }
    }

    /// Says something after all that was said before. What can't be said closes the connection.
    public func send(_ said: Said) { self.writer.send(.text) { (try? JSONEncoder().encode(said)).map { ByteBuffer(bytes: $0) } } }

    /// Ends the connection after what was said.
    public func close() { self.writer.close() }
}
