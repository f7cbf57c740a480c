import HummingbirdCore
import HummingbirdHTTP2
import Logging
import NIOCore
import NIOHTTP2
import NIOSSL
import NIOTLS

/// A connection over TLS: HTTP/2 for who asks for it, else HTTP/1.1 with web sockets.
struct TLSChannel: ServerChildChannel {
    struct Value: ServerChildChannelValue {
        let negotiated: EventLoopFuture<NIONegotiatedHTTPVersion<HTTP1Channel.Value, HTTP2Channel.Value>>
        let channel: any Channel
    }

    let certificate: Certificate
    let limit: ConnectionLimit
    let http1: HTTP1Channel
    let http2: HTTP2Channel

    init(certificate: Certificate, limit: ConnectionLimit, http1: HTTP1Channel) {
        self.certificate = certificate
        self.limit = limit
        self.http1 = http1
        self.http2 = HTTP2Channel(
            responder: http1.responder,
            configuration: HTTP2ChannelConfiguration(idleTimeout: http1.patience.idle, gracefulCloseTimeout: .seconds(10)))
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        // Without TLS nothing can be told, and a handshake costs more than there is to give.
        guard case .admitted = self.limit.admit(channel) else { return channel.eventLoop.makeFailedFuture(ChannelError.eof) }
        return channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(NIOSSLServerHandler(context: self.certificate.context))
            let negotiation = NIOTypedApplicationProtocolNegotiationHandler<
                NIONegotiatedHTTPVersion<HTTP1Channel.Value, HTTP2Channel.Value>
            > { result in
                if case .negotiated("h2") = result { return self.http2.setup(channel: channel, logger: logger).map { .http2($0) } }
                return self.http1.setup(channel: channel, logger: logger).map { .http1_1($0) }
            }
            try pipeline.addHandler(negotiation)
            let negotiated = negotiation.protocolNegotiationResult
            let deadline = channel.eventLoop.scheduleTask(in: TimeAmount(self.http1.patience.handshake)) { channel.close(promise: nil) }
            negotiated.whenComplete { _ in deadline.cancel() }
            return Value(negotiated: negotiated, channel: channel)
        }
    }

    func handle(value: Value, logger: Logger) async {
        do {
            switch try await value.negotiated.get() {
            case .http1_1(let connection): await self.http1.handle(value: connection, logger: logger)
            case .http2(let connection): await self.http2.handle(value: connection, logger: logger)
            }
        } catch {
            logger.trace("a TLS handshake failed", metadata: ["error": "\(error)"])
            value.channel.close(promise: nil)
        }
    }
}
