import FloeTesting

@testable import FloeCore

/// Some hubs that use one database, as dictionaries that do what the statements of the store do; keepers with their leases; time.
struct SharedWorld {
    struct Host {
        let name: String
        var tags: Set<String>
        /// Nil while it is down.
        var hub: HubState?
        var fence = 0
        var looked = Moment(milliseconds: 0)
        /// It stands still, or does not reach the database.
        var isStill = false
        var isCut = false
        /// Orders whose processes run; they outlive the hub.
        var orders: [OrderID: Order] = [:]
        /// Ends of orders that are not yet stored.
        var outcomes: [OrderID: Outcome] = [:]
        var lease = Moment(milliseconds: 0)
        /// Of the session; changes when it is cut.
        var connection = 1
        var keeper: Int = 1
    }

    struct Row {
        var host = HostRow()
        var fence = 0
        var beat = 0
        var card = HostCard()
    }

    struct Broken: Error, CustomStringConvertible {
        var description: String
    }
    struct Away: Error {}

    var random: Seeded
    var hosts: [Host] = []
    var rows: [String: Row] = [:]
    var disk = Disk()
    var holds: [String: Set<RunRef>] = [:]
    var stops: [RunRef: RunStop] = [:]
    var slots: [String: Moment] = [:]
    var lastFence = 0
    var now = Moment(milliseconds: 1_800_000_000_000)
    let catalog: FlowCatalog
    let limits: [String: Int]
    let times = SharedTimes()
    var activations: [String: Int] = [:]
    var takeOvers = 0

    init(_ flows: [Flow], tags: [Set<String>], seed: UInt64, limits: [String: Int] = [:]) {
        self.random = Seeded(seed)
        self.catalog = FlowCatalog(flows.map { FrozenFlow(digest: "d-\($0.id)", flow: $0) })
        self.limits = limits
        for (at, tags) in tags.enumerated() { self.hosts.append(Host(name: "h\(at + 1)", tags: tags)) }
    }

    // MARK: a host's life

    mutating func start(_ at: Int) throws {
        let name = self.hosts[at].name
        self.rows[name, default: Row()].fence += 1
        self.hosts[at].fence = self.rows[name]!.fence
        self.hosts[at].hub = self.read(at, SharedState(times: self.times, hostScoped: ["local"]))
        try self.recover(at)
        try self.step(at, [.catalog(self.catalog), .tick])
        try self.share(at, looks: true)
    }

    private func read(_ at: Int, _ shared: SharedState?) -> HubState {
        let host = self.hosts[at]
        let settings = HubSettings(
            host: host.name, hostTags: host.tags, slots: 4, limits: self.limits, keeper: "\(host.name)k\(host.keeper)")
        let runs = self.disk.live.filter { $0.row.execHost == host.name }
        return HubState(settings: settings, host: self.rows[host.name]!.host, runs: runs, shared: shared)
    }

    /// The agent's side: what it does not know of another keeper's is lost.
    private mutating func recover(_ at: Int) throws {
        let effects = self.hosts[at].hub!.recover()
        let live = Set(self.hosts[at].hub!.liveRefs)
        self.hosts[at].orders = self.hosts[at].orders.filter { live.contains($0.key.run) }
        self.perform(at, effects)
    }

    private mutating func perform(_ at: Int, _ effects: [HubEffect]) {
        for effect in effects {
            switch effect {
            case .start(let order):
                guard self.hosts[at].orders[order.id] == nil, self.hosts[at].outcomes[order.id] == nil else { continue }
                // A keeper starts nothing that needs a lease which is over.
                let isLate = order.fence != nil && self.hosts[at].lease <= self.now
                if isLate || order.keeper != "\(self.hosts[at].name)k\(self.hosts[at].keeper)" {
                    self.hosts[at].outcomes[order.id] = Outcome(.lost)
                } else {
                    self.hosts[at].orders[order.id] = order
                }
            case .stop(let id):
                self.hosts[at].orders[id] = nil
                self.hosts[at].outcomes[id] = Outcome(.cancelled)
            case .forget(let id): self.hosts[at].outcomes[id] = nil
            case .announce(let told):
                if told.tag == "sys.state", told.values["state"] == "activate", let run = told.run {
                    self.activations["\(run)/\(self.disk.runs[run]?.round ?? 0)", default: 0] += 1
                }
            default: break
            }
        }
    }

    /// What the loop does with events.
    mutating func step(_ at: Int, _ events: [HubEvent], isSecond: Bool = false) throws {
        guard let hub = self.hosts[at].hub, !self.hosts[at].isStill else { return }
        let decision = self.hosts[at].hub!.decide(events, at: self.now)
        do {
            if !decision.changes.isEmpty { try self.commit(at, decision.changes) }
        } catch SharedConflict.moved where !isSecond {
            self.hosts[at].hub = self.read(at, hub.shared)
            let again = events.filter { if case .shared = $0 { false } else { true } }
            return try self.step(at, [.catalog(self.catalog)] + again + [.tick], isSecond: true)
        } catch SharedConflict.fenced {
            return try self.beginAnew(at)
        } catch is Away {
            self.hosts[at].hub = self.read(at, hub.shared)
            return
        }
        self.perform(at, decision.effects)
        try self.check()
    }

