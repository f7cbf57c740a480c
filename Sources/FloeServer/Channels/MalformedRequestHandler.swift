import NIOCore
import NIOHTTP1

/// Answers what is no HTTP on a connection that has had a request before, after the answer that is under way.
final class MalformedRequestHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private var answering = false
    private var broken: (any Error)?

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head = self.unwrapInboundIn(data) { self.answering = true }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        context.write(data, promise: promise)
        guard case .end = self.unwrapOutboundIn(data) else { return }
        self.answering = false
        if let broken = self.broken { self.answer(broken, context) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is HTTPParserError else { return context.fireErrorCaught(error) }
        guard self.broken == nil else { return }
        self.broken = error
        if !self.answering { self.answer(error, context) }
    }

    private func answer(_ error: any Error, _ context: ChannelHandlerContext) {
        let channel = context.channel
        MalformedRequest.answer(error, in: context).whenComplete { _ in channel.close(promise: nil) }
    }
}
