import FloeAgent
import FloeConfig
import FloeAPI
import FloeCore
import FloeHub
import FloeServer
import FloeStore
import FloeSystem
import FloeTasks
import Logging
import ServiceLifecycle

/// What decides and runs flows, on a host and in `floe exec` alike: the hub with its store, the pool of tasks, the loader of flow
/// files. Built and not started.
struct Engine: Sendable {
    /// How long an engine that was told to end waits for its tasks. Then those of a keeper that outlives it go on; others are stopped, each
    /// within its own grace.
    static let patience = Duration.seconds(10)

    /// Where it works, and as whom.
    struct Place: Sendable {
        /// The first part of its runs' references.
        var host: String
        var tags: Set<String>
        /// Absolute path of the folder of its logs.
        var root: String
        /// Absolute path of the folder of workspaces and caches, where it is not the root.
        var workspaces: String?
        /// What relative paths of keys and folders in `common` are relative to.
        var keys: String
        /// What relative paths of flow files are relative to.
        var flows: String
        /// Where tasks reach the API, if there is one.
        var url: String?
    }

    let hub: Hub
    let book: FlowBook
    let store: any HostStore
    /// Where its secrets are found.
    let secrets: HostSecrets
    /// Connections to the other hosts of the cluster; nil on a host by itself.
    let peers: PeerLinks?
    /// Asks them; the same.
    let client: PeerClient?
    /// The database, where other hosts use it as well.
    private let shared: PostgresStore?
    private let inbox: Inbox
    private let loader: FlowFileLoader
    private let pool: TaskPool
    /// The pool and the agents that are linked.
    private let agents: AgentLinks

    /// - Parameters:
    ///   - membership: Of a host in a cluster of hosts with stores of their own.
    ///   - sharing: Of one that shares its database with others.
    ///   - hasAgents: Whether agents may join; else all runs here, whatever `targets` say.
    ///   - watch: Goes around each attempt.
    init(
        _ common: CommonConfig, book: FlowBook, place: Place, opened: OpenStore, facts: [String: String],
        key: SealingKey = SealingKey(), membership: Membership? = nil, sharing: Sharing? = nil, hasAgents: Bool = true, logger: Logger,
        keeper: KeeperClient,
        watch: @escaping TaskPool.Watch = { _, _, work in await work() }
    ) throws {
        let inbox = Inbox()
        let broadcast = Broadcast()
        let meter = HubMeter()
        let obstacles = Obstacles()
        let news = KeeperReports(inbox: inbox, broadcast: broadcast, obstacles: obstacles, logger: logger)
        let secrets = HostSecrets(common.secretSources(in: place.keys), key: key)
        let pool = TaskPool(
            keeper: keeper,
            host: TaskHost(
                name: place.host, root: place.root, workspaceRoot: place.workspaces,
                environment: HostEnvironment.variables(passing: common.passEnv), facts: facts, url: place.url, secrets: secrets),
            taskTypes: Self.taskTypes(common, keys: place.keys, keeper),
            report: { order, outcome in
                obstacles.release(order)
                inbox.post(.outcome(order, outcome))
            }, logged: { meter.logged($0) },
            progress: { order, done, text in broadcast.publish([.progress(of: order, done: done, text: text)]) },
            watch: watch, keeperHeard: { news.take($0, flow: $1) })
        let reports = HubReports(
            heard: { inbox.post(.agent($0)) },
            ended: { order, outcome in
                obstacles.release(order)
                inbox.post(.outcome(order, outcome))
            }, heldUp: { news.takeHeldUp($0, flow: $1, $2) },
            progress: { order, done, text in broadcast.publish([.progress(of: order, done: done, text: text)]) })
        let agents = AgentLinks(
            local: pool, host: place.host, version: FloeVersion.current, url: place.url, logs: LogStore(root: place.root), secrets: secrets,
            reports: reports, logger: logger)
        var settings = HubSettings(
            host: place.host, hostTags: place.tags, slots: common.taskSlots ?? max(8, 4 * Self.cores(facts)),
            limits: common.resources.mapValues(\.limit), keeper: pool.keeper)
        settings.version = FloeVersion.current
        settings.hasAgents = hasAgents
        let loader = FlowFileLoader(
            store: opened.store, reader: FlowFileReader(folder: place.flows, secrets: Set(common.secrets.keys)), inbox: inbox)
        var cluster: ClusterState?
        var port: HubCluster?
        self.peers = try membership.map { member in
            let links = PeerLinks(
                dialer: try PeerDialer(admin: member.admin, authorities: member.authorities), inbox: inbox, logger: logger)
            cluster = try member.state(opened.store, sid: try opened.store.id(), place: place, limits: settings.limits)
            port = HubCluster(
                store: opened.store, list: { member.hosts.list }, perform: { links.perform($0) }, hangUp: { links.hangUp() })
            return links
        }
        let token = membership.map { ($0.admin, $0.authorities) } ?? sharing.map { ($0.admin, $0.authorities) }
        self.client = try token.map { try PeerClient(admin: $0.0, authorities: $0.1) }
        let shared = opened.shared.map {
            HubShared(store: $0, clock: { KeeperClient.leaseClock() }, extendLease: { [keeper] in keeper.extendLease(to: $0) })
        }
        self.shared = opened.shared
        self.inbox = inbox
        self.hub = Hub(
            state: HubState(
                settings: settings, host: opened.host, runs: opened.runs, cluster: cluster, shared: sharing?.state(common),
                agents: try opened.store.agents()),
            store: opened.store, cluster: port, shared: shared, agent: agents,
            agents: HubAgents(
                rows: { try opened.store.agents() }, perform: { agents.perform($0) }, hangUp: { agents.hangUp() }), book: book,
            load: { loader.load($0) }, inbox: inbox, broadcast: broadcast, meter: meter, obstacles: obstacles,
            logger: logger)
        self.book = book
        self.secrets = secrets
        self.store = opened.store
        self.loader = loader
        self.pool = pool
        self.agents = agents
    }

