/// What one host knows of the others that use its database, and what follows from it: who may take a run, and who is dead.
///
/// The database decides; all that is kept here may be old. What goes wrong by that is told by the database, and tried again.
public struct SharedState: Sendable {
    /// Another host.
    struct Other: Sendable {
        var seen: SharedLook.Host
        /// Own looks in a row at which its beat was the same.
        var still = 0
        var movedAt: Moment
        /// Runs it was told to take since the last look, which its load does not count yet.
        var hinted = 0
    }

    public let times: SharedTimes
    /// Tags that are locks of one host, here as on the others.
    public internal(set) var hostScoped: Set<String>
    /// Where others reach this host.
    public let address: String?
    public let version: String
    var others: [String: Other] = [:]
    /// The connection that the looks are counted on.
    private var connection: Int?
    /// Runs that others have, or that keep a tag for themselves, by tag.
    var foreign: [String: Set<RunRef>] = [:]

    /// What the database is to be asked for next.
    var wants: [SharedWant] = []
    var asked: Set<RunRef> = []
    /// Own pending runs that have all their tags, with the number that came with them.
    var granted: [RunRef: Int] = [:]
    /// How often each was refused a tag.
    var refusals: [RunRef: Int] = [:]
    /// Own runs that others were preferred for, and until when.
    var heldBack: [RunRef: Moment] = [:]
    var wakes = SortedQueue<Wake>()
    /// Runs that overlap has been asked about.
    var met: Set<RunRef> = []
    /// Runs that their owners want to be taken by this host.
    var hinted: Set<RunRef> = []
    /// Slots that have come and were not yet fired, and when they are to be tried.
    var slots: [String: DueSlot] = [:]
    var changes = SharedChanges()

    struct Wake: Sendable, Comparable {
        var at: Moment
        var run: RunRef
        static func < (a: Wake, b: Wake) -> Bool { (a.at, a.run) < (b.at, b.run) }
    }

    struct DueSlot: Sendable {
        var request: TriggerRequest
        var slot: Moment
        var due: Moment
    }

    public init(times: SharedTimes = SharedTimes(), hostScoped: [String] = [], address: String? = nil, version: String = "") {
        self.times = times
        self.hostScoped = Set(hostScoped)
        self.address = address
        self.version = version
    }

    /// What is asked of the database anew when memory is read anew from it.
    mutating func forgetRuns() {
        self.wants = []
        self.asked = []
        self.granted = [:]
        self.foreign = [:]
        self.heldBack = [:]
        self.wakes = SortedQueue()
        self.changes = SharedChanges()
    }

    /// Nothing of a run is to be remembered any more.
    mutating func forget(_ run: RunRef) {
        self.asked.remove(run)
        self.granted[run] = nil
        self.refusals[run] = nil
        self.heldBack[run] = nil
        self.met.remove(run)
    }

    /// Whether hosts take turns with the tag by way of the database; else it is a lock of the executing host.
    func isOfAll(_ tag: String) -> Bool { !tag.hasPrefix("space:") && !self.hostScoped.contains(tag) }

    /// The tags of a run that the database gives, in the order in which all hosts take them.
    func tagsOfAll(_ tags: [String]) -> [String] {
        tags.filter(self.isOfAll).sorted { a, b in
            let (first, second) = (a.hasPrefix("flow:"), b.hasPrefix("flow:"))
            return first == second ? a < b : first
        }
    }

    // MARK: looks

    /// Counts one look; only such as follow each other on one connection count.
    mutating func count(_ look: SharedLook, at now: Moment) {
        let isNew = self.connection != look.connection
        self.connection = look.connection
        var others: [String: Other] = [:]
        for host in look.hosts {
            var other = self.others[host.name] ?? Other(seen: host, movedAt: now)
            if other.seen.beat != host.beat || other.seen.fence != host.fence {
                other.still = 0
                other.movedAt = now
            } else if self.others[host.name] != nil {
                other.still = isNew ? 0 : other.still + 1
            }
            other.seen = host
            other.hinted = 0
            others[host.name] = other
        }
        self.others = others
    }

    /// A look failed: hosts that were still may only have been cut off as this one is.
    mutating func countAnew() {
        self.connection = nil
        for name in self.others.keys { self.others[name]!.still = 0 }
    }

    /// Hosts whose runs may be taken over, with the beat they must still have then.
    public var dead: [(host: String, beat: Int)] {
        self.others.values.filter { $0.still >= self.times.looks && $0.seen.live > 0 }
            .map { ($0.seen.name, $0.seen.beat) }.sorted { $0.0 < $1.0 }
    }

    /// It moved, or its runs were taken over: it is looked at anew.
    public mutating func countAnew(_ host: String) { self.others[host]?.still = 0 }

    /// Others that are there and take runs.
    private var takers: [Other] { self.others.values.filter { $0.still <= 1 && !$0.seen.card.draining } }

    /// Others that may take a run of the flow, by name.
    func takers(of flow: Flow) -> [String] {
        self.takers.filter { Set($0.seen.card.tags).isSuperset(of: flow.hostTags) }.map(\.seen.name).sorted()
    }

    /// Whom a run is best given to; nil for this host, or when it can't be told.
    mutating func best(for run: RunRef, flow: Flow, here: HostLoad, mayHere: Bool) -> String? {
        var candidates = self.takers.filter { Set($0.seen.card.tags).isSuperset(of: flow.hostTags) }.map { other in
            let load = other.seen.card.load
            return (name: other.seen.name, cost: Self.cost(load, more: other.hinted, flow.id, order: Self.order(other.seen.name, run)))
        }
        if mayHere { candidates.append((name: "", cost: Self.cost(here, more: 0, flow.id, order: 0))) }
        guard let best = candidates.min(by: { $0.cost < $1.cost })?.name, !best.isEmpty else { return nil }
        self.others[best]!.hinted += 1
        return best
    }

    private static func cost(_ load: HostLoad, more: Int, _ flow: String, order: UInt64) -> PlacementCost {
        let (work, slots) = (load.running + load.queued + more, max(1, load.slots))
        return PlacementCost(isCold: !(work < slots && load.warm.contains(flow)), work: work, slots: slots, order: order)
    }

    /// Differs from run to run, so that equals take turns; never that of this host, which is first among them.
    private static func order(_ host: String, _ run: RunRef) -> UInt64 {
        var hash = StableHash()
        hash.add(host)
        hash.add(run.description)
        return max(1, hash.value)
    }

    /// Whether this host is the one to fire a trigger at once.
    func isHome(of trigger: String, me: String) -> Bool {
        HostList(hosts: [me] + self.others.values.filter { $0.still <= 1 }.map(\.seen.name)).home(of: "trigger:\(trigger)") == me
    }

    // MARK: for pages

    /// All others that use the database, by name.
    public func hosts(at now: Moment) -> [ClusterHost] {
        self.others.values.map { other in
            let isDead = other.still >= max(2, self.times.looks / 4)
            var state: ClusterHost.State = isDead ? .dead : other.still > 1 ? .warning : .active
            if state == .active, other.seen.card.draining { state = .draining }
            return ClusterHost(
                name: other.seen.name, address: other.seen.card.address, state: state, tags: other.seen.card.tags,
                version: other.seen.card.version, load: other.seen.card.load, lastSeen: other.movedAt, problems: [], at: now)
        }.sorted { $0.name < $1.name }
    }
}
