/// Everything an agent knows of the orders it was given, and every decision about them. It does no I/O: records are written before what
/// follows from them is done.
///
/// An order that waits for a slot is not written down: the hub gives it again on each link, so nothing is lost with it.
public struct AgentState: Sendable {
    /// Orders it holds at most, of all hubs.
    public static let most = 10_000

    public enum Event: Sendable {
        case linked(owner: String, link: Int)
        case unlinked(owner: String, link: Int)
        case said(owner: String, link: Int, HubSaying)
        /// An attempt ended, with a log of so many bytes.
        case ended(OrderID, Outcome, length: Int64)
    }

    public enum Effect: Sendable, Hashable {
        case start(Order, TaskSecrets?)
        case stop(OrderID)
        /// Nothing need be kept of it, its log neither.
        case forget(OrderID, flow: String)
        /// Its output is told, from there on or, where that is nil, from where it has come to; and its end after it.
        case tell(owner: String, OrderID, flow: String, from: Int64?, Ended?)
        case say(owner: String, AgentSaying)
        case runEnded(RunRef, flow: String)
    }

    /// How an order ended, after so many bytes of output.
    public struct Ended: Sendable, Hashable {
        public var outcome: Outcome
        public var length: Int64
    }

    public struct Decision: Sendable {
        public var records: [AgentRecord] = []
        public var effects: [Effect] = []
    }

    private struct Held: Sendable {
        enum State: Sendable { case waiting, running, finished(Ended) }

        var owner: String
        var flow: String
        var state: State
        /// Of one that waits.
        var given: GivenOrder?

        var ended: Ended? { if case .finished(let ended) = self.state { ended } else { nil } }
    }

    public let slots: Int
    private var orders: [OrderID: Held] = [:]
    private var waiting: [OrderID] = []
    private var running = 0
    private var links: [String: Int] = [:]
    private var runs: [RunRef: KnownRun]
    private var decision = Decision()

    /// Opens it on what it has written down.
    ///
    /// - Parameter isHeld: Whether the keeper has an order: it goes on then, or has ended. What it has not is lost.
    public init(slots: Int, records: AgentRecords = AgentRecords(), isHeld: (Order) -> Bool = { _ in false }) {
        self.slots = slots
        self.runs = records.runs
        for (id, begun) in records.orders.sorted(by: { $0.key.description < $1.key.description }) {
            let state: Held.State
            if let ended = begun.ended {
                state = .finished(Ended(outcome: ended.outcome, length: ended.length))
            } else if isHeld(begun.order) {
                state = .running
                self.running += 1
                self.decision.effects.append(.start(begun.order, nil))
            } else {
                // Its log is as long as it is: the hub takes what there is of it.
                state = .running
                self.running += 1
                self.orphans.append(id)
            }
            self.orders[id] = Held(owner: begun.owner, flow: begun.order.flow.id, state: state)
        }
    }

    /// Orders that were about to be started when the agent ended, and that nobody has: to be told as lost, with `ended`.
    public private(set) var orphans: [OrderID] = []

    /// What follows from how it was opened.
    public mutating func opened() -> Decision { self.taken() }

    /// What it holds, for a greeting.
    public var held: [HeldOrder] {
        self.orders.sorted { $0.key.description < $1.key.description }.map { id, held in
            let state: HeldOrder.State =
                switch held.state {
                case .waiting: .waiting
                case .running: .running
                case .finished: .finished
                }
            return HeldOrder(id: id, owner: held.owner, state: state)
        }
    }

    public var known: [KnownRun] { self.runs.values.sorted { $0.run < $1.run } }
    public func flow(of id: OrderID) -> String? { self.orders[id]?.flow }
    public func owner(of id: OrderID) -> String? { self.orders[id]?.owner }

    /// - Parameter keeper: What starts orders now.
    public mutating func decide(_ event: Event, keeper: String) -> Decision {
        switch event {
        case .linked(let owner, let link): self.links[owner] = link
        case .unlinked(let owner, let link): if self.links[owner] == link { self.links[owner] = nil }
        case .said(let owner, let link, let saying): if self.links[owner] == link { self.heard(saying, owner, keeper) }
        case .ended(let id, let outcome, let length): self.ended(id, outcome, length, keeper)
        }
        return self.taken()
    }

    private mutating func taken() -> Decision {
        defer { self.decision = Decision() }
        return self.decision
    }

