import NIOCore

/// Closes a connection whose client does not take what it is sent.
final class StallDeadline: ChannelInboundHandler {
    typealias InboundIn = NIOAny

    private let patience: TimeAmount
    private var deadline: Scheduled<Void>?

    init(patience: TimeAmount) { self.patience = patience }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        self.deadline?.cancel()
        self.deadline = nil
        if !context.channel.isWritable {
            let channel = context.channel
            self.deadline = context.eventLoop.scheduleTask(in: self.patience) { channel.close(promise: nil) }
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.deadline?.cancel()
        context.fireChannelInactive()
    }
}
