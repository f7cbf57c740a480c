/// What a host wants to know when it looks at the database it shares.
public struct SharedQuestion: Sendable, Hashable {
    /// Some of its pending runs, the oldest: others may have taken them.
    public var pends: [RunRef] = []
    /// Runs that its own wait for, and that others have.
    public var children: [RunRef] = []
    public var card: HostCard

    public init(card: HostCard) { self.card = card }
}

/// What it saw.
public struct SharedLook: Sendable {
    /// Another host that uses the database.
    public struct Host: Sendable, Hashable {
        public var name: String
        public var fence: Int
        public var beat: Int
        /// Runs it has that have not ended.
        public var live: Int
        public var card: HostCard

        public init(name: String, fence: Int, beat: Int, live: Int, card: HostCard) {
            self.name = name
            self.fence = fence
            self.beat = beat
            self.live = live
            self.card = card
        }
    }

    public var hosts: [Host] = []
    /// Who has each tag, on all hosts, pending runs that keep one for themselves included.
    public var holds: [String: Set<RunRef>] = [:]
    /// Ready pending runs of others, the oldest.
    public var offered: [OfferedRun] = []
    /// Own runs that somebody else wants to end.
    public var stops: [(run: RunRef, stop: RunStop)] = []
    /// Of the pending runs that were asked about, those that others have.
    public var gone: [RunRef] = []
    /// Of the children that were asked about, those that have ended.
    public var ended: [StoredRun] = []
    /// Changes when the connection is made anew.
    public var connection = 0

    public init() {}
}
