import NIOCore
import NIOHTTP1

/// Stands before NIO's upgrade handler until the first request has come. That handler drops a request whose upgrade nobody takes, so the
/// gate decides first, and takes the wish to upgrade out of a request that is refused: the router answers it. It also answers what is no
/// HTTP, and closes a connection that says nothing.
final class FirstRequestGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let patience: TimeAmount
    private let accept: @Sendable (HTTPRequestHead, any Channel) -> Bool
    private var deadline: Scheduled<Void>?
    private var broken = false

    init(patience: TimeAmount, accept: @escaping @Sendable (HTTPRequestHead, any Channel) -> Bool) {
        self.patience = patience
        self.accept = accept
    }

    func handlerAdded(context: ChannelHandlerContext) {
        let channel = context.channel
        self.deadline = context.eventLoop.scheduleTask(in: self.patience) { channel.close(promise: nil) }
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.deadline?.cancel() }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var part = self.unwrapInboundIn(data)
        if case .head(var head) = part, head.headers.contains(name: "upgrade") {
            if !(Self.asksForWebSocket(head) && self.accept(head, context.channel)) { head.headers.remove(name: "upgrade") }
            part = .head(head)
        }
        context.fireChannelRead(self.wrapInboundOut(part))
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let channel = context.channel
        guard error is HTTPParserError, !self.broken else { return channel.close(promise: nil) }
        self.broken = true
        MalformedRequest.answer(error, in: context).whenComplete { _ in channel.close(promise: nil) }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            context.close(promise: nil)
        } else {
            context.fireUserInboundEventTriggered(event)
        }
    }

    /// What RFC 6455 asks of the opening handshake.
    private static func asksForWebSocket(_ head: HTTPRequestHead) -> Bool {
        head.method == .GET && head.version == .http1_1
            && head.headers[canonicalForm: "upgrade"].contains { $0.lowercased() == "websocket" }
            && head.headers[canonicalForm: "connection"].contains { $0.lowercased() == "upgrade" }
            && head.headers["sec-websocket-version"] == ["13"] && head.headers["sec-websocket-key"].count == 1
    }
}
