import FloeTesting

@testable import FloeCore

/// Some hubs of one cluster with their disks, and connections between them that break and take what is under way with them.
struct Houses {
    struct House {
        let name: String
        var tags: Set<String>
        /// Nil while it is down.
        var hub: HubState?
        var disk = Disk()
        var rows: ClusterRows
        var starts = 0
        /// Orders that run; they outlive the hub.
        var orders: Set<OrderID> = []
        var dials: [String] = []
        /// In a cluster at all.
        var isMember = true
    }

    enum Wire {
        case greeting(Greeting)
        case message(PeerMessage)
        case closed
    }

    struct Broken: Error, CustomStringConvertible {
        var description: String
    }

    var random: Seeded
    var houses: [House] = []
    /// What is under way to the end of a connection, by its session.
    var inbox: [SessionID: [Wire]] = [:]
    /// The other end, and whose end it is.
    var other: [SessionID: SessionID] = [:]
    var owner: [SessionID: Int] = [:]
    var nextSession: SessionID = 1
    var now = Moment(milliseconds: 1_800_000_000_000)
    var cut: Set<[Int]> = []
    let catalog: FlowCatalog
    let limits: [String: Int]
    /// Each round that became active, and where.
    var activations: [String: Int] = [:]
    var accepted: [RunRef] = []
    var replies: [Reply] = []

    init(_ flows: [Flow], hosts: Int = 2, seed: UInt64 = 1, tags: [Set<String>] = [], limits: [String: Int] = [:], start: Bool = true) {
        self.random = Seeded(seed)
        self.limits = limits
        self.catalog = FlowCatalog(flows.map { FrozenFlow(digest: "d-\($0.id)", flow: $0) })
        let list = HostList(hosts: (0..<hosts).map(Self.address))
        for at in 0..<hosts {
            let me = SelfRow(
                name: "h\(at + 1)", incarnation: Incarnation(store: StoreID("h\(at + 1)s"), boot: 0, bootID: ""), list: list)
            self.houses.append(House(name: "h\(at + 1)", tags: at < tags.count ? tags[at] : [], rows: ClusterRows(me: me)))
        }
        if start { for at in self.houses.indices { try? self.start(at) } }
    }

    static func address(_ host: Int) -> String { "http://h\(host + 1):1" }

    var list: HostList { HostList(hosts: self.houses.indices.map(Self.address)) }

    // MARK: a host's life

    mutating func start(_ at: Int) throws {
        self.houses[at].starts += 1
        let house = self.houses[at]
        let spare = StoreID("\(house.name)x\(house.starts)")
        let cluster =
            house.isMember
            ? ClusterState(settings: ClusterSettings(hostTags: house.tags, limits: self.limits, spare: spare), rows: house.rows) : nil
        let settings = HubSettings(host: house.name, hostTags: house.tags, slots: 4, limits: self.limits, keeper: "k")
        self.houses[at].hub = HubState(settings: settings, host: house.disk.host, runs: house.disk.live, cluster: cluster)
        for case .start(let order) in self.houses[at].hub!.recover() { self.houses[at].orders.insert(order.id) }
        let begin: [HubEvent] = house.isMember ? [.cluster(.start(bootID: "\(house.name)b\(house.starts)", self.list))] : []
        try self.step(at, [.catalog(self.catalog)] + begin + [.tick])
    }

    mutating func crash(_ at: Int) {
        self.houses[at].hub = nil
        self.houses[at].dials = []
        for (session, owner) in self.owner where owner == at { self.hangUp(session) }
    }

    /// A connection ends at this side; the other hears of it after what was said before, or without that.
    mutating func hangUp(_ session: SessionID, losing: Bool = false) {
        self.owner[session] = nil
        self.inbox[session] = nil
        guard let other = self.other[session], self.owner[other] != nil else { return }
        if losing { self.inbox[other] = [.closed] } else { self.inbox[other, default: []].append(.closed) }
    }

    mutating func step(_ at: Int, _ events: [HubEvent]) throws {
        guard self.houses[at].hub != nil else { return }
        let decision = self.houses[at].hub!.decide(events, at: self.now)
        self.houses[at].disk.write(decision.changes)
        if let changes = decision.changes.cluster { self.houses[at].rows.apply(changes) }
        self.replies = []
        for effect in decision.effects {
            switch effect {
            case .start(let order): self.houses[at].orders.insert(order.id)
            case .stop(let id): if self.houses[at].orders.contains(id) { self.stopped.append((at, id)) }
            case .reply(_, let reply): self.replies.append(reply)
            case .cluster(let effect): self.perform(at, effect)
            case .agent: break
            case .announce(let told):
                if told.tag == "sys.state", told.values["state"] == "activate", let run = told.run {
                    self.activations["\(run)/\(self.houses[at].disk.runs[run]?.round ?? 0)", default: 0] += 1
                }
            case .forget, .load, .ended: break
            }
        }
        try self.check()
    }

    /// Orders that were asked to stop.
    var stopped: [(at: Int, id: OrderID)] = []

    private mutating func perform(_ at: Int, _ effect: ClusterEffect) {
        switch effect {
        case .dial(let address): self.houses[at].dials.append(address)
        case .greet(let session, let greeting): self.say(session, .greeting(greeting))
        case .send(let session, let message): self.say(session, .message(message))
        case .close(let session): self.hangUp(session)
        }
    }

    private mutating func say(_ session: SessionID, _ wire: Wire) {
        guard self.owner[session] != nil, let other = self.other[session], self.owner[other] != nil else { return }
        self.inbox[other, default: []].append(wire)
    }

    // MARK: moves

