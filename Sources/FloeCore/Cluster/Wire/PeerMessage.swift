/// What two hosts say to each other inside a session. Each may be said again in the next one; none is numbered.
public enum PeerMessage: Sendable, Hashable, Codable {
    /// Bytes of the longest one, as JSON. A frozen flow, or the names of 100,000 live runs, fit.
    public static let maxBytes = 64 << 20

    case want(WantedTag)
    case granted(Hold)
    /// It waits in the home's queue; for display.
    case queued(QueuedTag)
    /// Overlap ends the round, because of that other one.
    case overlap(RoundRef, by: RoundRef)
    case release(Hold)
    case released(Hold)
    case offer(Offer)
    case taken(RoundRef)
    case refused(RoundRef, OfferRefusal)
    case ended(RoundRef, RunEnd)
    case noted(RoundRef)
    case cancel(RoundRef, RunStop)
    case call(HostList)
    case holds(Holds)
    case notYet(HostList)
    case heal(Int)
    case healHolds(Int, [HeldTag])
    case forget(ForgottenStore)
    case beat(Beat)
}

/// A run asks the home of a tag for it.
public struct WantedTag: Sendable, Hashable, Codable {
    public var hold: Hold
    public var adoptedAt: Moment
    public var born: Moment
    public var overlap: Flow.Overlap

    var age: RoundAge { RoundAge(adoptedAt: self.adoptedAt, round: self.hold.round) }
}

/// Who is before a run at the home of a tag.
public struct QueuedTag: Sendable, Hashable, Codable {
    static let maxHolders = 16

    public var hold: Hold
    /// Some of the rounds that have it.
    public var holders: [RoundRef]
    /// Waiters that are older.
    public var before: Int
    public var since: Moment?
}

/// A tag that a host knows to be held, or about to be.
public struct HeldTag: Sendable, Hashable, Codable {
    public var hold: Hold
    public var born: Moment
}

/// The answer to a roll call.
public struct Holds: Sendable, Hashable, Codable {
    /// The list it was asked in.
    public var digest: String
    public var tags: [HeldTag]
    public var slots: [SlotRow]
    /// Names and addresses of the hosts it knows.
    public var peers: [KnownPeer]

    public struct KnownPeer: Sendable, Hashable, Codable {
        public var name: String
        public var address: String?
    }
}

/// A round for another host to execute, or to place.
public struct Offer: Sendable, Hashable, Codable {
    public var claim: Claim
    public var granted: [String]
    public var asPending: Bool
    /// The run itself; the shell of the cluster puts it in as it sends.
    public var run: OfferedRun?
}

/// A run as it travels: its row and its frozen flow.
public struct OfferedRun: Sendable, Hashable, Codable {
    public var row: RunRow
    public var digest: String
    public var flow: Flow

    public init(row: RunRow, frozen: FrozenFlow) {
        self.row = row
        self.digest = frozen.digest
        self.flow = frozen.flow
    }

    public var frozen: FrozenFlow { FrozenFlow(digest: self.digest, flow: self.flow) }
}

/// Why a host does not take a round.
public enum OfferRefusal: Sendable, Hashable, Codable {
    case draining
    case retired
    case hostTags([String])
    /// Cluster tags by its own file that were not granted.
    case notGranted([String])
    /// A lock of the host is held, or an older run waits for it.
    case locked(String)
    case full
}

/// What a host says of itself every second and when it changes: a hint for placement, and what pages show.
public struct Beat: Sendable, Hashable, Codable {
    public var load = HostLoad()
    public var draining = false
    public var joined = false
    public var retired = false
    public var left = false
    public var address: String?
    /// It knew the other's name with another store.
    public var knewOther = false
    /// Locks that came free and that refused runs wait for.
    public var freed: [String] = []

    /// Whether it may be given runs.
    var takes: Bool { !self.draining && !self.retired }
}

/// How busy a host is.
public struct HostLoad: Sendable, Hashable, Codable {
    public var slots: Int
    /// Attempts that run, and that wait for a slot.
    public var running: Int
    public var queued: Int
    /// Flows with a warm workspace or git mirror there; some of them.
    public var warm: [String]

    public init(slots: Int = 1, running: Int = 0, queued: Int = 0, warm: [String] = []) {
        self.slots = slots
        self.running = running
        self.queued = queued
        self.warm = warm
    }
}
