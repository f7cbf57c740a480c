import FloeAPI
import FloeConfig
import FloeCore
import FloeHub
import FloeServer
import FloeStore
import FloeSystem
import Logging
import ServiceLifecycle

/// Everything a host is made of, built and not started: an engine, and what lets others reach it.
struct House {
    let config: HostConfig
    let file: FlowFile
    let server: FloeServer
    private let root: HostRoot
    private let engine: Engine
    private let sweeper: Sweeper
    private let uptake: FlowUptake
    private let logger: Logger

    /// Reads files and opens the store, so it blocks. Nothing runs yet.
    ///
    /// - Throws: `CommandFailure` and others, whose descriptions are meant for the person who starts the host.
    init(_ config: HostConfig, logger: Logger) throws {
        let file = try FlowFile.read(config.conf)
        if let authorities = config.authorities { try Self.check(authorities) }
        let root = try HostRoot(config.root)
        let admin = try config.admin ?? AdminToken.keep(in: root.path)
        let membership = try Membership(config, file.common)
        let sharing = Sharing(config, file.common, membership, admin: admin)
        let opened = try OpenStore(file.common, root: root, host: config.hostName, shares: sharing != nil)
        if membership == nil { try Membership.check(opened.store, name: config.hostName) }
        let facts = HostFacts.read()
        let place = Engine.Place(
            host: config.hostName, tags: Set(config.tags), root: root.path,
            workspaces: file.common.workspaceRoot.map { FilePath.expand($0, in: root.path) }, keys: root.path,
            flows: FilePath.folder(of: config.conf), url: config.url(file.common))
        let engine = try Engine(
            file.common, book: FlowBook(file.catalog, unsupported: file.unsupported), place: place, opened: opened, facts: facts,
            key: try Self.sealingKey(root, membership, sharing, isSet: config.admin != nil), membership: membership, sharing: sharing,
            logger: logger,
            keeper: try KeeperClient.of(root: root.path, logger))
        var server = config.server(file.common, root: root.path, admin: admin, facts: facts, files: OpenFiles.raiseLimit())
        let limits = CommonLimits(file.common)
        let uptake = FlowUptake(
            book: engine.book, secrets: engine.secrets, limits: limits, root: root.path, membership: membership, hub: engine.hub)
        server.desk = FlowFileDesk(path: config.conf, uptake: uptake).desk
        self.server = try FloeServer(
            config: server, hub: engine.hub, book: engine.book, store: engine.store, matches: Pattern.matches,
            seal: { [key = engine.secrets.key] in key.seal($0) }, peers: engine.peers, client: engine.client, agents: engine.door,
            logger: logger)
        self.uptake = uptake
        self.config = config
        self.file = file
        self.root = root
        self.engine = engine
        self.sweeper = Sweeper(engine, limits: limits, place: place, logger: logger)
        self.logger = logger
    }

    /// Texts of secret form fields go with runs to other hosts, which must be able to open them.
    private static func sealingKey(_ root: HostRoot, _ membership: Membership?, _ sharing: Sharing?, isSet: Bool) throws -> SealingKey {
        let key = try SealingKey.keep(at: "\(root.path)/secrets.key")
        // A token that was made here is no other host's.
        let admin = membership?.admin ?? (isSet ? sharing?.admin : nil)
        return admin.map { key.shared(by: $0) } ?? key
    }

    /// A file that is wrong is told now, not when a host is called with it.
    private static func check(_ authorities: String) throws {
        do {
            _ = try Authorities(file: authorities)
        } catch {
            throw CommandFailure("\(error); give -ca a file of certificates in PEM, or leave it out", .usage)
        }
    }

    /// All that runs, in order of start; it stops in reverse: no request comes in any more, tasks end, what came of them is stored.
    func services() -> ServiceGroup {
        let (server, config, sweeper) = (self.server, self.config, self.sweeper)
        var services: [any Service] = [
            ClosureService {
                do {
                    try await server.run()
                } catch {
                    throw CommandFailure("cannot serve on \(config.publicBind): \(error); give another address with -pub_bind")
                }
            },
            ClosureService { await cancelWhenGracefulShutdown { await sweeper.run() } },
            FlowFollower(path: config.conf, uptake: self.uptake, logger: self.logger),
            Greeting(house: self),
        ]
        if let manager = ServiceManager() { services.append(ServiceReports(manager: manager, hub: self.engine.hub, server: server)) }
        return ServiceGroup(
            configuration: ServiceGroupConfiguration(services: self.engine.services() + services, logger: self.logger))
    }

    /// After everything has ended.
    func close() throws { try self.engine.store.close() }
}
