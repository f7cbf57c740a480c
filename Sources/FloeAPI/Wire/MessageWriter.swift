internal import NIOCore
internal import NIOWebSocket
internal import Synchronization

/// Writes messages to a web socket, in order, each whole and cut into frames. What can't be written closes the connection: nothing is
/// dropped inside of one.
final class MessageWriter: Sendable {
    /// Bytes of a message are cut into frames of so many.
    static let frame = 32 << 10
    /// How long the last words may take.
    private static let leave = TimeAmount.seconds(3)

    let channel: any Channel
    private let isClient: Bool
    private let longest: Int
    private let mostBytes: Int
    private let mostMessages: Int
    private let waiting = Atomic<Int>(0)
    private let bytes = Atomic<Int>(0)

    /// - Parameters:
    ///   - isClient: This side has dialled, and masks what it sends.
    ///   - longest: Bytes of a message.
    ///   - mostBytes: Bytes that may wait to be sent.
    init(_ channel: any Channel, isClient: Bool, longest: Int, mostBytes: Int, mostMessages: Int) {
        self.channel = channel
        self.isClient = isClient
        self.longest = longest
        self.mostBytes = mostBytes
        self.mostMessages = mostMessages
    }

    /// What puts frames together to messages of at most so many bytes; to be added where the connection becomes a web socket.
    static func aggregator(longest: Int) -> NIOWebSocketFrameAggregator {
        NIOWebSocketFrameAggregator(
            minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 2 * longest / Self.frame, maxAccumulatedFrameSize: longest)
    }

    /// Sends a message after all that was sent before. May be called from anywhere, and never waits.
    ///
    /// - Parameter make: Called on the thread of the connection; nil for what can't be put into words.
    func send(_ opcode: WebSocketOpcode, _ make: @escaping @Sendable () -> ByteBuffer?) {
        guard self.waiting.wrappingAdd(1, ordering: .relaxed).newValue <= self.mostMessages else { return self.channel.close(promise: nil) }
        self.channel.eventLoop.execute {
            self.waiting.wrappingSubtract(1, ordering: .relaxed)
            guard let message = make(), message.readableBytes <= self.longest,
                self.bytes.load(ordering: .relaxed) + message.readableBytes <= self.mostBytes
            else { return self.channel.close(promise: nil) }
            self.write(opcode, message)
        }
    }

    /// Sends a ping, or the answer to one.
    func control(_ opcode: WebSocketOpcode, _ data: ByteBuffer = ByteBuffer()) {
        self.channel.writeAndFlush(WebSocketFrame(fin: true, opcode: opcode, maskKey: self.mask, data: data), promise: nil)
    }

    /// Ends the connection after what was sent.
    func close() {
        let channel = self.channel
        channel.eventLoop.execute {
            let frame = WebSocketFrame(fin: true, opcode: .connectionClose, maskKey: self.mask, data: ByteBuffer())
            channel.writeAndFlush(frame).whenComplete { _ in channel.close(promise: nil) }
            channel.eventLoop.scheduleTask(in: Self.leave) { channel.close(promise: nil) }
        }
    }

    private var mask: WebSocketMaskingKey? { self.isClient ? .random() : nil }

    private func write(_ opcode: WebSocketOpcode, _ message: ByteBuffer) {
        var rest = message
        var isFirst = true
        repeat {
            let count = min(Self.frame, rest.readableBytes)
            let part = rest.readSlice(length: count) ?? ByteBuffer()
            let frame = WebSocketFrame(
                fin: rest.readableBytes == 0, opcode: isFirst ? opcode : .continuation, maskKey: self.mask, data: part)
            isFirst = false
            self.bytes.wrappingAdd(count, ordering: .relaxed)
            self.channel.writeAndFlush(frame).whenComplete { _ in self.bytes.wrappingSubtract(count, ordering: .relaxed) }
        } while rest.readableBytes > 0
    }
}
