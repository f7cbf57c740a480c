/// A stored event of a run. Ids count from 1 in a run without gaps; sequence numbers grow over the host.
public struct EventRow: Sendable, Hashable, Codable {
    public var run: RunRef
    public var id: Int
    public var sequence: Int
    public var tag: String
    /// Source node; empty for system events of the run.
    public var node: String
    public var pass: Int
    /// Nil for `cancelled`, which is neither.
    public var good: Bool?
    /// The event's own values; those of its causes are worked out.
    public var own: Values
    public var causes: [Int]
    /// From a clean-up pass, or `cancelled`.
    public var cleanup: Bool
    public var at: Moment

    public init(
        run: RunRef, id: Int, sequence: Int, tag: String, node: String = "", pass: Int = 0, good: Bool? = true, own: Values = [:],
        causes: [Int] = [], cleanup: Bool = false, at: Moment
    ) {
        self.run = run
        self.id = id
        self.sequence = sequence
        self.tag = tag
        self.node = node
        self.pass = pass
        self.good = good
        self.own = own
        self.causes = causes
        self.cleanup = cleanup
        self.at = at
    }
}
