public import FloeCore

/// A run with its nodes.
public struct RunView: Sendable, Hashable, Codable {
    public struct Ending: Sendable, Hashable, Codable {
        public var result: RunRow.Result
        public var reason: String
        public var detail: String
        public var by: String
        public var since: Timestamp
        /// Clean-up is stopped too.
        public var hard: Bool
    }

    public struct Parent: Sendable, Hashable, Codable {
        public var run: RunRef
        public var node: String
        public var pass: Int
    }

    public var ref: RunRef
    public var flow: String
    public var flowName: String
    public var ver: Int
    public var state: RunRow.Phase
    public var paused: Bool
    @Nullable public var good: Bool?
    @Nullable public var result: RunRow.Result?
    public var reason: String
    public var detail: String
    /// Who ended it.
    public var by: String
    /// The decided end of a run of which something still runs.
    @Nullable public var ending: Ending?
    public var round: Int
    /// The pass that waits for this run.
    @Nullable public var parent: Parent?
    /// The tags it holds.
    public var holds: [String]
    public var trigger: String
    /// Who or what started it.
    public var startedBy: String
    public var values: Values
    public var execHost: String
    /// Never swept.
    public var keep: Bool
    /// Who wants it kept, a user or `flow`; empty when it is not, or nobody knows.
    public var keptBy: String
    @Nullable public var keptAt: Timestamp?
    public var adoptedAt: Timestamp
    @Nullable public var startedAt: Timestamp?
    @Nullable public var endedAt: Timestamp?
    @Nullable public var deadline: Timestamp?
    public var nodes: [NodeView]
    public var graph: GraphView
    public var waits: [WaitView]

    /// - Parameters:
    ///   - waits: of a live run, what the hub says; empty else.
    ///   - logBytes: the size of the log of an attempt; 0 when there is none.
    public init(_ run: StoredRun, waits: [Wait], logBytes: (OrderID) -> Int) {
        let row = run.row
        self.ref = row.ref
        self.flow = row.flow.id
        self.flowName = run.flow.flow.name
        self.ver = row.flow.version
        self.state = row.phase
        self.paused = row.paused
        self.good = row.good
        self.result = row.result
        self.reason = row.reason
        self.detail = row.detail
        self.by = row.by
        self.ending = row.isLive ? row.ending.map { Ending($0) } : nil
        self.round = row.round
        self.parent = row.parent.map { Parent(run: $0.run, node: $0.node, pass: $0.pass) }
        self.holds = row.phase == .active ? row.tags : []
        self.trigger = row.cause.trigger
        self.startedBy = row.cause.by
        self.values = row.values.shown
        self.execHost = row.execHost
        self.keep = row.keep
        self.keptBy = row.keep ? row.keptBy : ""
        self.keptAt = row.keep ? row.keptAt?.timestamp : nil
        self.adoptedAt = row.adoptedAt.timestamp
        self.startedAt = row.activatedAt?.timestamp
        self.endedAt = row.endedAt?.timestamp
        self.deadline = row.deadline?.timestamp
        self.graph = GraphView(run.flow.compiled)
        let views = Wait.sorted(waits).waits.map { WaitView($0, at: row.ref) }
        self.waits = views
        self.nodes = Self.nodes(of: run, waits: views, logBytes: logBytes)
    }

    private static func nodes(of run: StoredRun, waits: [WaitView], logBytes: (OrderID) -> Int) -> [NodeView] {
        let good = Dictionary(run.events.map { ($0.id, $0.good) }, uniquingKeysWith: { first, _ in first })
        let byNode = Dictionary(grouping: run.passes, by: \.key.node)
        let forms = AskedForms(run)
        var views: [NodeView] = []
        for node in run.flow.flow.nodes where !node.hidden {
            let passes = byNode[node.id] ?? []
            if passes.isEmpty { views.append(NodeView(idle: node)) }
            for pass in passes where pass.key.instance.isEmpty {
                let order = OrderID(run: run.row.ref, node: node.id, pass: pass.key.pass, attempt: pass.attempt)
                var executes = false
                if case .executing = node.kind { executes = pass.attempt > 0 }
                var view = NodeView(
                    node, pass, good: good[pass.endEvent] ?? pass.outcome?.good, paused: run.row.paused,
                    waits: pass.inFlight ? waits.filter { $0.node == node.id && $0.pass == pass.key.pass } : [],
                    logBytes: executes ? logBytes(order) : 0, form: forms.form(of: node, pass))
                let instances = passes.filter { !$0.key.instance.isEmpty && $0.key.pass == pass.key.pass }
                if !instances.isEmpty { view.hosts = NodeView.Hosts(instances) }
                views.append(view)
            }
        }
        return views
    }
}

extension RunView.Ending {
    init(_ ending: RunRow.Ending) {
        self.init(
            result: ending.result, reason: ending.reason, detail: ending.detail, by: ending.by, since: ending.since.timestamp,
            hard: ending.hard)
    }
}

extension Outcome.Kind {
    /// Good, bad, or neither.
    var good: Bool? {
        switch self {
        case .good, .skipped: true
        case .cancelled: nil
        case .bad, .error, .lost, .timedOut: false
        }
    }
}