    private mutating func heard(_ saying: HubSaying, _ owner: String, _ keeper: String) {
        switch saying {
        case .order(let given): self.order(given, owner, keeper)
        case .cancel(let id, let kept): self.cancel(id, kept, owner)
        case .kept: break  // for whoever sends output
        case .resume(let id, let from): if self.orders[id]?.owner == owner { self.tell(id, from: from) }
        case .ack(let id):
            guard let held = self.orders[id], held.owner == owner, held.ended != nil else { return }
            self.orders[id] = nil
            self.decision.records.append(.gone(id))
            self.decision.effects.append(.forget(id, flow: held.flow))
        case .runEnded(let run, let flow):
            if self.runs[run]?.owner == owner {
                self.runs[run] = nil
                self.decision.records.append(.over(run))
            }
            self.decision.effects.append(.runEnded(run, flow: flow))
        }
    }

    private mutating func order(_ given: GivenOrder, _ owner: String, _ keeper: String) {
        let id = given.order.id
        if let held = self.orders[id] {
            guard held.owner == owner else {
                let why = "two hubs that this agent is joined to have the same name, or runs of the same names"
                return self.decision.effects.append(.say(owner: owner, .outcome(id, Outcome(.error, reason: why), length: 0)))
            }
            if case .waiting = held.state {
                self.orders[id]!.given = given
                return
            }
            return self.tell(id, from: given.kept)
        }
        guard self.orders.count < Self.most else {
            let why = "the agent holds \(self.orders.count) orders, which is its limit"
            return self.decision.effects.append(.say(owner: owner, .outcome(id, Outcome(.error, reason: why), length: 0)))
        }
        self.orders[id] = Held(owner: owner, flow: given.order.flow.id, state: .waiting, given: given)
        if let problem = given.problem {
            self.finish(id, Outcome(.error, reason: problem), from: given.kept)
        } else {
            self.waiting.append(id)
            self.fill(keeper)
        }
    }

    /// Starts what waits while there are slots.
    private mutating func fill(_ keeper: String) {
        while self.running < self.slots, !self.waiting.isEmpty {
            let id = self.waiting.removeFirst()
            guard let held = self.orders[id], let given = held.given else { continue }
            var order = given.order
            order.keeper = keeper
            self.orders[id]!.state = .running
            self.orders[id]!.given = nil
            self.running += 1
            if self.runs[id.run] == nil {
                let known = KnownRun(run: id.run, flow: held.flow, owner: held.owner)
                self.runs[id.run] = known
                self.decision.records.append(.run(known))
            }
            self.decision.records.append(.began(order, owner: held.owner))
            self.decision.effects.append(.start(order, given.secrets))
            self.tell(id, from: given.kept)
        }
    }

    private mutating func cancel(_ id: OrderID, _ kept: Int64?, _ owner: String) {
        guard let held = self.orders[id] else {
            // It will never start.
            self.orders[id] = Held(owner: owner, flow: "", state: .waiting)
            return self.finish(id, Outcome(.cancelled), from: kept)
        }
        guard held.owner == owner else { return }
        switch held.state {
        case .waiting:
            self.waiting.removeAll { $0 == id }
            self.finish(id, Outcome(.cancelled), from: kept)
        case .running:
            self.decision.effects.append(.stop(id))
            // Of an order that it has no row of the hub wants to know only that it is gone.
            if let kept { self.tell(id, from: kept) }
        case .finished(let ended):
            if kept == nil {
                self.decision.effects.append(.say(owner: owner, .outcome(id, ended.outcome, length: ended.length)))
            } else {
                self.tell(id, from: kept)
            }
        }
    }

    /// One that never began.
    private mutating func finish(_ id: OrderID, _ outcome: Outcome, from kept: Int64?) {
        // What the hub has of its output is of another life of this agent, and all there is.
        self.orders[id]!.state = .finished(Ended(outcome: outcome, length: kept ?? 0))
        self.orders[id]!.given = nil
        self.tell(id, from: kept)
    }

    private mutating func ended(_ id: OrderID, _ outcome: Outcome, _ length: Int64, _ keeper: String) {
        guard let held = self.orders[id] else { return self.decision.effects.append(.forget(id, flow: "")) }
        guard case .running = held.state else { return }
        self.running -= 1
        self.orders[id]!.state = .finished(Ended(outcome: outcome, length: length))
        self.decision.records.append(.ended(id, outcome, length: length))
        self.tell(id, from: nil)
        self.fill(keeper)
    }

    private mutating func tell(_ id: OrderID, from offset: Int64?) {
        guard let held = self.orders[id], self.links[held.owner] != nil else { return }
        self.decision.effects.append(.tell(owner: held.owner, id, flow: held.flow, from: offset, held.ended))
    }
}
