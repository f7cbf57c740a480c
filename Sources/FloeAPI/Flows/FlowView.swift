public import FloeCore

/// One flow: what starts it, what it is made of, and its runs.
public struct FlowView: Sendable, Hashable, Codable {
    public struct Trigger: Sendable, Hashable, Codable {
        public var id: String
        public var name: String
        public var type: FloeCore.Trigger.Kind
        /// What a data trigger asks for.
        @Nullable public var form: FormView?
        /// Seconds between fires of a timer.
        @Nullable public var period: Double?
        /// When a timer starts the flow next; none for other triggers.
        @Nullable public var nextAt: Timestamp?
    }

    public struct Node: Sendable, Hashable, Codable {
        public var id: String
        public var name: String
        public var `class`: String
        public var type: String
        public var listen: [String]
        /// Made by the loader; not drawn.
        public var hidden: Bool
    }

    public var id: String
    public var ver: Int
    public var name: String
    public var triggers: [Trigger]
    public var nodes: [Node]
    public var edges: [GraphView.Edge]
    public var levels: [[String]]
    public var runs: [RunSummary]
    /// Give it as `after` to get the next page of runs.
    @Nullable public var next: RunRef?
    /// When that run was adopted.
    @Nullable public var nextAt: Timestamp?
    /// Hosts of the cluster that could not be asked for their runs.
    public var missing: [String]
    @Nullable public var usualSeconds: Double?
    public var resourceTags: [String]
    public var hostTags: [String]
    public var unsupported: [String]

    /// - Parameters:
    ///   - list: A page of its runs.
    ///   - next: When each of its timers fires next.
    public init(_ compiled: CompiledFlow, list: RunList, next: [String: Moment], unsupported: [String]) {
        let flow = compiled.flow
        self.id = flow.id
        self.ver = flow.version
        self.name = flow.name
        self.triggers = flow.triggers.map { trigger in
            Trigger(
                id: trigger.id, name: trigger.name, type: trigger.kind,
                form: trigger.kind == .data ? FormView(flow.form(of: trigger)) : nil, period: trigger.period?.seconds,
                nextAt: next[trigger.id]?.timestamp)
        }
        self.nodes = flow.nodes.map {
            Node(id: $0.id, name: $0.name, class: $0.shownClass, type: $0.shownType, listen: $0.listen, hidden: $0.hidden)
        }
        let graph = GraphView(compiled)
        self.edges = graph.edges
        self.levels = graph.levels
        self.runs = list.runs
        self.next = list.next
        self.nextAt = list.nextAt
        self.missing = list.missing
        self.usualSeconds = list.runs.usualSeconds
        self.resourceTags = flow.resourceTags
        self.hostTags = flow.hostTags
        self.unsupported = unsupported
    }
}
