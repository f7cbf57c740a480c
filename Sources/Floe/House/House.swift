import FloeAgent
import FloeConfig
import FloeCore
import FloeHub
import FloeServer
import FloeStore
import FloeSystem
import FloeTasks
import Logging
import ServiceLifecycle

/// Everything a host is made of, built and not started. The only place that builds things.
struct House {
    /// How long tasks may go on after the host was told to end; then they are stopped, each within its own grace.
    private static let patience = Duration.seconds(10)

    let config: HostConfig
    let file: FlowFile
    let server: FloeServer
    private let root: HostRoot
    private let store: SQLiteStore
    private let hub: Hub
    private let book: FlowBook
    private let loader: FlowFileLoader
    private let pool: TaskPool
    private let logger: Logger

    /// Reads files and opens the store, so it blocks. Nothing runs yet.
    ///
    /// - Throws: `CommandFailure` and others, whose descriptions are meant for the person who starts the host.
    init(_ config: HostConfig, logger: Logger) throws {
        let file = try FlowFile.read(config.conf)
        let root = try HostRoot(config.root)
        let admin = try config.admin ?? AdminToken.keep(in: root.path)
        let opened = try OpenStore(file.common, root: root)
        let facts = HostFacts.read()
        let inbox = Inbox()
        let broadcast = Broadcast()
        let book = FlowBook(file.catalog, unsupported: file.unsupported)
        let pool = TaskPool(
            keeper: Self.newKeeper(),
            host: TaskHost(
                name: config.hostName, root: root.path,
                workspaceRoot: file.common.workspaceRoot.map { FilePath.expand($0, in: root.path) },
                environment: HostEnvironment.variables(passing: file.common.passEnv), facts: facts, url: config.url(file.common)),
            taskTypes: Self.taskTypes(file.common, root: root.path),
            report: { inbox.post(.outcome($0, $1)) },
            progress: { order, done, text in broadcast.publish([.progress(of: order, done: done, text: text)]) })
        let settings = HubSettings(
            host: config.hostName, hostTags: Set(config.tags), slots: file.common.taskSlots ?? max(8, 4 * Self.cores(facts)),
            limits: file.common.resources.mapValues(\.limit), keeper: pool.keeper)
        let loader = FlowFileLoader(
            store: opened.store, folder: FilePath.folder(of: config.conf), secrets: Set(file.common.secrets.keys), inbox: inbox)
        let hub = Hub(
            state: HubState(settings: settings, host: opened.host, runs: opened.runs), store: opened.store, agent: pool, book: book,
            load: { loader.load($0) }, inbox: inbox, broadcast: broadcast, logger: logger)
        self.server = try FloeServer(
            config: config.server(file.common, root: root.path, admin: admin, facts: facts), hub: hub, book: book, store: opened.store,
            matches: Pattern.matches, logger: logger)
        self.config = config
        self.file = file
        self.root = root
        self.store = opened.store
        self.hub = hub
        self.book = book
        self.loader = loader
        self.pool = pool
        self.logger = logger
    }

    /// What each kind of executing node is run by.
    private static func taskTypes(_ common: CommonConfig, root: String) -> [any TaskType] {
        let types: [any TaskType] = [
            ExecTask(), GitCheckoutTask(gitKey: common.gitKey.map { FilePath.expand($0, in: root) }),
            FetchTask(folders: common.fetchTo.map { FilePath.expand($0, in: root) }),
        ]
        return types.map { HookedTask($0) }
    }

    /// All that runs, in order of start; it stops in reverse: no request comes in any more, tasks end, what came of them is stored.
    func services() -> ServiceGroup {
        let (hub, loader, pool, server, config) = (self.hub, self.loader, self.pool, self.server, self.config)
        let services: [any Service] = [
            ClosureService {
                try await withGracefulShutdownHandler {
                    try await hub.run()
                } onGracefulShutdown: {
                    hub.shutDown()
                }
            },
            ClosureService { await cancelWhenGracefulShutdown { await loader.run() } },
            ClosureService {
                await withGracefulShutdownHandler {
                    await pool.run()
                } onGracefulShutdown: {
                    pool.shutDown(finishWithin: Self.patience)
                }
            },
            ClosureService {
                try await gracefulShutdown()
                // Waited for: an order of a batch that is under way must reach the pool while it still takes orders.
                hub.post(.closing)
                try? await hub.ask { _ in }
            },
            ClosureService {
                do {
                    try await server.run()
                } catch {
                    throw CommandFailure("cannot serve on \(config.publicBind): \(error); give another address with -pub_bind")
                }
            },
            FlowFollower(path: config.conf, book: self.book, logger: self.logger),
            Greeting(house: self),
        ]
        return ServiceGroup(configuration: ServiceGroupConfiguration(services: services, logger: self.logger))
    }

    /// After everything has ended.
    func close() throws { try self.store.close() }

    /// Different for each start: what was ordered from an earlier one is lost.
    private static func newKeeper() -> String {
        var generator = SystemRandomNumberGenerator()
        return String(generator.next(), radix: 36)
    }

    private static func cores(_ facts: [String: String]) -> Int { facts["cpus"].flatMap { Int($0) } ?? 2 }
}