    private mutating func beginAnew(_ at: Int) throws {
        self.hosts[at].orders = [:]
        self.hosts[at].outcomes = [:]
        self.rows[self.hosts[at].name]!.fence += 1
        self.hosts[at].fence = self.rows[self.hosts[at].name]!.fence
        self.hosts[at].hub = self.read(at, self.hosts[at].hub?.shared)
        try self.recover(at)
        try self.step(at, [.catalog(self.catalog), .tick])
    }

    // MARK: the database

    private mutating func guarded(_ at: Int) throws {
        if self.hosts[at].isCut { throw Away() }
        let name = self.hosts[at].name
        guard self.rows[name]!.fence == self.hosts[at].fence else { throw SharedConflict.fenced }
        self.rows[name]!.beat += 1
        self.hosts[at].lease = self.now + self.times.lease
    }

    private mutating func commit(_ at: Int, _ changes: Changes) throws {
        let name = self.hosts[at].name
        try self.guarded(at)
        for row in changes.runs {
            guard let stored = self.disk.runs[row.ref], stored.execHost != name else { continue }
            if stored.phase != .archive || row.phase != .archive || row.execHost != stored.execHost { throw SharedConflict.moved }
        }
        for slot in changes.shared?.slots ?? [] where self.slots[slot.trigger].map({ $0 >= slot.last }) ?? false {
            throw SharedConflict.moved
        }
        if let host = changes.host { self.rows[name]!.host = host }
        self.disk.write(changes)
        for row in changes.runs where row.phase == .archive { self.free(row.ref) }
        guard let shared = changes.shared else { return }
        for run in shared.released { self.free(run) }
        for slot in shared.slots { self.slots[slot.trigger] = slot.last }
        for (run, stop) in shared.stops where self.disk.runs[run]?.isLive == true { self.stops[run] = stop }
    }

    private mutating func free(_ run: RunRef) {
        for tag in self.holds.keys { self.holds[tag]!.remove(run) }
        if self.disk.runs[run]?.isLive != true { self.stops[run] = nil }
    }

    private mutating func claim(_ at: Int, _ want: SharedWant) throws -> SharedAnswer {
        try self.guarded(at)
        let name = self.hosts[at].name
        guard let row = self.disk.runs[want.run], row.execHost == want.owner, row.phase == .pending, !row.paused, row.readyAt != nil,
            want.owner == name || row.round == 1
        else { return .gone(want.run) }
        let full = want.tags.firstIndex { (self.holds[$0.name] ?? []).subtracting([want.run]).count >= $0.limit }
        if full == nil || want.reserves {
            for tag in want.tags[..<(full ?? want.tags.count)] { self.holds[tag.name, default: []].insert(want.run) }
        }
        if let full {
            let holders = (self.holds[want.tags[full].name] ?? []).sorted().map {
                RunAge(adoptedAt: self.disk.runs[$0]!.adoptedAt, ref: $0)
            }
            return .full(want.run, tag: want.tags[full].name, holders: holders)
        }
        self.lastFence += 1
        let fence = want.tags.isEmpty ? nil : self.lastFence
        if want.owner == name { return .granted(want.run, fence: fence) }
        self.disk.runs[want.run]!.execHost = name
        return .taken(self.disk.stored(want.run)!, fence: fence)
    }

    private mutating func look(_ at: Int, _ question: SharedQuestion) throws -> SharedLook {
        try self.guarded(at)
        let name = self.hosts[at].name
        self.rows[name]!.card = question.card
        var look = SharedLook()
        look.connection = self.hosts[at].connection
        for (other, row) in self.rows.sorted(by: { $0.key < $1.key }) where other != name {
            let live = self.disk.runs.values.contains { $0.isLive && $0.execHost == other } ? 1 : 0
            look.hosts.append(.init(name: other, fence: row.fence, beat: row.beat, live: live, card: row.card))
        }
        look.holds = self.holds.filter { !$0.value.isEmpty }
        look.offered = self.disk.live.filter { run in
            run.row.phase == .pending && run.row.readyAt != nil && !run.row.paused && run.row.round == 1 && run.row.execHost != name
        }.sorted { $0.row.adoptedAt < $1.row.adoptedAt }.map { OfferedRun(row: $0.row, frozen: $0.flow) }
        look.stops = self.stops.filter { self.disk.runs[$0.key]?.execHost == name }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        look.gone = question.pends.filter { self.disk.runs[$0]?.execHost != name }
        look.ended = question.children.filter { self.disk.runs[$0]?.phase == .archive }.compactMap(self.disk.stored)
        return look
    }

