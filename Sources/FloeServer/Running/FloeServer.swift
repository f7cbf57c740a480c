public import FloeCore
public import FloeHub
public import FloeAPI
import FloeSystem
import HTTPTypes
import HummingbirdCore
public import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle
import Synchronization

/// Serves the API, the streams of events and the dashboard on one or two binds.
///
/// `run()` owns all of it, and ends on graceful shutdown (swift-service-lifecycle) when every request has been answered and every stream
/// was told, or when its task is cancelled.
public final class FloeServer: Sendable {
    /// How long clients of streams have to take their leave.
    private static let leave = Duration.seconds(3)

    private let parts: ServerParts
    private let responder: Responder
    private let limit: ConnectionLimit
    private let ports = BoundPorts()

    /// Builds a server that does nothing until `run()`. Reads the kept sessions, so it blocks for a moment.
    ///
    /// - Parameters:
    ///   - matches: Whether the whole text matches a pattern of a form's field.
    ///   - peers: Connections to the other hosts of the cluster, if there is one with stores of their own.
    ///   - client: What asks the other hosts of the cluster. Without `peers` they share the store.
    ///   - agents: Lets agents join, where they may.
    ///   - seal: What the value of a secret field becomes before it is stored.
    /// - Throws: `ServerFailure` when the admin token is empty.
    public init(
        config: ServerConfig, hub: Hub, book: FlowBook, store: any RunStore,
        matches: @escaping @Sendable (_ text: String, _ pattern: String) -> Bool,
        seal: @escaping @Sendable (String) -> SealedText, peers: PeerLinks? = nil, client: PeerClient? = nil,
        agents: AgentDoor? = nil, logger: Logger
    ) throws {
        guard !config.admin.isEmpty else { throw ServerFailure("the admin token is empty; without one nobody could sign in") }
        let now = config.now
        let file = SessionFile(path: "\(config.root)/sessions.json")
        let sessions = Sessions(admin: config.admin, kept: file.read(), now: now)
        let signIn = SignIn(admin: config.admin, sessions: sessions, links: LoginLinks(now: now), throttle: Throttle(now: now))
        let metrics = Metrics()
        let cluster = client.map { ClusterView(hub: hub, client: $0, host: config.host.name, sharesStore: peers == nil, logger: logger) }
        let events = EventSource(
            feed: EventFeed(host: config.host.name, metrics: metrics), hub: hub, backlog: Backlog(store: store, host: config.host.name),
            cluster: cluster, base: config.base)
        self.parts = ServerParts(
            config: config, hub: hub, book: book, store: store, matches: matches, seal: seal, signIn: signIn, sessionFile: file,
            events: events, peers: peers, agents: agents,
            cluster: cluster, sockets: SocketRegistry(), streams: OpenStreams(holds: { sessions.holds($0) }), metrics: metrics,
            logger: logger)
        self.responder = Responder(
            table: RouteTable(Self.routes(self.parts)), signIn: signIn, dates: HTTPDate(), metrics: metrics,
            proxies: TrustedProxies(ranges: config.trustedProxies), patience: config.patience, logger: logger)
        self.limit = ConnectionLimit(most: config.connections, logger: logger)
    }

    /// All that is served.
    static func routes(_ parts: ServerParts) -> [Route] {
        let routes =
            FlowRoutes(parts: parts).routes + ScheduleRoutes(parts: parts).routes + ConfigRoutes(parts: parts).routes
            + BadgeRoutes(parts: parts).routes + RunRoutes(parts: parts).routes
            + LogRoutes(parts: parts).routes
            + ArtifactRoutes(parts: parts).routes + RunCommandRoutes(parts: parts).routes
            + SignInRoutes(parts: parts).routes + StatusRoutes(parts: parts).routes + EventRoutes(parts: parts).routes
            + PeerRoutes().routes + MetricsRoutes(parts: parts).routes
            + AssetRoutes(parts: parts, assets: AssetSource(folder: parts.config.webapp)).routes
        return Self.documented(ElsewhereRoutes(parts: parts).wrap(routes), parts)
    }

    private static func documented(_ routes: [Route], _ parts: ServerParts) -> [Route] {
        let path = "\(parts.config.base)/openapi.json"
        var own = Route(.get, path, "This document", gives: .json([String: Value].self)) { _ in .text("") }
        let later = OpenAPIDocument.Later(routes + [own], version: parts.config.host.version)
        own.handle = { _ in try .json(later.document) }
        return routes + [own]
    }

    var routes: [Route] { self.responder.table.routes }

    /// Makes a path that signs in whoever follows it first, within a quarter of an hour.
    public func makeLoginLink() -> String { "\(self.parts.config.base)/login?once=\(self.parts.signIn.links.make())" }

    /// The ports it listens on, in the order public, private; waits until it does. Nil when it never will.
    public func boundPorts() async -> [Int]? { await self.ports.all() }

