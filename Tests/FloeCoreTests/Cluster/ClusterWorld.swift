import FloeTesting

@testable import FloeCore

/// Some hosts with their disks, what the hub on each keeps of runs, and the connections between them, which break at either side alone,
/// lose what is under way, and are replaced while old messages still lie about.
struct ClusterWorld {
    struct Host {
        let name: String
        let address: String
        var tags: Set<String>
        /// Nil while it is down.
        var state: ClusterState?
        var disk: ClusterRows
        /// What the hub stores, in the same transactions.
        var runs: [RoundRef: HubRun] = [:]
        /// The list in its file.
        var file: HostList
        var draining = false
        var starts = 0
        /// Dials that were asked for and have come to nothing yet.
        var dials: [String] = []
        var stores = 1
        /// An earlier state of its disk.
        var backup: (rows: ClusterRows, runs: [RoundRef: HubRun])?
        /// Given up by the others while it was down.
        var isForgotten = false
        /// It runs on an older copy of its disk.
        var isCopy = false
    }

    struct HubRun: Hashable {
        enum Phase: Hashable { case pending, active, ended }
        var claim: Claim
        var phase = Phase.pending
        var paused = false
        var stopping = false
        var isOwn = true
        var end: RunEnd?
    }

    enum Wire {
        case greeting(Greeting)
        case message(PeerMessage)
        case closed
    }

    /// A connection: what is under way to each of its two ends.
    struct Link {
        var host: [Int]
        var session: [SessionID]
        var open = [true, true]
        var inbox: [[Wire]] = [[], []]
        var broken = false
    }

    struct Broken: Error, CustomStringConvertible {
        var description: String
    }

    var random: Seeded
    let setup: ClusterSetup
    let trigger: String
    var hosts: [Host] = []
    var links: [Int: Link] = [:]
    /// Which end of which connection a session is.
    var ends: [SessionID: (link: Int, end: Int)] = [:]
    var nextLink = 0
    var nextSession: SessionID = 1
    var cut: Set<[Int]> = []
    var now = Moment(milliseconds: 1_800_000_000_000)
    let log = StepLog()
    var budget: [ClusterFault: Int]
    /// Ghosts: what a history knows and no host does.
    var activations: [RoundRef: Int] = [:]
    var adopted: [RoundRef: Int] = [:]
    var excused: Set<RoundRef> = []
    var fired: [Moment: Int] = [:]
    var slots: [Moment] = []
    var nextNumber = 1
    var settling = false

    init(seed: Int, setup: ClusterSetup) {
        self.random = Seeded(UInt64(seed))
        self.setup = setup
        self.budget = setup.faults
        let addresses = (0..<setup.hosts).map(Self.address)
        let list = setup.list(0, addresses)
        // One whose home is the last host: that is the one that is taken out of lists.
        self.trigger = (1...).lazy.map { "f/\($0)/t" }.first { list.home(of: "trigger:\($0)") == addresses.last }!
        for at in 0..<setup.hosts {
            let name = "h\(at + 1)"
            var me = SelfRow(
                name: name, incarnation: Incarnation(store: StoreID("\(name)s1"), boot: 0, bootID: ""), list: list, address: addresses[at])
            // A cluster whose first roll call is done; the cold start has tests of its own.
            me.joined = list.hosts.contains(addresses[at])
            me.retired = !me.joined
            me.joinedAt = self.now
            if setup.isCold {
                me.joined = false
                me.retired = false
                me.joinedAt = nil
                me.address = nil
            }
            var rows = ClusterRows(me: me)
            rows.slots[self.trigger] = SlotRow(trigger: self.trigger, last: self.now)
            for other in 0..<setup.hosts where other != at && !setup.isCold {
                var peer = PeerRow(name: "h\(other + 1)", address: addresses[other])
                peer.member = true
                rows.peers[peer.name] = peer
            }
            self.hosts.append(Host(name: name, address: addresses[at], tags: setup.tags(at), disk: rows, file: list))
        }
        for at in self.hosts.indices { try? self.start(at) }
    }

    static func address(_ host: Int) -> String { "http://h\(host + 1):1" }

    func note(_ text: @autoclosure () -> String) { if self.log.isOn { self.log.lines.append(text()) } }

    // MARK: a host's life

