internal import FloeCore

/// What a hub has counted since it started.
public struct HubNumbers: Sendable {
    public struct RunKey: Sendable, Hashable, Comparable {
        public var flow: String
        public var result: String
        public var trigger: String
        public static func < (a: RunKey, b: RunKey) -> Bool { (a.flow, a.result, a.trigger) < (b.flow, b.result, b.trigger) }
    }

    public struct NodeKey: Sendable, Hashable, Comparable {
        public var type: String
        public var result: String
        public static func < (a: NodeKey, b: NodeKey) -> Bool { (a.type, a.result) < (b.type, b.result) }
    }

    /// Flows, tags and the like of which each has numbers of its own; the rest are counted together, as `other`.
    static let most = 1000
    static let other = "other"

    /// Stored events.
    public internal(set) var events = 0
    /// Ended runs.
    public internal(set) var runs: [RunKey: Int] = [:]
    /// From activation to the end, by flow.
    public internal(set) var durations: [String: Histogram] = [:]
    /// From being ready to activation.
    public internal(set) var queueWait = Histogram(Histogram.runs)
    public internal(set) var nodes: [NodeKey: Histogram] = [:]
    /// How long resource-tags were held, by tag.
    public internal(set) var held: [String: Histogram] = [:]
    public internal(set) var commitSeconds = Histogram(Histogram.commits)
    /// Events in a commit.
    public internal(set) var commitSizes = Histogram(Histogram.sizes)
    /// From the time a timer trigger was due to the time it fired.
    public internal(set) var scheduleLag = Histogram(Histogram.requests)
    /// Fires that were left out since the host was away or late.
    public internal(set) var scheduleMissed = 0
    /// Of the logs of attempts that have ended.
    public internal(set) var logBytes: Int64 = 0

    init() {}

    /// Counts what a decision that was stored has ended and begun.
    mutating func count(_ decision: Decision) {
        self.events += decision.changes.events.count
        for end in decision.ends {
            let key = NodeKey(type: end.type, result: end.outcome.rawValue)
            self.nodes[key, default: Histogram(Histogram.runs)].add(end.took.seconds)
        }
        let tags = Dictionary(grouping: decision.changes.events.filter { $0.tag.hasPrefix("sys.") }, by: \.run)
        for run in decision.changes.runs {
            guard let events = tags[run.ref] else { continue }
            if events.contains(where: { $0.tag == "sys.state" && $0.own["state"] == "activate" }), let began = run.activatedAt {
                self.queueWait.add((began - (run.readyAt ?? run.adoptedAt)).seconds)
            }
            if events.contains(where: { $0.tag == "sys.end.all" }) { self.countEnd(of: run) }
        }
    }

    private mutating func countEnd(of run: RunRow) {
        let flow = self.durations.keys.contains(run.flow.id) || self.durations.count < Self.most ? run.flow.id : Self.other
        var key = RunKey(flow: flow, result: run.result?.rawValue ?? "", trigger: run.cause.trigger)
        if self.runs[key] == nil, self.runs.count >= 4 * Self.most { key.trigger = Self.other }
        self.runs[key, default: 0] += 1
        guard let began = run.activatedAt, let ended = run.endedAt else { return }
        self.durations[flow, default: Histogram(Histogram.runs)].add((ended - began).seconds)
        for tag in run.tags where !tag.hasPrefix("flow:") && !tag.hasPrefix("space:") {
            let name = self.held.keys.contains(tag) || self.held.count < Self.most ? tag : Self.other
            self.held[name, default: Histogram(Histogram.runs)].add((ended - began).seconds)
        }
    }
}
