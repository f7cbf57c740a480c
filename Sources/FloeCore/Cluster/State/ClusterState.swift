/// What one host knows of its cluster, and every decision of the protocol in `docs/cluster-protocol.md` it takes. Like `HubState` it
/// does no I/O and has no clock; the two are asked in turn and stored in one transaction.
///
/// `HubState` keeps the runs; this keeps who may run where: tags, offers, roll calls, schedules' homes.
public struct ClusterState: Sendable {
    public let settings: ClusterSettings
    public internal(set) var rows: ClusterRows
    /// Sessions that are open, by the other's name.
    public internal(set) var sessions: [String: Session] = [:]
    /// Why this host must not take part until an operator has seen to it.
    public internal(set) var trouble: Refusal?
    public internal(set) var draining = false
    /// The host is about to end.
    var closing = false

    // All below is worked out from rows, or said again in the next session.
    var started = false
    /// Open sessions and dials, by the shell's number.
    var names: [SessionID: String] = [:]
    var dials: [String: Dial] = [:]
    /// Own runs, and such as came as pending, that are to be placed from here.
    var pends: [RoundRef: Pend] = [:]
    /// Of rounds that were given to a host and may come back: who had refused them before.
    var turnedDown: [RoundRef: [String: Refused]] = [:]
    var look = SortedQueue<RoundAge>()
    /// As home: who waits for a tag, and how many have it.
    var queues: [String: [Waiter]] = [:]
    var granted: [String: Int] = [:]
    /// Releases not yet answered, by round: it asks for nothing before.
    var releasing: [RoundRef: Int] = [:]
    /// Of locks of this host: active runs that have them, and whom they refused.
    var locked: [String: Int] = [:]
    var lockWaiters: [String: [RoundRef: LockWaiter]] = [:]
    var activeCount = 0
    /// Hosts that have answered the roll call.
    var answered: Set<String> = []
    /// Hosts that answered with another list, for pages.
    var unlike: [String: HostList] = [:]
    var heal: Heal?
    var healNumber = 0
    var healAt: Moment?
    var load = HostLoad()
    var lastBeat: Beat?
    var beatAt = Moment(milliseconds: 0)
    var freed: Set<String> = []
    var lastSeen: [String: Moment] = [:]
    public internal(set) var refusals: [String: Refusal] = [:]
    /// Why no connection to an address could be made, for pages.
    var dialTroubles: [String: String] = [:]
    /// As a retired host: nobody needs it any more.
    var isGone = false
    /// Whether hosts knew this one's name with an earlier store.
    var knownBy: [String: Bool] = [:]
    var wakes = SortedQueue<Wake>()

    // What the batch in hand has changed.
    var now = Moment(milliseconds: 0)
    var changes = ClusterChanges()
    var verdicts: [ClusterVerdict] = []
    var effects: [ClusterEffect] = []

    /// A session with another host.
    public struct Session: Sendable {
        public let id: SessionID
        public var hello: Hello
        public var heardAt: Moment
        public var beat: Beat
        /// How far its clock was ahead when it said hello.
        public var ahead: Span
        /// Rounds offered since its last beat, which does not count them yet.
        var offered = 0
        /// Rounds whose overlap was told in this session.
        var overlapped: Set<RoundRef> = []
    }

    struct Dial: Sendable {
        var session: SessionID?
        var busy = false
        var tries = 0
        var next: Moment
        var since = Moment(milliseconds: 0)
    }

    /// A round to be placed.
    struct Pend: Sendable {
        var claim: Claim
        /// Tags asked for in a session with their home, and those it granted; by tag, the home's name.
        var asked: [String: String] = [:]
        var heard: [String: String] = [:]
        var queued: [String: QueuedTag] = [:]
        /// Hosts that refused it, and until when they are not asked again.
        var refused: [String: Refused] = [:]
        var aloneSince: Moment?
        var wake: Moment?
        /// Whether a home may have a tag for it, or have it queued; not known of one that was there before this start.
        var mayHold = true
    }

    struct Refused: Sendable {
        var until: Moment
        var why: OfferRefusal
    }

    /// When a pending round is to be looked at again; one that was set anew since is dropped.
    struct Wake: Sendable, Comparable {
        var at: Moment
        var round: RoundRef
        static func < (a: Wake, b: Wake) -> Bool { (a.at, a.round) < (b.at, b.round) }
    }

    struct Waiter: Sendable {
        var want: WantedTag
        var from: String
        var age: RoundAge { self.want.age }
    }

