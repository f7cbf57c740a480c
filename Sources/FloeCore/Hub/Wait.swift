/// One reason why a run, or a node of it, waits, and what would change it.
public struct Wait: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        // of a pending run
        case loading, paused, tag, reserved, host, draining, cluster
        // of a node of an active one
        case running, stopping, slot, agent, earlierPass = "earlier-pass", retry, timer, answer, child, merge
        // what keeps one from going on that has begun: its output cannot be stored, the keeper does not answer
        case output, keeper
    }

    public var kind: Kind
    /// Empty for the run as a whole.
    public var node: String
    public var pass: Int
    /// What it waits for: a tag, the missing host tags, tags not yet heard, a run, what is wrong with the disk, why no agent has it, the keeper's process.
    public var what: [String]
    /// The runs that hold it.
    public var holders: [RunRef]
    /// Since when the first of them has held it.
    public var heldSince: Moment?
    /// How many runs that came before want it too.
    public var ahead: Int
    public var since: Moment?
    public var until: Moment?

    public init(
        _ kind: Kind, node: String = "", pass: Int = 0, what: [String] = [], holders: [RunRef] = [], heldSince: Moment? = nil,
        ahead: Int = 0, since: Moment? = nil, until: Moment? = nil
    ) {
        self.kind = kind
        self.node = node
        self.pass = pass
        self.what = what
        self.holders = holders
        self.heldSince = heldSince
        self.ahead = ahead
        self.since = since
        self.until = until
    }

    /// A reason that the cluster has to do with.
    init(_ reason: ClusterReason, since: Moment, until: Moment?, now: Moment) {
        switch reason {
        case .tagHeld(let tag, let holders, let before, let held):
            self.init(.tag, what: [tag], holders: holders.map(\.run), heldSince: held, ahead: before, since: since, until: until)
        case .noCandidate(let tags) where !tags.isEmpty: self.init(.host, what: tags, since: since, until: until)
        default: self.init(.cluster, what: [reason.text(now: now)], since: since, until: until)
        }
    }
}
