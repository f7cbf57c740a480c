/// One reason why a run, or a node of it, waits, and what would change it.
public struct Wait: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        // of a pending run
        case loading, paused, tag, reserved, host, draining
        // of a node of an active one
        case running, stopping, slot, earlierPass = "earlier-pass", retry, timer, answer, child, merge
    }

    public var kind: Kind
    /// Empty for the run as a whole.
    public var node: String
    public var pass: Int
    /// What it waits for: a tag, the missing host tags, tags not yet heard, a run.
    public var what: [String]
    /// The runs that hold it.
    public var holders: [RunRef]
    public var since: Moment?
    public var until: Moment?

    public init(
        _ kind: Kind, node: String = "", pass: Int = 0, what: [String] = [], holders: [RunRef] = [], since: Moment? = nil,
        until: Moment? = nil
    ) {
        self.kind = kind
        self.node = node
        self.pass = pass
        self.what = what
        self.holders = holders
        self.since = since
        self.until = until
    }
}
