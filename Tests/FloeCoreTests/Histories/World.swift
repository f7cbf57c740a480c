import FloeTesting
import Testing

@testable import FloeCore

/// What surrounds a hub: its disk, a keeper of processes, a loader, people, a clock. It loses, delays and doubles messages, and
/// crashes the hub, with the keeper or without, before, after and amid its effects.
struct World {
    enum Process: Equatable {
        case running, stopping
        case ended(Outcome)
        case gone
    }

    enum Crash { case beforeCommit, afterCommit, amidEffects }

    var random: Seeded
    let flows: [FrozenFlow]
    let limits = ["x": 1, "y": 2, "z": 1]
    let slots: Int
    var keeper = 1
    var hub: HubState
    var disk = Disk()
    var now = Moment(milliseconds: 1_000)
    /// How often each order was started, over all crashes.
    var spawned: [OrderID: Int] = [:]
    var processes: [OrderID: Process] = [:]
    var loads: [RunRef] = []
    var mail: [HubEvent] = []
    /// What keys were answered with.
    var accepted: [String: RunRef] = [:]
    /// What each attempt of a pass was given, by order without its attempt.
    var given: [String: [String: String]] = [:]
    var token: HubEvent.Token = 0
    let label: String

    init(seed: Int) {
        self.label = "seed \(seed)"
        var random = Seeded(UInt64(seed))
        let ids = ["f0", "f1", "f2"]
        self.flows = ids.map { id in FrozenFlow(digest: "digest-\(id)", flow: RandomFlow.make(id, among: ids, &random)) }
        self.slots = random.number(1...4)
        self.random = random
        self.hub = HubState(settings: HubSettings(host: "h1", slots: 1, keeper: "k1"))
        self.open()
    }

    // MARK: the hub's life

    private mutating func open() {
        var settings = HubSettings(host: "h1", slots: self.slots, limits: self.limits, keeper: "k\(self.keeper)")
        settings.maxDepth = 5
        settings.maxLive = 60
        self.hub = HubState(settings: settings, host: self.disk.host, runs: self.disk.live)
        let decision = self.hub.decide([.catalog(FlowCatalog(self.flows))], at: self.now)
        must(decision.changes.isEmpty && decision.effects.isEmpty, "opening changes something, \(self.label)")
    }

    mutating func crash() {
        if self.random.chance(30) {
            self.keeper += 1
            self.processes = [:]
        }
        self.mail = []
        self.loads = []
        self.open()
        let before = self.hub.liveRuns
        let effects = self.hub.recover()
        must(self.hub.recover() == effects && self.hub.liveRuns == before, "recovery changes something, \(self.label)")
        self.perform(effects)
        for (id, process) in self.processes.sorted(by: { $0.key.description < $1.key.description }) {
            if case .ended(let outcome) = process { self.mail.append(.outcome(id, outcome)) }
        }
        self.step(.tick)
    }

    /// Hands an event to the hub, stores what it decides, does what it asks for, and checks everything.
    mutating func step(_ event: HubEvent, crash: Crash? = nil) {
        let before = self.disk
        let decision = self.hub.decide([event], at: self.now)
        if crash == .beforeCommit { return self.crash() }
        Invariants.check(decision, of: event, before: before, hub: self.hub, self.label)
        self.disk.write(decision.changes)
        self.note(decision.effects, of: event)
        if crash == .afterCommit { return self.crash() }
        if crash == .amidEffects {
            self.perform(Array(decision.effects.prefix(self.random.number(0...decision.effects.count))))
            return self.crash()
        }
        self.perform(decision.effects)
        Invariants.check(self)
        if case .tick = event, let wake = self.hub.nextWake {
            must(wake >= self.now, "a deadline in the past is left after a tick, \(self.label)")
        }
    }

    private mutating func note(_ effects: [HubEffect], of event: HubEvent) {
        guard case .trigger(let request, _) = event else { return }
        for case .reply(_, .accepted(let ref)) in effects {
            must(self.disk.runs[ref] != nil, "accepted without a row, \(self.label)")
            guard let key = request.key else { continue }
            let known = "\(request.flow.flow.id) \(key)"
            must(self.accepted[known] == nil || self.accepted[known] == ref, "one key, two runs, \(self.label)")
            self.accepted[known] = ref
        }
    }

    private mutating func perform(_ effects: [HubEffect]) {
        for effect in effects {
            switch effect {
            case .start(let order): self.start(order)
            case .stop(let id):
                switch self.processes[id] {
                case nil:
                    self.processes[id] = .ended(Outcome(.cancelled))
                    self.mail.append(.outcome(id, Outcome(.cancelled)))
                case .running: self.processes[id] = .stopping
                case .ended(let outcome): self.mail.append(.outcome(id, outcome))
                case .stopping, .gone: break
                }
            case .forget(let id): if case .ended = self.processes[id] { self.processes[id] = .gone }
            case .load(let ref): self.loads.append(ref)
            case .reply, .announce, .ended, .cluster, .agent: break
            }
        }
    }

    private mutating func start(_ order: Order) {
        var pass = order.id
        pass.attempt = 0
        let known = self.given.updateValue(order.values, forKey: pass.description)
        must(known == nil || known == order.values, "attempts of a pass see different values, \(self.label)")
        switch self.processes[order.id] {
        case .ended(let outcome): self.mail.append(.outcome(order.id, outcome))
        case .running, .stopping, .gone: break
        case nil where order.keeper != "k\(self.keeper)": self.mail.append(.outcome(order.id, Outcome(.lost)))
        case nil:
            self.spawned[order.id, default: 0] += 1
            must(self.spawned[order.id] == 1, "\(order.id) was started twice, \(self.label)")
            self.processes[order.id] = .running
        }
    }
}