    /// Lets agents join.
    var door: AgentDoor {
        let agents = self.agents
        return AgentDoor(serve: { await agents.serve($0) }, stop: { agents.stopServing() })
    }

    /// The same on a host without a flow file.
    static func taskTypes(_ keeper: KeeperClient) -> [any TaskType] {
        let types: [any TaskType] = [GitCheckoutTask(gitKey: nil), FetchTask(folders: [])]
        return [ExecTask(keeper)] + types.map { HookedTask($0, keeper) }
    }

    /// What each kind of executing node is run by.
    private static func taskTypes(_ common: CommonConfig, keys: String, _ keeper: KeeperClient) -> [any TaskType] {
        let types: [any TaskType] = [
            GitCheckoutTask(gitKey: common.gitKey.map { FilePath.expand($0, in: keys) }),
            FetchTask(folders: common.fetchTo.map { FilePath.expand($0, in: keys) }),
        ]
        return [ExecTask(keeper)] + types.map { HookedTask($0, keeper) }
    }

    /// All that runs, in order of start; it stops in reverse: tasks end, then what came of them is stored.
    func services() -> [any Service] {
        let (hub, loader, pool, peers, client, agents) = (self.hub, self.loader, self.pool, self.peers, self.client, self.agents)
        let links: [any Service] =
            peers.map { peers in
                [
                    ClosureService {
                        await cancelWhenGracefulShutdown { await peers.run() }
                        await client?.shutDown()
                    }
                ]
            } ?? []
        let (shared, inbox) = (self.shared, self.inbox)
        let listener: [any Service] =
            shared.map { shared in
                [
                    ClosureService {
                        let listener = shared.listen { inbox.post(.shared(.hinted($0))) }
                        try? await gracefulShutdown()
                        listener?.close()
                    }
                ]
            } ?? []
        let asks: [any Service] =
            peers == nil && client != nil
            ? [
                ClosureService {
                    try? await gracefulShutdown()
                    await client?.shutDown()
                }
            ] : []
        return links + asks + listener + [
            ClosureService {
                try await withGracefulShutdownHandler {
                    try await hub.run()
                } onGracefulShutdown: {
                    hub.shutDown()
                }
            },
            ClosureService { await cancelWhenGracefulShutdown { await loader.run() } },
            ClosureService { await cancelWhenGracefulShutdown { await agents.run() } },
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
        ]
    }

    private static func cores(_ facts: [String: String]) -> Int { facts["cpus"].flatMap { Int($0) } ?? 2 }
}
