/// An event that nodes can hear, as a live run remembers it.
struct HeardEvent: Sendable, Hashable {
    var id: Int
    var tag: String
    /// Source node; -1 for the trigger.
    var node: Int
    var good: Bool?
    var cleanup: Bool
    /// Values of its causes, overlaid in order, then its own. Shared with the cause's where it adds nothing.
    var carried: Values
}
