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
        self.usualSeconds = self.runs.usualSeconds
        self.unsupported = unsupported
    }
}

public struct FlowList: Sendable, Hashable, Codable {
    public var flows: [FlowSummary]
    /// Hosts of the cluster that could not be asked for their runs.
    public var missing: [String]

    public init(flows: [FlowSummary], missing: [String] = []) {
        self.flows = flows
        self.missing = missing
    }
}

extension FlowList {
    /// The same with the runs that other hosts have. Of a run that several have, what its executor says counts.
    public func merged(with others: [(host: String, list: FlowList)], of host: String, most: Int) -> FlowList {
        var merged = self
        for at in merged.flows.indices {
            let id = merged.flows[at].id
            var runs: [RunRef: (host: String, run: RunBrief)] = [:]
            for (host, list) in [(host, self)] + others {
                for run in list.flows.first(where: { $0.id == id })?.runs ?? [] {
                    if let known = runs[run.ref], known.run.execHost == known.host || run.execHost != host { continue }
                    runs[run.ref] = (host, run)
                }
            }
            let all = runs.values.map(\.run).sorted { ($0.adoptedAt, $0.ref) > ($1.adoptedAt, $1.ref) }
            merged.flows[at].runs = Array(all.prefix(most))
            merged.flows[at].usualSeconds = merged.flows[at].runs.usualSeconds
        }
        return merged
    }
}

/// What the usual time of a run is worked out from.
protocol TimedRun {
    var result: RunRow.Result? { get }
    var startedAt: Timestamp? { get }
    var endedAt: Timestamp? { get }
}

extension RunBrief: TimedRun {}
extension RunSummary: TimedRun {}

extension Array where Element: TimedRun {
    /// The median time from activation to the end of the good ones.
    var usualSeconds: Double? {
        let times = self.compactMap { run -> Double? in
            guard run.result == .good, let start = run.startedAt?.moment, let end = run.endedAt?.moment else { return nil }
            return (end - start).seconds
        }.sorted()
        return times.isEmpty ? nil : times[times.count / 2]
    }
}