    struct LockWaiter: Sendable {
        var age: RoundAge
        var until: Moment
        var from: String
    }

    struct Heal: Sendable {
        var number: Int
        var waiting: Set<String>
        var seen: Set<Hold> = []
        /// Granted, or asked for again, since it began.
        var fresh: Set<Hold> = []
    }

    /// Opens on what the store holds. Pending runs are told with `ready` before `start`.
    public init(settings: ClusterSettings, rows: ClusterRows) {
        self.settings = settings
        self.rows = rows
        for hold in rows.releases { self.releasing[hold.round, default: 0] += 1 }
        for hold in rows.grants.keys { self.granted[hold.tag, default: 0] += 1 }
        for row in rows.executed.values where row.isActive { self.countActive(row.claim, 1) }
        for (round, row) in rows.executed where row.state == .pending && rows.adopted[round] == nil {
            self.pends[round] = Pend(claim: row.claim)
        }
    }

    /// Takes the events in order.
    public mutating func decide(_ events: [ClusterEvent], at now: Moment) -> ClusterDecision {
        self.now = max(now, self.now)
        for event in events {
            self.take(event)
            if self.started { self.placeAll() }
        }
        if self.started { self.sendBeat() }
        defer {
            self.changes = ClusterChanges()
            self.verdicts = []
            self.effects = []
        }
        return ClusterDecision(changes: self.changes, verdicts: self.verdicts, effects: self.effects)
    }

    private mutating func take(_ event: ClusterEvent) {
        switch event {
        case .start(let bootID, let list): self.start(bootID: bootID, list)
        case .list(let list): self.reload(list)
        case .dialled(let address, let session): self.dialled(address, session)
        case .dialFailed(let address, let why): self.dialFailed(address, why)
        case .greeting(let session, let greeting): self.greeted(session, greeting)
        case .message(let session, let message): self.heard(session, message)
        case .closed(let session): self.closed(session)
        case .tick: self.tick()
        case .closing: self.close()
        case .running(let claim): self.running(claim)
        case .ready(let claim): self.ready(claim)
        case .withdrawn(let round, let end): self.withdraw(round, end)
        case .paused(let round): self.pause(round)
        case .archived(let round, let end): self.archived(round, end)
        case .cancel(let round, let stop): self.cancel(round, stop)
        case .fire(let slot): self.fire(slot)
        case .load(let load): self.load = load
        case .drain(let on): self.drain(on)
        case .forget(let name): self.forget(name)
        case .restored: self.restored()
        }
    }

    /// What another host said in an open session; anything of a replaced or closed one is dropped.
    private mutating func heard(_ session: SessionID, _ message: PeerMessage) {
        guard let peer = self.names[session], self.sessions[peer]?.id == session else { return }
        self.sessions[peer]!.heardAt = self.now
        switch message {
        case .want(let want): self.wanted(want, by: peer)
        case .granted(let hold): self.heardGrant(hold, from: peer)
        case .queued(let queued): self.pends[queued.hold.round]?.queued[queued.hold.tag] = queued
        case .overlap(let round, let by): self.overlapped(round, by: by)
        case .release(let hold): self.heardRelease(hold, from: peer)
        case .released(let hold): self.dropRelease(hold)
        case .offer(let offer): self.offered(offer, by: peer)
        case .taken(let round): self.taken(round, by: peer)
        case .refused(let round, let why): self.refused(round, why, by: peer)
        case .ended(let round, let end): self.ended(round, end, at: peer)
        case .noted(let round): self.noted(round, by: peer)
        case .cancel(let round, let stop): self.cancelHeard(round, stop, from: peer)
        case .call(let list): self.called(list, by: peer)
        case .holds(let holds): self.heardHolds(holds, from: peer)
        case .notYet(let list): self.unlike[peer] = list
        case .heal(let number): self.send(peer, .healHolds(number, self.held))
        case .healHolds(let number, let tags): self.heardHeal(number, tags, from: peer)
        case .forget(let store): self.heardForgotten(store)
        case .beat(let beat): self.heardBeat(beat, from: peer)
        }
    }

    /// Says something in the open session with a host; without one it is said when the next opens.
    mutating func send(_ peer: String, _ message: PeerMessage) {
        guard let session = self.sessions[peer] else { return }
        self.effects.append(.send(session.id, message))
    }

    var name: String { self.rows.me.name }
    var joined: Bool { self.rows.me.joined }
}
