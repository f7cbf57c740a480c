import FloeAPI
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1
import NIOWebSocket

typealias WebSocketChannel = NIOAsyncChannel<WebSocketFrame, WebSocketFrame>

/// A connection that speaks HTTP/1.1, and may become a web socket with its first request.
struct HTTP1Channel: ServerChildChannel, HTTPChannelHandler {
    enum Kind: Sendable {
        case http(NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>)
        case webSocket(WebSocketChannel)
        /// Another host of the cluster.
        case peer(WebSocketChannel)
        case agent(WebSocketChannel)
    }

    struct Value: ServerChildChannelValue {
        let kind: EventLoopFuture<Kind>
        let channel: any Channel
    }

    let responder: HTTPChannelHandler.Responder
    let secure: Bool
    let patience: Patience
    /// Counts connections; nil where somebody else does.
    let limit: ConnectionLimit?
    /// Whether a request to become a web socket is granted. Must not wait.
    let accept: @Sendable (HTTPRequestHead, any Channel) -> Bool
    let webSocket: @Sendable (WebSocketChannel) async -> Void
    let peer: @Sendable (WebSocketChannel) async -> Void
    let agent: @Sendable (WebSocketChannel) async -> Void

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        switch self.limit?.admit(channel) {
        case .admitted, nil: break
        case .refused:
            let most = self.limit?.most ?? 0
            return channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(FullHouse(most: most))
                // It never comes to a request.
                return Value(kind: channel.closeFuture.flatMapThrowing { throw ChannelError.eof }, channel: channel)
            }
        case .cutOff: return channel.eventLoop.makeFailedFuture(ChannelError.eof)
        }
        return channel.eventLoop.makeCompletedFuture {
            let upgrader = NIOTypedWebSocketServerUpgrader<Kind>(
                maxFrameSize: 1 << 16,
                shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
                upgradePipelineHandler: { channel, head in
                    channel.eventLoop.makeCompletedFuture {
                        if head.isForPeers {
                            try channel.pipeline.syncOperations.addHandler(PeerSocket.aggregator)
                            return .peer(try NIOAsyncChannel(wrappingChannelSynchronously: channel))
                        }
                        if head.isForAgents {
                            try channel.pipeline.syncOperations.addHandler(AgentSocket.aggregator)
                            return .agent(try NIOAsyncChannel(wrappingChannelSynchronously: channel))
                        }
                        let aggregator = NIOWebSocketFrameAggregator(
                            minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 64, maxAccumulatedFrameSize: 1 << 16)
                        try channel.pipeline.syncOperations.addHandler(aggregator)
                        return .webSocket(try NIOAsyncChannel(wrappingChannelSynchronously: channel))
                    }
                })
            var configuration = NIOUpgradableHTTPServerPipelineConfiguration<Kind>(
                upgradeConfiguration: NIOTypedHTTPServerUpgradeConfiguration(
                    upgraders: [upgrader],
                    notUpgradingCompletionHandler: { [secure, patience] channel in
                        channel.eventLoop.makeCompletedFuture { .http(try Self.plain(channel, secure: secure, patience, logger: logger)) }
                    }))
            configuration.enablePipelining = false
            configuration.enableErrorHandling = false
            configuration.enableResponseHeaderValidation = false
            configuration.decoderConfiguration.maxHeaderFieldSize = 16 << 10
            configuration.decoderConfiguration.maxHeaderListSize = 64 << 10
            configuration.decoderConfiguration.maxHeaderFieldCount = 128
            let pipeline = channel.pipeline.syncOperations
            let kind = try pipeline.configureUpgradableHTTPServerPipeline(configuration: configuration)
            let upgrade = try pipeline.handler(type: NIOTypedHTTPServerUpgradeHandler<Kind>.self)
            try pipeline.addHandler(
                FirstRequestGate(patience: TimeAmount(self.patience.firstRequest), accept: self.accept), position: .before(upgrade))
            return Value(kind: kind, channel: channel)
        }
    }

    func handle(value: Value, logger: Logger) async {
        do {
            switch try await value.kind.get() {
            case .http(let http): await self.handleHTTP(asyncChannel: http, logger: logger)
            case .webSocket(let socket): await self.webSocket(socket)
            case .peer(let socket): await self.peer(socket)
            case .agent(let socket): await self.agent(socket)
            }
        } catch {
            logger.trace("a connection ended before its first request", metadata: ["error": "\(error)"])
            value.channel.close(promise: nil)
        }
    }

    private static func plain(
        _ channel: any Channel, secure: Bool, _ patience: Patience, logger: Logger
    ) throws -> NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart> {
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(MalformedRequestHandler())
        try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: secure))
        try pipeline.addHandler(StallDeadline(patience: TimeAmount(patience.stall)))
        // Counted from an answer to the whole head of the next request, whatever comes of it meanwhile.
        try pipeline.addHandler(HTTPConnectionStateHandler(idleTimeout: patience.idle, logger: logger))
        return try NIOAsyncChannel(wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
    }
}

extension HTTPRequestHead {
    /// Whether another host of the cluster calls.
    var isForPeers: Bool { self.uri.prefix { $0 != "?" } == PeerSocket.path }

    /// Whether an agent calls.
    var isForAgents: Bool { self.uri.prefix { $0 != "?" } == AgentSocket.path }
}
