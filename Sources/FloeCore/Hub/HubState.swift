/// Everything one hub knows, and every decision it takes. It does no I/O and never waits: the same state and the same
/// events give the same changes and effects. `docs/run-lifecycle.md` says what it decides and why.
public struct HubState: Sendable {
    public internal(set) var settings: HubSettings
    public internal(set) var catalog = FlowCatalog()
    /// The flows were told once.
    var hasCatalog = false
    public internal(set) var host: HostRow
    public var draining: Bool { self.host.draining }
    /// Set when the host is about to end, and never taken back.
    var closing = false

    /// Live runs.
    var runs: [RunRef: Run] = [:]
    var tags: [String: TagState] = [:]
    /// Keys that live runs were asked for with.
    var keys: [KeyOfRun: RunRef] = [:]
    /// Runs that are to be looked at for placement, and children that a run waits for: these a draining host goes on placing.
    var toPlace = SortedQueue<RunAge>()
    var childrenToPlace = SortedQueue<RunAge>()
    /// Tags that may have room for one of their waiters.
    var roomy: Set<String> = []
    /// Instances that wait for a slot: clean-up's, and all others.
    var cleanupSlots = SortedQueue<SlotClaim>()
    var slots = SortedQueue<SlotClaim>()
    var usedSlots = 0
    public internal(set) var agents: AgentRoster
    /// Instances that wait for another host, by where they are to run, and where one may be given its turn.
    var targeted: [Target: TargetQueue] = [:]
    var openTargets: Set<Target> = []
    /// Passes whose turn has come and that need no slot.
    var begins: [(run: RunRef, node: Int, pass: Int)] = []
    var nextBegin = 0
    var deadlines = Deadlines()
    /// Runs that may have come to wait for each other.
    var suspects: [RunRef] = []
    /// What the event in hand means for other runs, decided after it has been routed.
    var work: [Work] = []
    /// Who may run where, of a host that shares its runs with others; nil on a host by itself, which decides that alone.
    public internal(set) var cluster: ClusterState?
    /// Who else uses the database; nil on a host that shares none.
    public internal(set) var shared: SharedState?
    /// What the cluster has not been told yet.
    var clusterEvents: [ClusterEvent] = []
    var nextClusterEvent = 0
    /// Flows whose workspace or mirror is warm here, the latest last.
    var warm: [String] = []
    var toldLoad: HostLoad?
    /// Slots that have come and that the cluster is asked about, by trigger.
    var dueSlots: [String: TriggerRequest] = [:]

    // What the batch in hand has changed; empty between batches.
    var now = Moment(milliseconds: 0)
    var effects: [HubEffect] = []
    var events: [EventRow] = []
    var ends: [Decision.PassEnd] = []
    var newFlows: [FrozenFlow] = []
    var knownDigests: Set<String> = []
    var dirtyRuns: [RunRef] = []
    var dirtyPasses: [(run: RunRef, node: Int, pass: Int)] = []
    var hostDirty = false
    var swept: [[RunRef]] = []
    var sweptFlows: [String] = []
    /// Rows of archived runs that are not in memory.
    var markedRuns: [RunRow] = []
    /// Runs archived in this batch, for their last rows.
    var departed: [RunRef: Run] = [:]
    var clusterChanges = ClusterChanges()

    struct KeyOfRun: Sendable, Hashable {
        var flow: FlowKey
        var key: String
    }

    struct SlotClaim: Sendable, Comparable {
        var queue: Int
        var run: RunRef
        var node: Int
        var pass: Int
        var part: Int
        static func < (a: SlotClaim, b: SlotClaim) -> Bool {
            (a.queue, a.run, a.node, a.pass, a.part) < (b.queue, b.run, b.node, b.pass, b.part)
        }
    }

    /// One thing that one run does to another.
    enum Work: Sendable {
        case cancel(RunRef, reason: String, by: String, detail: String, hard: Bool)
        case childEnded(parent: RunRow.Parent, child: RunRef, result: RunRow.Result, why: String, values: Values)
        case startedByEnd(flow: FrozenFlow, trigger: Trigger, of: RunRef, values: Values, depth: Int)
    }