    mutating func connect(_ at: Int, _ address: String) throws {
        self.houses[at].dials.removeAll { $0 == address }
        guard let to = self.houses.indices.first(where: { Self.address($0) == address }), self.houses[to].hub != nil,
            self.houses[to].isMember, !self.cut.contains([min(at, to), max(at, to)])
        else { return try self.step(at, [.cluster(.dialFailed(address))]) }
        let (mine, theirs) = (self.nextSession, self.nextSession + 1)
        self.nextSession += 2
        (self.owner[mine], self.owner[theirs]) = (at, to)
        (self.other[mine], self.other[theirs]) = (theirs, mine)
        try self.step(at, [.cluster(.dialled(address, mine))])
    }

    mutating func deliver(_ session: SessionID) throws {
        guard let at = self.owner[session], self.inbox[session]?.isEmpty == false else { return }
        let wire = self.inbox[session]!.removeFirst()
        if self.inbox[session]!.isEmpty { self.inbox[session] = nil }
        switch wire {
        case .greeting(let greeting): try self.step(at, [.cluster(.greeting(session, greeting))])
        case .message(let message): try self.step(at, [.cluster(.message(session, message))])
        case .closed:
            self.owner[session] = nil
            try self.step(at, [.cluster(.closed(session))])
        }
    }

    @discardableResult
    mutating func trigger(_ at: Int, _ flow: String) throws -> RunRef? {
        let request = TriggerRequest(flow: self.catalog.flow(named: flow)!, cause: .init(trigger: "t"), values: [:])
        try self.step(at, [.trigger(request, 1)])
        guard case .accepted(let ref)? = self.replies.first else { return nil }
        self.accepted.append(ref)
        return ref
    }

    mutating func finish(_ at: Int, _ id: OrderID, _ kind: Outcome.Kind = .good) throws {
        guard self.houses[at].hub != nil, self.houses[at].orders.remove(id) != nil else { return }
        self.stopped.removeAll { $0.at == at && $0.id == id }
        try self.step(at, [.outcome(id, Outcome(kind))])
    }

    /// Time passes, connections are made and everything under way arrives, until nothing more happens.
    mutating func settle(rounds: Int = 12, finishing: Bool = false) throws {
        for _ in 0..<rounds {
            self.now = self.now + Span(seconds: 1)
            for at in self.houses.indices { try self.step(at, [.tick]) }
            try self.quiet()
            guard finishing else { continue }
            for (at, id) in self.stopped { try self.finish(at, id, .cancelled) }
            for at in self.houses.indices where self.houses[at].hub != nil {
                for id in self.houses[at].orders.sorted(by: { $0.description < $1.description }) { try self.finish(at, id) }
            }
            try self.quiet()
        }
    }

    mutating func quiet() throws {
        var steps = 0
        while true {
            let dials = self.houses.indices.flatMap { at in self.houses[at].dials.map { (at, $0) } }
            let ready = self.inbox.keys.filter { self.owner[$0] != nil }.sorted()
            if dials.isEmpty, ready.isEmpty { return }
            steps += 1
            guard steps < 2_000 else {
                let said = ready.flatMap { session in (self.inbox[session] ?? []).map { "to h\(self.owner[session]! + 1): \($0)" } }
                throw Broken(description: "the hosts never fall silent: \(dials) \(said.map { String($0.prefix(300)) })")
            }
            for (at, address) in dials { try self.connect(at, address) }
            for session in ready { try self.deliver(session) }
        }
    }

    // MARK: what must hold

    /// I1 and I2, over the disks: those of hosts that are down too.
    func check() throws {
        var held: [String: [RunRef]] = [:]
        for house in self.houses {
            for row in house.disk.runs.values where row.phase == .active {
                for tag in row.tags where !tag.hasPrefix("space:") { held[tag, default: []].append(row.ref) }
            }
        }
        for (tag, runs) in held where runs.count > (self.limits[tag] ?? 1) { throw Broken(description: "\(tag) is held by \(runs)") }
        for (round, count) in self.activations where count > 1 { throw Broken(description: "\(round) was activated \(count) times") }
    }

    /// I5: everything came to its end, and nothing is left over.
    func checkEnd() throws {
        for ref in self.accepted {
            guard let row = self.houses.first(where: { $0.name == ref.host })?.disk.runs[ref] else {
                throw Broken(description: "\(ref) is lost")
            }
            if row.isLive { throw Broken(description: "\(ref) has not ended: \(row.phase), on \(row.execHost), \(self.why(ref))") }
            guard let there = self.houses.first(where: { $0.name == row.execHost })?.disk.runs[ref] else {
                throw Broken(description: "\(row.execHost) does not know \(ref)")
            }
            if there.result != row.result { throw Broken(description: "\(ref) ended \(there.result!) and was told as \(row.result!)") }
        }
        for house in self.houses where house.isMember {
            for row in house.disk.runs.values where row.isLive { throw Broken(description: "\(row.ref) is live at \(house.name)") }
            let rows = house.rows
            guard rows.adopted.isEmpty, rows.executed.isEmpty, rows.releases.isEmpty, rows.grants.isEmpty else {
                throw Broken(description: "left at \(house.name): \(rows.adopted) \(rows.executed) \(rows.releases) \(rows.grants)")
            }
            guard house.hub?.cluster?.rows == rows else { throw Broken(description: "\(house.name) remembers what its disk has not") }
        }
    }

    func why(_ ref: RunRef) -> [String] {
        self.houses.flatMap { house in (house.hub?.why(ref) ?? []).map { "\(house.name): \($0.kind) \($0.what)" } }
    }

    func row(_ at: Int, _ ref: RunRef) -> RunRow? { self.houses[at].disk.runs[ref] }
}
