/// What comes of a batch of events: rows to write in one transaction, then effects to perform in order.
public struct Decision: Sendable {
    public var changes: Changes
    public var effects: [HubEffect]
    /// Passes that ended, for those who count.
    public var ends: [PassEnd] = []

    /// The end of a pass that had begun.
    public struct PassEnd: Sendable, Hashable {
        /// `exec`, `timer` and so on.
        public var type: String
        public var outcome: Outcome.Kind
        /// From its start.
        public var took: Span
    }
}
