import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Synchronization

/// What a client sees of a connection over TLS: what was agreed on, whose certificate it is, and what is answered.
struct TLSConnection: Sendable {
    var agreed: String?
    var certificate: [UInt8]
    var received: String

    /// Connects, sends a text if HTTP/1.1 was agreed on, and takes what comes until the server ends the connection.
    static func open(port: Int, protocols: [String], send text: String) async throws -> TLSConnection {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.applicationProtocols = protocols
        let context = try NIOSSLContext(configuration: configuration)
        let seen = Seen()
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(5))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let tls = try NIOSSLClientHandler(
                        context: context, serverHostname: nil,
                        customVerificationCallback: { certificates, promise in
                            seen.take(certificate: (try? certificates.first?.toDERBytes()) ?? [])
                            promise.succeed(.certificateVerified)
                        })
                    try channel.pipeline.syncOperations.addHandler(tls)
                    try channel.pipeline.syncOperations.addHandler(Talk(text: text, seen: seen))
                }
            }
            .connect(host: "127.0.0.1", port: port).get()
        let deadline = channel.eventLoop.scheduleTask(in: .seconds(10)) { channel.close(promise: nil) }
        try await channel.closeFuture.get()
        deadline.cancel()
        return seen.all
    }

    private final class Seen: Sendable {
        private let connection = Mutex(TLSConnection(agreed: nil, certificate: [], received: ""))
        var all: TLSConnection { self.connection.withLock { $0 } }
        func take(certificate: [UInt8]) { self.connection.withLock { $0.certificate = certificate } }
        func take(agreed: String?) { self.connection.withLock { $0.agreed = agreed } }
        func take(received: String) { self.connection.withLock { $0.received += received } }
    }

    private final class Talk: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        private let text: String
        private let seen: Seen

        init(text: String, seen: Seen) {
            self.text = text
            self.seen = seen
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            guard case .handshakeCompleted(let agreed) = event as? TLSUserEvent else { return }
            self.seen.take(agreed: agreed)
            if agreed == "h2" {
                context.close(promise: nil)
            } else {
                context.writeAndFlush(NIOAny(ByteBuffer(string: self.text)), promise: nil)
            }
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            self.seen.take(received: String(buffer: self.unwrapInboundIn(data)))
        }
        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
    }
}
