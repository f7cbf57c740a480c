public import FloeCore
public import Logging
internal import Synchronization

/// The loop of one host: everything that happens reaches it as an event, is decided with others in one batch, stored in one
/// commit, and only then performed, answered and announced.
///
/// `run()` owns all of it. The loop has a thread of its own, on which it commits and therefore blocks; every other call here only
/// puts something into the inbox, and may come from anywhere.
public final class Hub: Sendable {
    /// What clients are told. It ends with the hub.
    public let broadcast: Broadcast
    /// What retention has done since the start.
    public let sweeps = SweepTally()

    /// What keeps attempts from going on.
    public let obstacles: Obstacles

    /// What it has counted.
    public let meter: HubMeter

    let inbox: Inbox
    private let start: Mutex<HubLoop.Parts?>
    private let monitor = HubMonitor()

    /// Builds a hub that does nothing until `run()`.
    ///
    /// - Parameters:
    ///   - state: Opened on what `store.open()` told.
    ///   - cluster: Where its state is one of a cluster.
    ///   - shared: Where its state is one of a host that shares its database.
    ///   - agents: Where agents may join.
    ///   - load: Begins to load the flow file of a run and returns at once; what comes of it is posted as `HubEvent.loaded`.
    ///   - inbox: Give one to post to where an agent has to be built before the hub.
    public init(
        state: HubState, store: any RunStore, cluster: HubCluster? = nil, shared: HubShared? = nil, agent: any Agent,
        agents: HubAgents? = nil, book: FlowBook,
        load: @escaping @Sendable (RunRef) -> Void,
        clock: HubClock = .system, inbox: Inbox = Inbox(), broadcast: Broadcast = Broadcast(), meter: HubMeter = HubMeter(),
        obstacles: Obstacles = Obstacles(), logger: Logger
    ) {
        self.inbox = inbox
        self.broadcast = broadcast
        self.meter = meter
        self.obstacles = obstacles
        self.start = Mutex(
            HubLoop.Parts(
                state: state, store: store, cluster: cluster, shared: shared, agent: agent, agents: agents, book: book, load: load,
                clock: clock,
                inbox: inbox,
                broadcast: broadcast,
                monitor: self.monitor, meter: meter, logger: logger))
    }

    /// Whether what it is asked can be stored now.
    public var health: HubHealth { self.inbox.isClosed ? .stopping : self.monitor.health }

    /// Whether something waits to be decided.
    var isBusy: Bool { self.inbox.count > 0 }

    /// Runs the loop until `shutDown()`, or until the calling task is cancelled, and returns when all it had accepted is stored.
    ///
    /// - Throws: `HubRefusal` when it was run before, when no thread can be started, or when the store could not take the last events.
    public func run() async throws {
        guard let parts = self.start.withLock({ $0.take() }) else {
            throw HubRefusal(.stopping, detail: "The hub was started already; a hub runs once.")
        }
        try await withTaskCancellationHandler {
            try await LoopThread.run { try HubLoop(parts).run() }
        } onCancel: {
            self.shutDown()
        }
    }

    /// Takes nothing new from now on. Does not wait; `run()` returns when what was accepted is stored.
    public func shutDown() { self.inbox.close() }
}
