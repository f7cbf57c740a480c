internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import NIOWebSocket

/// Makes connections to hosts, for hosts of their cluster and for agents.
public struct PeerDialer: Sendable {
    /// Why there is no connection, for people.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
        /// The token is not taken.
        public var isToken = false
    }

    /// What became of the attempt.
    private enum Upgraded: Sendable {
        case socket(NIOAsyncChannel<WebSocketFrame, WebSocketFrame>)
        case refused(EventLoopFuture<Int>)
    }

    private static let connecting = TimeAmount.seconds(5)
    private static let upgrading = TimeAmount.seconds(10)

    private let admin: String
    private let tls: NIOSSLContext

    /// Reads the file of authorities; blocks.
    ///
    /// - Parameters:
    ///   - admin: The token that all hosts share.
    ///   - authorities: PEM file of authorities that are trusted besides the system's.
    public init(admin: String, authorities: String?) throws(Failure) {
        self.admin = admin
        var configuration = TLSConfiguration.makeClientConfiguration()
        do {
            if let authorities {
                configuration.additionalTrustRoots = [.certificates(try Authorities(file: authorities).certificates)]
            }
            self.tls = try NIOSSLContext(configuration: configuration)
        } catch {
            throw Failure(description: "\(error)")
        }
    }

    /// Connects to the host at an address, as `http://10.0.0.7:8080`.
    public func dial(_ address: String) async throws(Failure) -> PeerSocket {
        PeerSocket(
            try await self.channel(address, PeerSocket.path, longest: { PeerSocket.aggregator }, words: Self.words), isClient: true)
    }

    /// The same, for an agent.
    public func dialAsAgent(_ address: String) async throws(Failure) -> AgentSocket {
        let channel = try await self.channel(address, AgentSocket.path, longest: { AgentSocket.aggregator }, words: Self.agentWords)
        return AgentSocket(channel, isClient: true, address: address, isSecret: true)
    }

    private func channel(
        _ address: String, _ path: String, longest: @escaping @Sendable () -> NIOWebSocketFrameAggregator, words: (Int) -> String
    ) async throws(Failure) -> NIOAsyncChannel<WebSocketFrame, WebSocketFrame> {
        guard let server = ServerAddress(address), let place = Place(server) else {
            throw Failure(description: "'\(address)' is no address of a host")
        }
        do {
            switch try await self.connect(server, place, path, longest) {
            case .socket(let socket): return socket
            case .refused(let status):
                let status = try await status.get()
                throw Failure(description: words(status), isToken: status == 401 || status == 403)
            }
        } catch let failure as Failure {
            throw failure
        } catch {
            throw Failure(description: Self.words(error, server))
        }
    }

    private func connect(
        _ server: ServerAddress, _ place: Place, _ path: String, _ aggregator: @escaping @Sendable () -> NIOWebSocketFrameAggregator
    ) async throws -> Upgraded {
        let tls = self.tls
        let head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: path,
            headers: ["Host": place.authority, "X-Floe-Auth": self.admin, "Content-Length": "0"])
        let upgraded = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(Self.connecting)
            .channelOption(.socketOption(.tcp_nodelay), value: 1)
            .connect(host: place.host, port: place.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    if server.isSecure {
                        // A name is checked against the certificate; an address is too, without being sent.
                        let name = place.isName ? place.host : nil
                        try pipeline.addHandler(try NIOSSLClientHandler(context: tls, serverHostname: name))
                    }
                    // Nobody may keep a dial for ever.
                    let deadline = channel.eventLoop.scheduleTask(in: Self.upgrading) { channel.close(promise: nil) }
                    let upgrade = try pipeline.configureUpgradableHTTPClientPipeline(configuration: Self.configuration(head, aggregator))
                    upgrade.whenComplete { _ in deadline.cancel() }
                    return upgrade
                }
            }
        return try await upgraded.get()
    }

    private static func configuration(
        _ head: HTTPRequestHead, _ aggregator: @escaping @Sendable () -> NIOWebSocketFrameAggregator
    ) -> NIOUpgradableHTTPClientPipelineConfiguration<Upgraded> {
        let upgrader = NIOTypedWebSocketClientUpgrader<Upgraded>(
            maxFrameSize: 1 << 16,
            upgradePipelineHandler: { channel, _ in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(aggregator())
                    return .socket(try NIOAsyncChannel(wrappingChannelSynchronously: channel))
                }
            })
        return NIOUpgradableHTTPClientPipelineConfiguration(
            upgradeConfiguration: NIOTypedHTTPClientUpgradeConfiguration(
                upgradeRequestHead: head, upgraders: [upgrader],
                notUpgradingCompletionHandler: { channel in
                    let status = channel.eventLoop.makePromise(of: Int.self)
                    return channel.eventLoop.makeCompletedFuture {
                        try channel.pipeline.syncOperations.addHandler(StatusReader(status))
                        return .refused(status.futureResult)
                    }
                }))
    }

    private static func words(_ status: Int) -> String {
        switch status {
        case 401, 403: "it does not take this host's -admin; give all hosts of the cluster the same"
        case 404: "it has nothing for other hosts there; is it a floe host of this version?"
        case 426: "it is in no cluster, or its hosts talk on its private bind (-prv_bind): put that address into hosts"
        case 429: "too many wrong tokens came from this machine; it is tried again"
        case 503: "it is stopping, or has as many connections as it takes"
        default: "it answers \(status)"
        }
    }

    private static func agentWords(_ status: Int) -> String {
        switch status {
        case 401, 403: "it does not take the token; give the hub's -admin with --token"
        case 404, 426: "no agents can join there; is it a floe host of this version?"
        default: Self.words(status)
        }
    }

    private static func words(_ error: any Error, _ server: ServerAddress) -> String {
        if case .unreachable(_, let why) = APIFailure(error, at: server) { return why }
        if case .broken(_, let why) = APIFailure(error, at: server) { return why }
        return "\(error)"
    }

    /// Host and port of an address.
    private struct Place {
        var host: String
        var port: Int
        var authority: String
        var isName: Bool

        init?(_ server: ServerAddress) {
            guard let mark = server.origin.firstRange(of: "://") else { return nil }
            let authority = server.origin[mark.upperBound...]
            var host = authority
            var port = server.isSecure ? 443 : 80
            if let colon = authority.lastIndex(of: ":"), let number = Int(authority[authority.index(after: colon)...]) {
                host = authority[..<colon]
                port = number
            }
            if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
            self.host = String(host)
            self.port = port
            self.authority = String(authority)
            self.isName = (try? SocketAddress(ipAddress: self.host, port: port)) == nil
        }
    }
}

/// Reads the status of an answer, and nothing else of it.
private final class StatusReader: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let status: EventLoopPromise<Int>

    init(_ status: EventLoopPromise<Int>) { self.status = status }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = self.unwrapInboundIn(data) else { return }
        self.status.succeed(Int(head.status.code))
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.status.fail(ChannelError.eof)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.status.fail(error)
        context.close(promise: nil)
    }
}
