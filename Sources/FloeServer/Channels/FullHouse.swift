import FloeAPI
import FoundationEssentials
import HTTPTypes
import NIOCore

/// Tells a connection that there are too many, as soon as it says something, and closes it.
final class FullHouse: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private static let patience = TimeAmount.seconds(2)

    private let text: String
    private var done = false

    init(most: Int) {
        let refusal = Refusal(.serviceUnavailable, "\(most) connections are open, which is the most this host takes; ask again in a moment")
        let body = String(decoding: (try? FloeJSON.encode(refusal.problem)) ?? Data(), as: UTF8.self)
        self.text =
            "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\nContent-Length: \(body.utf8.count)\r\n"
            + "Retry-After: 5\r\nConnection: close\r\n\r\n\(body)"
    }

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        context.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if self.done { return }
        self.done = true
        let channel = context.channel
        context.writeAndFlush(self.wrapOutboundOut(ByteBuffer(string: self.text))).whenComplete { _ in channel.close(promise: nil) }
    }
}