    mutating func start(_ at: Int) throws {
        var host = self.hosts[at]
        host.starts += 1
        host.stores += 1
        var settings = ClusterSettings(
            hostTags: host.tags, limits: self.setup.limits, spare: StoreID("\(host.name)s\(host.stores)x"))
        settings.times.heal = Span(seconds: 100_000)
        host.state = ClusterState(settings: settings, rows: host.disk)
        host.dials = []
        let boot = "\(host.name)b\(host.starts)"
        let file = host.file
        let ready = host.runs.values.filter { $0.phase == .pending && !$0.paused && $0.isOwn }.map(\.claim).sorted { $0.age < $1.age }
        let draining = host.draining
        self.hosts[at] = host
        try self.step(at, ready.map { .ready($0) } + [.start(bootID: boot, file)] + (draining ? [.drain(true)] : []))
    }

    mutating func crash(_ at: Int) {
        self.hosts[at].state = nil
        self.hosts[at].dials = []
        for id in self.links.keys {
            for end in 0..<2 where self.links[id]!.host[end] == at && self.links[id]!.open[end] {
                self.links[id]!.open[end] = false
                self.links[id]!.inbox[1 - end].append(.closed)
            }
        }
        if self.setup.plant == .grantNotSaved { self.hosts[at].disk.grants = [:] }
    }

    /// Hands events to a host, stores what it decides, does what it asks for, and looks at everything.
    mutating func step(_ at: Int, _ events: [ClusterEvent]) throws {
        guard self.hosts[at].state != nil else { return }
        let isPlanted = self.plantBefore(at, events)
        let decision = self.hosts[at].state!.decide(events, at: self.now)
        if isPlanted, decision.changes.me == nil { self.hosts[at].state!.rows.me.joined = false }
        if self.crashesEarly(at, decision) { return try self.check() }
        switch self.hosts[at].state!.trouble {
        case .older, .clone:
            if !self.hosts[at].isCopy, self.setup.plant == nil { throw Broken(description: "\(self.hosts[at].name) is taken for a copy") }
        default: break
        }
        self.hosts[at].disk.apply(decision.changes)
        for verdict in decision.verdicts { try self.obey(at, verdict) }
        self.plantAfter(at)
        // A host may also end right after the commit, with only some of it said.
        let said = self.setup.mayTear && self.spend(.tear, percent: 1) ? self.random.number(0...decision.effects.count) : nil
        self.perform(at, Array(decision.effects.prefix(said ?? Int.max)))
        if said != nil {
            self.note("\(self.hosts[at].name) ends amid its effects")
            self.crash(at)
        }
        if !decision.changes.isEmpty || !decision.verdicts.isEmpty { try self.check(at) }
    }

    /// What the hub does about a verdict, in the same transaction, and what it tells in turn.
    private mutating func obey(_ at: Int, _ verdict: ClusterVerdict) throws {
        self.note("  \(self.hosts[at].name): \(Self.short(verdict))")
        switch verdict {
        case .activate(let round):
            guard let run = self.hosts[at].runs[round], run.phase == .pending, !run.paused else {
                throw Broken(
                    description:
                        "\(round) was activated at \(self.hosts[at].name), which has it \(String(describing: self.hosts[at].runs[round]?.phase))"
                )
            }
            self.hosts[at].runs[round]!.phase = .active
            self.activations[round, default: 0] += 1
        case .take(let offer, _):
            let round = offer.claim.round
            var run = HubRun(claim: offer.claim, isOwn: false)
            if !offer.asPending {
                run.phase = .active
                self.activations[round, default: 0] += 1
            }
            if let own = self.hosts[at].runs[round], own.isOwn { run.isOwn = true }
            self.hosts[at].runs[round] = run
        case .ended(let round, let end):
            guard let run = self.hosts[at].runs[round] else { throw Broken(description: "an unknown \(round) ended") }
            if run.phase == .ended { throw Broken(description: "\(round) ended twice at \(self.hosts[at].name)") }
            self.hosts[at].runs[round]!.phase = .ended
            self.hosts[at].runs[round]!.end = end
        case .stop(let round, _), .lose(let round): self.hosts[at].runs[round]?.stopping = true
        case .fired(let slot):
            self.fired[slot.last, default: 0] += 1
            if self.fired[slot.last]! > 1, self.setup.faults[.copy] == nil {
                throw Broken(description: "slot \(slot.last.milliseconds) fired twice")
            }
        }
    }

