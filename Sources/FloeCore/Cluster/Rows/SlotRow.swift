/// How far a trigger has fired. Kept when its home moves away.
public struct SlotRow: Sendable, Hashable, Codable {
    /// `FLOW/VERSION/ID`.
    public var trigger: String
    /// The last slot that was fired, or the last poll that changed something.
    public var last: Moment
    /// Of a git poll: refs and what they were at.
    public var refs: [String: String]

    public init(trigger: String, last: Moment, refs: [String: String] = [:]) {
        self.trigger = trigger
        self.last = last
        self.refs = refs
    }
}