    /// Serves until graceful shutdown or cancellation.
    ///
    /// - Throws: `ServerFailure` when a certificate cannot be used; what the system says when a port is taken.
    public func run() async throws {
        let binds = [self.parts.config.publicBind] + (self.parts.config.privateBind.map { [$0] } ?? [])
        var certificates: [Certificate] = []
        var servers: [any Service] = []
        self.ports.expect(binds.count)
        defer { self.ports.close() }
        for (at, bind) in binds.enumerated() {
            let certificate = try await BlockingPool.shared.run { () throws(ServerFailure) in try Self.certificate(of: bind) }
            certificates += certificate.map { [$0] } ?? []
            servers.append(self.server(bind, certificate: certificate, number: at))
        }
        let feed = self.parts.events.feed
        let broadcast = self.parts.hub.broadcast
        let start = broadcast.end
        let sequence = try await self.parts.events.sequence()
        await Rehearsal(group: .singleton, logger: self.parts.logger).run()
        let services = servers
        let watched = certificates
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup(of: Void.self) { background in
                background.addTask { await feed.pump(broadcast, from: start, sequence: sequence) }
                if let cluster = self.parts.cluster {
                    background.addTask { await PeerEvents(cluster: cluster, feed: feed, base: self.parts.config.base).run() }
                }
                background.addTask { await self.keepAlive() }
                background.addTask { await self.expire() }
                background.addTask { await self.cutOff() }
                background.addTask { await self.refresh(watched) }
                try await Self.serve(services)
                background.cancelAll()
            }
        } onGracefulShutdown: {
            feed.close()
            self.parts.peers?.stopServing()
            self.parts.agents?.stop()
        }
    }

    private static func certificate(of bind: ServerConfig.Bind) throws(ServerFailure) -> Certificate? {
        guard let files = bind.certificate else { return nil }
        return try Certificate(files)
    }

    private static func serve(_ servers: [any Service]) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for server in servers { group.addTask { try await server.run() } }
            // When one cannot serve, none does.
            try await group.waitForAll()
        }
    }

    private func server(_ bind: ServerConfig.Bind, certificate: Certificate?, number: Int) -> any Service {
        let (responder, parts, ports) = (self.responder, self.parts, self.ports)
        let secure = certificate != nil
        let http1 = HTTP1Channel(
            responder: { request, writer, channel in
                try await responder.respond(to: request, writer, channel: channel, secure: secure)
            },
            secure: secure, patience: parts.config.patience, limit: secure ? nil : self.limit,
            accept: { head, channel in
                if head.isForPeers {
                    guard parts.peers != nil, number == 1 || parts.config.privateBind == nil else { return false }
                    return Self.admits(head, channel, parts, responder.proxies, secure: secure)
                }
                if head.isForAgents { return parts.agents != nil && Self.admits(head, channel, parts, responder.proxies, secure: secure) }
                let path = head.uri.prefix { $0 != "?" }
                guard path == "/ws", !parts.sockets.isFull, !parts.events.feed.isClosed else { return false }
                let site = responder.proxies.site(peer: channel.peer, secure: secure, authority: head.headers.first(name: "host")) {
                    head.headers[$0]
                }
                let credentials = Credentials(head, site: site)
                guard credentials.sameOrigin else { return false }
                guard let principal = try? parts.signIn.principal(credentials, address: site.address) else { return false }
                parts.sockets.expect(channel, of: SocketGuest(owner: principal.owner, place: parts.events.feed.end))
                return true
            },
            webSocket: { socket in await EventSocket.serve(socket, parts: parts) }, peer: { socket in await parts.peers?.serve(socket) },
            agent: { socket in
                let address = socket.channel.peer
                let isSecret = secure || IPAddress(address)?.isLoopback == true
                await parts.agents?.serve(AgentSocket(socket, isClient: false, address: address, isSecret: isSecret))
            })
        let configuration = ServerConfiguration(address: .hostname(bind.host, port: bind.port), serverName: nil)
        let started: @Sendable (any Channel) async -> Void = { ports.bound(number, to: $0.localAddress?.port ?? bind.port) }
        let group = MultiThreadedEventLoopGroup.singleton
        if let certificate {
            return TLSChannel(certificate: certificate, limit: self.limit, http1: http1).server(
                configuration: configuration, onServerRunning: started, eventLoopGroup: group, logger: self.parts.logger)
        }
        return http1.server(configuration: configuration, onServerRunning: started, eventLoopGroup: group, logger: self.parts.logger)
    }

    /// Whether another host, or an agent, may talk here: it shows the token.
    private static func admits(
        _ head: HTTPRequestHead, _ channel: any Channel, _ parts: ServerParts, _ proxies: TrustedProxies, secure: Bool
    ) -> Bool {
        guard !parts.events.feed.isClosed else { return false }
        let site = proxies.site(peer: channel.peer, secure: secure, authority: head.headers.first(name: "host")) { head.headers[$0] }
        guard let token = Credentials(head, site: site).token else { return false }
        return (try? parts.signIn.check(token, address: site.address, cost: Throttle.tokenCost)) ?? false
    }

    /// Pings clients of streams, so that proxies keep them and dead ones are found.
    private func keepAlive() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: SocketRegistry.pingInterval)
            self.parts.sockets.ping()
            self.parts.events.feed.wakeAll()
        }
    }

    /// Ends streams whose sign-in has come of age.
    private func expire() async {
        while !Task.isCancelled {
            try? await Task.sleep(for: OpenStreams.sweepInterval)
            self.parts.streams.sweep()
        }
    }

    /// Once nothing more is told: cuts off clients that do not take their leave, so that none keeps the server from stopping.
    private func cutOff() async {
        await self.parts.events.feed.ended.wait()
        try? await Task.sleep(for: Self.leave)
        self.parts.sockets.closeAll()
    }

    private func refresh(_ certificates: [Certificate]) async {
        guard !certificates.isEmpty else { return }
        let logger = self.parts.logger
        while !Task.isCancelled {
            try? await Task.sleep(for: .seconds(10))
            await BlockingPool.shared.run { for certificate in certificates { certificate.refresh(logger) } }
        }
    }
}
