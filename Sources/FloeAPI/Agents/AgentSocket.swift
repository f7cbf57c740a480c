internal import FloeCore
internal import FoundationEssentials
public import NIOCore
public import NIOWebSocket
internal import Synchronization

/// A connection between an agent and a hub: what they say to each other, in order, each message whole.
///
/// `send`, `ping` and `close` may be called from anywhere and never wait.
public final class AgentSocket: Sendable {
    /// Where hubs listen for agents.
    public static let path = "/p2p/agent"
    /// Bytes of the longest message: a greeting that names 10,000 orders.
    private static let longest = 16 << 20
    /// Bytes that may wait to be sent. What is beyond closes the connection.
    private static let mostBytes = 256 << 20
    private static let mostMessages = 100_000
    /// How often an agent shows that it is there.
    public static let beat = Duration.seconds(15)
    /// How long the other side may say nothing.
    public static let patience = Duration.seconds(45)

    /// Where the other side is.
    public let address: String
    /// Nobody on the way can read what is said.
    public let isSecret: Bool
    private let socket: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>
    private let writer: MessageWriter
    private let heardAt = Mutex(ContinuousClock.now)

    /// - Parameter isClient: This side has dialled, and masks what it sends.
    public init(_ socket: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>, isClient: Bool, address: String, isSecret: Bool) {
        self.socket = socket
        self.address = address
        self.isSecret = isSecret
        self.writer = MessageWriter(
            socket.channel, isClient: isClient, longest: Self.longest, mostBytes: Self.mostBytes, mostMessages: Self.mostMessages)
    }

    /// What puts frames together to messages; to be added where the connection becomes a web socket.
    public static var aggregator: NIOWebSocketFrameAggregator { MessageWriter.aggregator(longest: Self.longest) }

    /// For how long nothing has been heard.
    public var silence: Duration { self.heardAt.withLock { .now - $0 } }

    /// Hears what is said until the connection ends, then closes it. What is no message ends it too.
    ///
    /// - Throws: What ended it, where that was no orderly end.
    @concurrent
    public func listen(_ hear: (_ link: Int, AgentWord) async -> Void) async throws {
        try await self.socket.executeThenClose { inbound, _ in
            for try await frame in inbound {
                self.heardAt.withLock { $0 = .now }
                switch frame.opcode {
                case .text:
                    let envelope = try JSONDecoder().decode(AgentEnvelope.self, from: Data(frame.unmaskedData.readableBytesView))
                    await hear(envelope.link, envelope.word)
                case .binary:
                    guard let output = OutputFrame(frame.unmaskedData) else { return }
                    await hear(output.link, .agent(.output(output.id, offset: output.offset, output.bytes)))
                case .ping: self.writer.control(.pong, frame.unmaskedData)
                case .connectionClose: return
                default: continue
                }
            }
        }
    }

    /// Says something after all that was said before. What can't be said closes the connection.
    public func send(_ link: Int, _ word: AgentWord) {
        if case .agent(.output(let id, let offset, let bytes)) = word {
            return self.writer.send(.binary) { OutputFrame(link: link, id: id, offset: offset, bytes: bytes).buffer }
        }
        self.writer.send(.text) {
            (try? JSONEncoder().encode(AgentEnvelope(link: link, word: word))).map { ByteBuffer(bytes: $0) }
        }
    }

    /// Shows the other side that this one is there, and has it answer.
    public func ping() { self.writer.control(.ping) }

    /// Ends the connection after what was said.
    public func close() { self.writer.close() }
}