    private mutating func perform(_ at: Int, _ effects: [ClusterEffect]) {
        for effect in effects {
            switch effect {
            case .dial(let address): self.hosts[at].dials.append(address)
            case .greet(let session, let greeting): self.put(at, session, .greeting(self.planted(greeting)))
            case .send(let session, let message): self.put(at, session, .message(self.planted(message, from: at)))
            case .close(let session):
                guard let (id, end) = self.link(at, session), self.links[id]!.open[end] else { continue }
                self.links[id]!.open[end] = false
                self.links[id]!.inbox[1 - end].append(.closed)
            }
        }
    }

    func link(_ at: Int, _ session: SessionID) -> (Int, Int)? {
        guard let (id, end) = self.ends[session], self.links[id]?.host[end] == at else { return nil }
        return (id, end)
    }

    private mutating func put(_ at: Int, _ session: SessionID, _ wire: Wire) {
        guard let (id, end) = self.link(at, session), self.links[id]!.open[end], !self.links[id]!.broken else { return }
        self.links[id]!.inbox[1 - end].append(wire)
    }

    // MARK: moves

    mutating func deliver(_ id: Int, _ end: Int) throws {
        guard var link = self.links[id], !link.inbox[end].isEmpty else { return }
        let wire = link.inbox[end].removeFirst()
        let (at, session) = (link.host[end], link.session[end])
        if case .closed = wire { link.open[end] = false }
        if link.inbox[0].isEmpty, link.inbox[1].isEmpty, link.open == [false, false] {
            self.links[id] = nil
        } else {
            self.links[id] = link
        }
        guard self.hosts[at].state != nil else { return }
        switch wire {
        case .greeting(let greeting):
            self.note("\(self.hosts[at].name) hears \(Self.short(greeting)) from h\(link.host[1 - end] + 1)")
            try self.step(at, [.greeting(session, greeting)])
        case .message(let message):
            let heard = self.plantedSession(session, at, from: link.host[1 - end])
            self.note("\(self.hosts[at].name) hears \(Self.short(message)) from h\(link.host[1 - end] + 1)")
            try self.step(at, [.message(heard, self.plantedHeard(message, at))])
        case .closed:
            try self.plantBeforeClose(at, session)
            try self.step(at, [.closed(session)])
        }
    }

    mutating func connect(_ at: Int, _ address: String) throws {
        self.hosts[at].dials.removeAll { $0 == address }
        guard let to = self.hosts.firstIndex(where: { $0.address == address }), self.hosts[to].state != nil,
            !self.cut.contains([min(at, to), max(at, to)])
        else { return try self.step(at, [.dialFailed(address)]) }
        let sessions = [self.nextSession, self.nextSession + 1]
        self.nextSession += 2
        self.links[self.nextLink] = Link(host: [at, to], session: sessions)
        for end in 0..<2 { self.ends[sessions[end]] = (self.nextLink, end) }
        self.nextLink += 1
        self.note("\(self.hosts[at].name) dials \(self.hosts[to].name)")
        try self.step(at, [.dialled(address, sessions[0])])
    }

    /// A connection breaks; what is under way is lost; each side notices when it does.
    mutating func breakLink(_ id: Int) {
        guard self.links[id]?.broken == false else { return }
        self.links[id]!.broken = true
        for end in 0..<2 { self.links[id]!.inbox[end] = self.links[id]!.open[end] ? [.closed] : [] }
    }

    mutating func adopt(at: Int, _ claim: Claim) throws {
        self.hosts[at].runs[claim.round] = HubRun(claim: claim)
        self.adopted[claim.round] = at
        self.note("\(self.hosts[at].name) adopts \(claim.round) \(claim.tags) \(claim.hostTags) \(claim.overlap)")
        try self.step(at, [.ready(claim)])
    }

    mutating func finish(_ at: Int, _ round: RoundRef) throws {
        guard self.hosts[at].state != nil, let run = self.hosts[at].runs[round], run.phase == .active else { return }
        self.hosts[at].runs[round]!.phase = .ended
        let end = run.stopping ? RunEnd(.cancelled, reason: "person") : RunEnd(.good)
        self.hosts[at].runs[round]!.end = end
        self.note("\(round) ends at \(self.hosts[at].name)")
        try self.step(at, [.archived(round, end)])
    }

    mutating func spend(_ fault: ClusterFault, percent: Int) -> Bool {
        guard !self.settling, (self.budget[fault] ?? 0) > 0, self.random.chance(percent) else { return false }
        self.budget[fault]! -= 1
        return true
    }
}
