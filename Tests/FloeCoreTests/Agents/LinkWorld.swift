import FloeTesting

@testable import FloeCore

/// Two hubs and an agent with its keeper, and links between them that lose, double and delay what is said. Hubs, agent and keeper crash.
struct LinkWorld {
    /// What is left out on purpose, to see that it is found.
    enum Fault: String, CaseIterable {
        case startBeforeRecord, oldLinkHeard, forgottenBeforeAck, offsetIgnored, outcomeTwice, lostOutput
    }

    struct Row {
        var order: Order
        var log: [UInt8] = []
        var stopping = false
        var outcome: Outcome?
        var outcomes = 0
    }

    struct Hub {
        var name: String
        var rows: [OrderID: Row] = [:]
        var link: LinkState
        var number = 0
    }

    struct Process {
        var log: [UInt8] = []
        var ended: Outcome?
        var starts = 0
        var isStopping = false
        /// The keeper does not know it any more.
        var isForgotten = false
    }

    struct Letter {
        var hub: Int
        var link: Int
        var toHub: AgentSaying?
        var toAgent: HubSaying?
    }

    static let keeper = AgentKeeper(name: "web1", store: StoreID("s1"))

    var random: Seeded
    let fault: Fault?
    var hubs: [Hub]
    var agent: AgentState
    var records = AgentRecords()
    /// What was to be written when the agent crashed.
    var linkNumber = 0
    /// Of the agent's side, by hub; 0 for none.
    var open = [0, 0]
    var mail: [Letter] = []
    /// The keeper's, by its instance.
    var keeper = 1
    var processes: [OrderID: Process] = [:]
    /// Where telling has come to.
    var pumps: [OrderID: (hub: Int, at: Int, ended: AgentState.Ended?)] = [:]
    var next = 1
    /// Faults have stopped.
    var isCalm = false
    var problems: [String] = []

    init(seed: Int, fault: Fault? = nil) {
        self.random = Seeded(UInt64(seed))
        self.fault = fault
        self.hubs = ["h1", "h2"].map { Hub(name: $0, link: LinkState(keeper: Self.keeper)) }
        self.agent = AgentState(slots: 2)
    }

    // MARK: steps

    mutating func step() {
        switch self.random.number(0...99) {
        case ..<12: self.give()
        case ..<16: self.cancel()
        case ..<30: self.dial()
        case ..<34: self.cut()
        case ..<62: self.deliver()
        case ..<74: self.write()
        case ..<82: self.end()
        case ..<93: self.pump()
        case ..<95: self.crashAgent(withKeeper: self.random.chance(40))
        case ..<98: self.crashHub(self.random.number(0...1))
        default: self.fail()
        }
    }

    private mutating func give() {
        let hub = self.random.number(0...1)
        let id = OrderID(run: RunRef(host: self.hubs[hub].name, number: self.next), node: "n", pass: 1, attempt: 1)
        self.next += 1
        let order = Order(
            id: id, flow: FlowKey(id: "f", version: 1), keeper: Self.keeper.description,
            node: Node("n", .executing(type: "exec"), listen: []), env: [], reuseSpace: false, values: [:], offered: [])
        self.hubs[hub].rows[id] = Row(order: order)
        self.perform(self.hubs[hub].link.decide(.start(order, kept: 0)), hub)
    }

    private mutating func cancel() {
        let hub = self.random.number(0...1)
        let open = self.hubs[hub].rows.filter { $0.value.outcome == nil }.keys.sorted { $0.description < $1.description }
        guard !open.isEmpty else { return }
        let id = open[self.random.number(0...(open.count - 1))]
        self.hubs[hub].rows[id]!.stopping = true
        self.perform(self.hubs[hub].link.decide(.stop(id)), hub)
    }

    mutating func dial() { self.dial(self.random.number(0...1)) }

    mutating func dial(_ hub: Int) {
        self.linkNumber += 1
        let held = self.agent.held.filter { $0.owner == self.hubs[hub].name }.map(\.id)
        let number = self.linkNumber
        self.open[hub] = number
        self.hubs[hub].number = number
        self.mail.removeAll { $0.hub == hub && self.fault != .oldLinkHeard }
        self.take(self.agent.decide(.linked(owner: self.hubs[hub].name, link: number), keeper: "k\(self.keeper)"))
        self.pumps = self.pumps.filter { $0.value.hub != hub }
        self.perform(self.hubs[hub].link.decide(.linked(link: number, holding: held)), hub)
    }