    private mutating func takeOver(_ at: Int, _ name: String, seen beat: Int) throws -> [RunRef]? {
        try self.guarded(at)
        guard self.rows[name]!.beat == beat else { return nil }
        self.rows[name]!.fence += 1
        self.takeOvers += 1
        var active: [RunRef] = []
        for run in self.disk.runs.values where run.execHost == name && run.isLive {
            self.disk.runs[run.ref]!.execHost = self.hosts[at].name
            guard run.phase == .active else { continue }
            active.append(run.ref)
            guard run.fence != nil else { continue }
            self.lastFence += 1
            self.disk.runs[run.ref]!.fence = self.lastFence
        }
        return active
    }

    // MARK: what the loop does between batches

    mutating func share(_ at: Int, looks: Bool) throws {
        guard self.hosts[at].hub != nil, !self.hosts[at].isStill else { return }
        do {
            if looks { try self.lookAround(at) }
            for _ in 0..<20 {
                let wants = self.hosts[at].hub?.takeWants(8) ?? []
                if wants.isEmpty { break }
                var answers: [SharedAnswer] = []
                for want in wants { answers.append(try self.claim(at, want)) }
                try self.step(at, [.shared(.answered(answers))])
            }
            let due = self.hosts[at].hub?.takeSlots(at: self.now) ?? []
            if !due.isEmpty {
                try self.guarded(at)
                let fired = due.filter { slot in self.slots[slot.trigger].map { $0 >= slot.last } ?? false }
                self.hosts[at].hub!.dropSlots(fired)
                try self.step(at, [.shared(.fire(due.filter { !fired.contains($0) }))])
            }
        } catch SharedConflict.fenced {
            try self.beginAnew(at)
        } catch is Away {
            self.hosts[at].connection += 1
            try self.step(at, [.shared(.lookFailed)])
            self.hosts[at].hub = self.read(at, self.hosts[at].hub?.shared)
        }
        try self.check()
    }

    private mutating func lookAround(_ at: Int) throws {
        self.hosts[at].looked = self.now
        guard let question = self.hosts[at].hub?.sharedQuestion else { return }
        let look = try self.look(at, question)
        try self.step(at, [.shared(.looked(look))])
        for (name, beat) in self.hosts[at].hub?.shared?.dead ?? [] {
            guard let active = try self.takeOver(at, name, seen: beat) else {
                try self.step(at, [.shared(.tookOver(name, active: []))])
                continue
            }
            self.hosts[at].hub = self.read(at, self.hosts[at].hub?.shared)
            try self.step(at, [.catalog(self.catalog), .shared(.tookOver(name, active: active)), .tick])
            try self.recover(at)
        }
    }

    /// Time passes for all.
    mutating func pass(_ span: Span) throws {
        self.now = self.now + span
        for at in self.hosts.indices {
            // The keeper goes on when the hub stands still or is down.
            for (id, order) in self.hosts[at].orders where order.fence != nil && self.hosts[at].lease <= self.now {
                self.hosts[at].orders[id] = nil
                self.hosts[at].outcomes[id] = Outcome(.lost)
            }
        }
        for at in self.hosts.indices {
            try self.step(at, [.tick])
            try self.tell(at)
            try self.share(at, looks: self.hosts[at].looked + self.times.look <= self.now)
        }
    }

    /// Outcomes that the store can take.
    mutating func tell(_ at: Int) throws {
        guard self.hosts[at].hub != nil, !self.hosts[at].isStill, !self.hosts[at].isCut else { return }
        for (id, outcome) in self.hosts[at].outcomes.sorted(by: { $0.key.description < $1.key.description }) {
            try self.step(at, [.outcome(id, outcome)])
        }
    }

    // MARK: what must hold

    func check() throws {
        let active = self.disk.runs.values.filter { $0.phase == .active }
        for tag in Set(active.flatMap(\.tags)) where tag != "local" && !tag.hasPrefix("space:") {
            let holders = active.filter { $0.tags.contains(tag) }
            guard holders.count <= self.limits[tag] ?? 1 else {
                throw Broken(description: "I1: \(tag) is held by \(holders.map(\.ref.description).sorted())")
            }
            guard holders.allSatisfy({ self.holds[tag]?.contains($0.ref) == true }) else {
                throw Broken(description: "I1: \(tag) is held without a row: \(holders.map(\.ref.description)), \(self.holds[tag] ?? [])")
            }
        }
        for (round, count) in self.activations where count > 1 { throw Broken(description: "I2: \(round) was activated \(count) times") }
        for host in self.hosts {
            for order in host.orders.values where order.fence != nil {
                guard let row = self.disk.runs[order.id.run], row.execHost == host.name || !row.isLive && row.execHost == host.name else {
                    throw Broken(description: "I7: \(order.id) runs on \(host.name), and the run is another's")
                }
            }
        }
    }
}