    /// Opens the hub on what its store holds: counters, and live runs each whole.
    ///
    /// - Parameters:
    ///   - cluster: Opened on what the same store holds of the cluster.
    ///   - shared: Of a host that shares its database; what it has learned of the others stays.
    ///   - agents: Those that have joined.
    public init(
        settings: HubSettings, host: HostRow = HostRow(), runs: [StoredRun] = [], cluster: ClusterState? = nil, shared: SharedState? = nil,
        agents: [AgentRow] = []
    ) {
        self.settings = settings
        self.host = host
        self.cluster = cluster
        self.shared = shared
        self.shared?.forgetRuns()
        self.agents = AgentRoster(agents)
        if cluster != nil, host.draining { self.clusterEvents.append(.drain(true)) }
        for stored in runs where stored.row.isLive {
            // A clock that was set back does not make new runs older than these.
            self.now = max(self.now, stored.row.readyAt ?? stored.row.adoptedAt)
            self.enter(Run(stored))
        }
    }

    /// Takes the events in order and tells what to store and what to do once it is stored.
    public mutating func decide(_ events: [HubEvent], at now: Moment) -> Decision {
        self.now = max(now, self.now)
        for event in events {
            self.take(event)
            self.settleAll()
        }
        self.deadlines.prune { [runs = self.runs] in Self.holds($0, in: runs) }
        return self.takeDecision()
    }

    /// The earliest deadline of all; a `tick` is due then.
    public var nextWake: Moment? {
        [self.deadlines.first?.at, self.cluster?.nextWake, self.sharedWake].compactMap(\.self).min()
    }

    private mutating func take(_ event: HubEvent) {
        switch event {
        case .trigger(let request, let token): self.trigger(request, token)
        case .loaded(let ref, let result): self.loaded(ref, result)
        case .outcome(let order, let outcome): self.outcome(order, outcome)
        case .answer(let request, let token): self.answer(request, token)
        case .cancel(let ref, let by, let token): self.cancelAsked(ref, by: by, token)
        case .pause(let ref, let on, _, let token): self.pause(ref, on, token)
        case .retry(let stored, let from, let by, let token): self.retry(stored, from: from, by: by, token)
        case .keep(let ref, let on, let by, let stored, let token): self.keep(ref, on, by: by, stored, token)
        case .sweep(let families, let flows, let token): self.sweep(families, flows: flows, token)
        case .catalog(let catalog): self.replace(catalog)
        case .drain(let on, let token): self.drain(on, token)
        case .keeper(let instance): self.settings.keeper = instance
        case .closing:
            self.closing = true
            self.tellCluster(.closing)
        case .tick:
            self.tick()
            self.tellCluster(.tick)
            self.wakeShared()
        case .timer(let request, let slot): self.timer(request, slot)
        case .cluster(let event): self.clusterHeard(event)
        case .shared(let event): self.sharedHeard(event)
        case .agent(let event): self.agentHeard(event)
        case .drainAgent(let name, let on, let token): self.drainAgent(name, on, token)
        case .forget(let name, let token):
            if self.agents.rows[name] == nil { self.forgetHost(name, token) } else { self.forgetAgent(name, token) }
        }
    }

    /// Goes on until nothing more follows from what has happened.
    private mutating func settleAll() {
        while true {
            if !self.work.isEmpty {
                self.performWork()
            } else if self.placeOne() || self.beginOne() || self.fillOneSlot() || self.fillOneTarget() || self.askCluster()
                || self.breakDeadlock()
            {
                continue
            } else {
                return
            }
        }
    }

    mutating func performWork() {
        while !self.work.isEmpty { self.perform(self.work.removeFirst()) }
    }

    private mutating func perform(_ work: Work) {
        switch work {
        case .cancel(let ref, let reason, let by, let detail, let hard):
            let isHere = self.cancel(ref, reason: reason, by: by, detail: detail, hard: hard)
            // Another host has it, or it has ended.
            if !isHere { self.shared?.changes.stops[ref] = RunStop(reason: reason, by: by, detail: detail, hard: hard) }
        case .childEnded(let parent, let child, let result, let why, let values):
            self.childEnded(parent: parent, child: child, result: result, why: why, values: values)
        case .startedByEnd(let flow, let trigger, let of, let values, let depth):
            let cause = RunRow.Cause(trigger: trigger.id, by: "flow")
            self.adopt(
                flow, cause: cause, values: flow.flow.defaults.merging(values) { $1 }.merging(["run": .string(of.description)]) { $1 },
                depth: depth)
        }
    }
}