    private mutating func cut() {
        let hub = self.random.number(0...1)
        let number = self.open[hub]
        guard number > 0 else { return }
        // Some of what was on the way comes yet, when nobody listens any more.
        self.mail.removeAll { letter in letter.hub == hub && self.random.chance(50) }
        self.open[hub] = 0
        self.pumps = self.pumps.filter { $0.value.hub != hub }
        self.take(self.agent.decide(.unlinked(owner: self.hubs[hub].name, link: number), keeper: "k\(self.keeper)"))
        if self.random.chance(50) { self.perform(self.hubs[hub].link.decide(.unlinked(link: number)), hub) }
    }

    /// What is said on one link in one direction comes in order; sometimes twice.
    mutating func deliver() {
        guard !self.mail.isEmpty else { return }
        let any = self.random.number(0...(self.mail.count - 1))
        let picked = self.mail[any]
        let isLate = self.fault == .oldLinkHeard && picked.link < self.hubs[picked.hub].number
        let at =
            isLate
            ? any
            : self.mail.firstIndex {
                $0.hub == picked.hub && ($0.toHub == nil) == (picked.toHub == nil)
                    && (self.fault != .oldLinkHeard || $0.link == picked.link)
            }!
        let letter = self.mail[at]
        if self.isCalm || !self.random.chance(10) { self.mail.remove(at: at) }
        if let saying = letter.toHub {
            self.perform(self.hubs[letter.hub].link.decide(.said(link: letter.link, self.heard(saying, letter.hub))), letter.hub)
        } else if let saying = letter.toAgent {
            let link = self.fault == .oldLinkHeard ? self.open[letter.hub] : letter.link
            if link == 0 || self.open[letter.hub] != link { return }
            self.take(
                self.agent.decide(
                    .said(owner: self.hubs[letter.hub].name, link: link, saying), keeper: "k\(self.keeper)"))
        }
    }

    private func heard(_ saying: AgentSaying, _ hub: Int) -> AgentSaying {
        guard self.fault == .offsetIgnored, case .output(let id, _, let bytes) = saying, let row = self.hubs[hub].rows[id] else {
            return saying
        }
        return .output(id, offset: Int64(row.log.count), bytes)
    }

    private var running: [OrderID] {
        self.processes.filter { $0.value.ended == nil }.keys.sorted { $0.description < $1.description }
    }

    private mutating func write() {
        guard let id = self.running.randomElement(using: &self.random) else { return }
        let count = self.random.number(1...5)
        for _ in 0..<count { self.processes[id]!.log.append(UInt8(truncatingIfNeeded: self.processes[id]!.log.count)) }
    }

    private mutating func end() {
        guard let id = self.running.randomElement(using: &self.random) else { return }
        self.finish(id, self.processes[id]!.isStopping ? Outcome(.cancelled) : Outcome(.good, status: 0))
    }

    mutating func finish(_ id: OrderID, _ outcome: Outcome) {
        self.processes[id]!.ended = outcome
        self.take(
            self.agent.decide(.ended(id, outcome, length: Int64(self.processes[id]!.log.count)), keeper: "k\(self.keeper)"))
    }

    mutating func pump() {
        guard let id = self.pumps.keys.sorted(by: { $0.description < $1.description }).randomElement(using: &self.random) else { return }
        let (hub, at, ended) = self.pumps[id]!
        guard self.open[hub] > 0 else { return }
        let log = self.processes[id]?.log ?? []
        if at < log.count {
            let upTo = min(log.count, at + self.random.number(1...4))
            self.pumps[id]!.at = self.fault == .lostOutput && self.random.chance(5) ? log.count : upTo
            self.send(hub, .output(id, offset: Int64(at), Array(log[at..<upTo])))
        } else if let ended {
            self.pumps[id] = nil
            self.send(hub, .outcome(id, ended.outcome, length: self.fault == .lostOutput ? 0 : ended.length))
        }
    }

    private mutating func send(_ hub: Int, _ saying: AgentSaying) {
        self.mail.append(Letter(hub: hub, link: self.open[hub], toHub: saying))
    }

    mutating func crashAgent(withKeeper: Bool) {
        self.open = [0, 0]
        self.pumps = [:]
        for hub in 0..<2 { self.mail.removeAll { $0.hub == hub && self.random.chance(50) } }
        if withKeeper {
            self.keeper += 1
            for id in self.running { self.processes[id]!.ended = Outcome(.lost) }
        }
        let (keeper, processes) = (self.keeper, self.processes)
        self.agent = AgentState(slots: 2, records: self.records) { $0.keeper == "k\(keeper)" && processes[$0.id] != nil }
        self.take(self.agent.opened())
        for id in self.agent.orphans {
            let length = Int64(self.processes[id]?.log.count ?? 0)
            self.take(self.agent.decide(.ended(id, Outcome(.lost), length: length), keeper: "k\(self.keeper)"))
        }
        // The keeper tells again what ended while nobody listened.
        for (id, process) in self.processes.sorted(by: { $0.key.description < $1.key.description }) {
            guard let ended = process.ended, ended.kind != .lost else { continue }
            self.take(self.agent.decide(.ended(id, ended, length: Int64(process.log.count)), keeper: "k\(self.keeper)"))
        }
    }

