public import FloeCore

/// A run in a list.
public struct RunSummary: Sendable, Hashable, Codable {
    public var ref: RunRef
    public var flow: String
    public var ver: Int
    public var flowName: String
    public var state: RunRow.Phase
    public var paused: Bool
    @Nullable public var result: RunRow.Result?
    @Nullable public var good: Bool?
    public var reason: String
    public var detail: String
    /// Who ended it.
    public var by: String
    public var trigger: String
    /// Who or what started it.
    public var startedBy: String
    public var values: Values
    public var round: Int
    public var execHost: String
    /// Never swept.
    public var keep: Bool
    /// Who wants it kept, a user or `flow`; empty when it is not, or nobody knows.
    public var keptBy: String
    @Nullable public var keptAt: Timestamp?
    public var adoptedAt: Timestamp
    @Nullable public var startedAt: Timestamp?
    @Nullable public var endedAt: Timestamp?
    /// Why it does not go on, of a live run.
    public var waits: [WaitView]
    public var waitsForPerson: Bool
    /// The nodes that run now, `build, test`; none when nothing does.
    @Nullable public var now: String?

    /// - Parameter waits: of a live run, what the hub says; empty else.
    public init(_ row: RunRow, flowName: String, waits: [Wait]) {
        self.ref = row.ref
        self.flow = row.flow.id
        self.ver = row.flow.version
        self.flowName = flowName
        self.state = row.phase
        self.paused = row.paused
        self.result = row.result
        self.good = row.good
        self.reason = row.reason
        self.detail = row.detail
        self.by = row.by
        self.trigger = row.cause.trigger
        self.startedBy = row.cause.by
        self.values = row.values.shown
        self.round = row.round
        self.execHost = row.execHost
        self.keep = row.keep
        self.keptBy = row.keep ? row.keptBy : ""
        self.keptAt = row.keep ? row.keptAt?.timestamp : nil
        self.adoptedAt = row.adoptedAt.timestamp
        self.startedAt = row.activatedAt?.timestamp
        self.endedAt = row.endedAt?.timestamp
        let (now, waits) = Wait.sorted(waits)
        self.now = now
        self.waits = waits.map { WaitView($0, at: nil) }
        self.waitsForPerson = waits.contains { $0.kind == .answer }
    }
}

/// A page of runs, the youngest first.
public struct RunList: Sendable, Hashable, Codable {
    public var runs: [RunSummary]
    /// Give it as `after` to get the next page.
    @Nullable public var next: RunRef?
    /// When that run was adopted.
    @Nullable public var nextAt: Timestamp?
    /// Hosts of the cluster that could not be asked: runs that are there are missing, or shown as they were last known elsewhere.
    public var missing: [String]

    public init(runs: [RunSummary], next: RunRef?, nextAt: Timestamp? = nil, missing: [String] = []) {
        self.runs = runs
        self.missing = missing
        self.next = next
        self.nextAt = nextAt
    }
}

extension Wait {
    /// What runs, by name, and what waits.
    static func sorted(_ waits: [Wait]) -> (now: String?, waits: [Wait]) {
        var running: [String] = []
        for wait in waits where wait.kind == .running || wait.kind == .stopping {
            if !running.contains(wait.node) { running.append(wait.node) }
        }
        let rest = waits.filter { $0.kind != .running && $0.kind != .stopping }
        return (running.isEmpty ? nil : running.joined(separator: ", "), rest)
    }
}
