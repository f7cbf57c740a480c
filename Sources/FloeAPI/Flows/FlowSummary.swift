public import FloeCore

/// A flow in the list of flows, with its last runs, the youngest first.
public struct FlowSummary: Sendable, Hashable, Codable {
    public struct Trigger: Sendable, Hashable, Codable {
        public var id: String
        public var name: String
        public var type: FloeCore.Trigger.Kind
        /// When a timer starts the flow next; none for other triggers.
        @Nullable public var nextAt: Timestamp?
    }

    public var id: String
    public var ver: Int
    public var name: String
    public var triggers: [Trigger]
    public var runs: [RunBrief]
    /// How long its good runs take: the median of the last ones. None before the first.
    @Nullable public var usualSeconds: Double?
    /// What its file asks for that this host cannot do.
    public var unsupported: [String]

    /// - Parameter next: When each of its timers fires next.
    public init(_ flow: Flow, runs: [RunRow], waits: [RunRef: [Wait]], next: [String: Moment], unsupported: [String]) {
        self.id = flow.id
        self.ver = flow.version
        self.name = flow.name
        self.triggers = flow.triggers.map { Trigger(id: $0.id, name: $0.name, type: $0.kind, nextAt: next[$0.id]?.timestamp) }
        self.runs = runs.map { RunBrief($0, waits: waits[$0.ref] ?? []) }
        self.usualSeconds = runs.usualSeconds
        self.unsupported = unsupported
    }
}

public struct FlowList: Sendable, Hashable, Codable {
    public var flows: [FlowSummary]
    public init(flows: [FlowSummary]) { self.flows = flows }
}

extension [RunRow] {
    /// The median time from activation to the end of the good ones.
    var usualSeconds: Double? {
        let times = self.compactMap { row -> Double? in
            guard row.result == .good, let start = row.activatedAt, let end = row.endedAt else { return nil }
            return (end - start).seconds
        }.sorted()
        return times.isEmpty ? nil : times[times.count / 2]
    }
}