    mutating func crashHub(_ hub: Int) {
        self.hubs[hub].link = LinkState(keeper: Self.keeper)
        for (id, row) in self.hubs[hub].rows.sorted(by: { $0.key.description < $1.key.description }) where row.outcome == nil {
            self.perform(self.hubs[hub].link.decide(.start(row.order, kept: Int64(row.log.count))), hub)
            if row.stopping { self.perform(self.hubs[hub].link.decide(.stop(id)), hub) }
        }
    }

    /// A log at a hub cannot be written for a while.
    private mutating func fail() {
        let hub = self.random.number(0...1)
        for (id, row) in self.hubs[hub].rows.sorted(by: { $0.key.description < $1.key.description }) where row.outcome == nil {
            self.perform(self.hubs[hub].link.decide(.notWritten(id, kept: Int64(row.log.count))), hub)
        }
    }

    mutating func mend() {
        for hub in 0..<2 {
            for id in self.hubs[hub].rows.keys.sorted(by: { $0.description < $1.description }) {
                self.perform(self.hubs[hub].link.decide(.again(id)), hub)
            }
        }
    }

    // MARK: what is decided

    private mutating func perform(_ effects: [LinkState.Effect], _ hub: Int) {
        for effect in effects {
            switch effect {
            case .give(let order, let kept): self.say(hub, .order(GivenOrder(order: order, kept: kept)))
            case .say(let saying): self.say(hub, saying)
            case .write(let id, _, let bytes): self.hubs[hub].rows[id]!.log += bytes
            case .report(let id, let outcome): self.report(id, outcome, hub)
            case .heldUp, .progress: break
            }
        }
    }

    private mutating func say(_ hub: Int, _ saying: HubSaying) {
        self.mail.append(Letter(hub: hub, link: self.hubs[hub].number, toAgent: saying))
    }

    private mutating func report(_ id: OrderID, _ outcome: Outcome, _ hub: Int) {
        if self.hubs[hub].rows[id]!.outcome == nil || self.fault == .outcomeTwice {
            self.hubs[hub].rows[id]!.outcome = outcome
            self.hubs[hub].rows[id]!.outcomes += 1
            if self.fault == .outcomeTwice { self.hubs[hub].rows[id]!.outcomes += self.random.number(0...1) }
            self.check(id, outcome, hub)
        }
        self.perform(self.hubs[hub].link.decide(.forget(id)), hub)
    }

    private mutating func take(_ decision: AgentState.Decision) {
        // A crash before anything is written, or after it and amid what follows from it.
        let crash = !self.isCalm && self.random.chance(2) ? self.random.number(0...2) : 3
        if self.fault != .startBeforeRecord || !decision.effects.contains(where: { if case .start = $0 { true } else { false } }) {
            if crash == 0 { return self.crashAgent(withKeeper: false) }
            for record in decision.records { self.records.take(record) }
        }
        if crash == 1 { return self.crashAgent(withKeeper: self.random.chance(30)) }
        for (at, effect) in decision.effects.enumerated() {
            if crash == 2, at == decision.effects.count / 2 { return self.crashAgent(withKeeper: false) }
            self.perform(effect)
        }
    }

    private mutating func perform(_ effect: AgentState.Effect) {
        switch effect {
        case .start(let order, _):
            if let known = self.processes[order.id], !known.isForgotten,
                known.ended == nil || order.keeper == "k\(self.keeper)" && known.starts > 0
            {
                return
            }
            self.processes[order.id, default: Process()].starts += 1
            self.processes[order.id]!.ended = nil
        case .stop(let id): self.processes[id]?.isStopping = true
        case .forget(let id, _):
            self.processes[id]?.isForgotten = true
            if self.fault == .forgottenBeforeAck { self.processes[id]?.log = [] }
        case .tell(let owner, let id, _, let from, let ended):
            let hub = self.hubs.firstIndex { $0.name == owner }!
            guard self.open[hub] > 0 else { return }
            if let from {
                self.pumps[id] = (hub, Int(from), ended)
            } else if self.pumps[id] != nil {
                self.pumps[id]!.ended = ended
            } else if let ended {
                self.send(hub, .outcome(id, ended.outcome, length: ended.length))
            }
        case .say(let owner, let saying): self.send(self.hubs.firstIndex { $0.name == owner }!, saying)
        case .runEnded: break
        }
        if case .tell(_, let id, _, _, .some) = effect, self.fault == .forgottenBeforeAck {
            // Dropped as soon as it is told.
            if self.random.chance(50) { self.records.take(.gone(id)) }
        }
    }
}
