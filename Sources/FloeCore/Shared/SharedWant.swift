/// A host wants a pending run to become active on it: it asks the database for the run's tags, and for the run, where another host has it.
public struct SharedWant: Sendable, Hashable {
    public struct Tag: Sendable, Hashable {
        public var name: String
        public var limit: Int

        public init(_ name: String, limit: Int) {
            self.name = name
            self.limit = limit
        }
    }

    public var run: RunRef
    /// Whose it is, as far as this host knows.
    public var owner: String
    /// In the order in which all hosts take them.
    public var tags: [Tag]
    /// Keep the first of them that are free, and wait for the next: it was passed over for long.
    public var reserves: Bool

    public init(run: RunRef, owner: String, tags: [Tag], reserves: Bool = false) {
        self.run = run
        self.owner = owner
        self.tags = tags
        self.reserves = reserves
    }
}

/// What came of it.
public enum SharedAnswer: Sendable {
    /// It has all its tags. The number is new, and higher than all before.
    case granted(RunRef, fence: Int?)
    /// The same, and it was another host's: here it is whole.
    case taken(StoredRun, fence: Int?)
    /// A tag has no room: these have it, with when they were adopted where that is known.
    case full(RunRef, tag: String, holders: [RunAge])
    /// Another host has it by now, or it has ended.
    case gone(RunRef)
}

/// What a batch changed of what hosts share, beside the runs themselves.
public struct SharedChanges: Sendable, Hashable {
    /// Runs of other hosts that are to end, and why.
    public var stops: [RunRef: RunStop] = [:]
    /// Pending runs that give back what they kept for themselves.
    public var released: [RunRef] = []
    /// Slots of schedules that are fired with it. The changes are refused where one was fired before.
    public var slots: [SlotRow] = []
    /// Hosts that should look, with what they may be told.
    public var hints: [SharedHint] = []

    public init() {}

    public var isEmpty: Bool { self.stops.isEmpty && self.released.isEmpty && self.slots.isEmpty && self.hints.isEmpty }
}

/// The owner of a run would have it taken by that host.
public struct SharedHint: Sendable, Hashable {
    public var host: String
    public var run: RunRef

    public init(host: String, run: RunRef) {
        self.host = host
        self.run = run
    }
}
