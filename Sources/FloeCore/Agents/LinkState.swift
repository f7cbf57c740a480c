/// What a hub knows of the orders it gave one agent, and every decision about what is said between them.
///
/// What is durable of it is elsewhere: that an order was given, in the row of its attempt; how much of its output is here, in the log
/// itself. So it can be made anew at each start of the hub.
public struct LinkState: Sendable {
    /// Output that is taken before the agent is told how much is here.
    private static let step: Int64 = 256 << 10

    public enum Event: Sendable {
        /// An attempt is to be executed, of whose output so much is here.
        case start(Order, kept: Int64)
        case stop(OrderID)
        case forget(OrderID)
        case linked(link: Int, holding: [OrderID])
        case unlinked(link: Int)
        case said(link: Int, AgentSaying)
        /// Output could not be written: so much is here.
        case notWritten(OrderID, kept: Int64)
        /// It is time to try that again.
        case again(OrderID)
        case runEnded(RunRef, flow: String)
    }

    public enum Effect: Sendable, Hashable {
        /// To be made whole with its secrets, and sent.
        case give(Order, kept: Int64)
        case say(HubSaying)
        /// Output to be added to the log; when it can't be, `notWritten` is told.
        case write(OrderID, flow: String, [UInt8])
        /// How it ended, to be told when what is in the log is safe.
        case report(OrderID, Outcome)
        case heldUp(OrderID, String?)
        case progress(Order, Double?, String)
    }

    private struct Sent: Sendable {
        /// Nil of one that was stopped before it was given.
        var order: Order?
        var stopping = false
        var kept: Int64 = 0
        /// As the agent was told.
        var told: Int64 = 0
        var isBroken = false
        /// Until it is stored.
        var ended: Outcome?
    }

    public let keeper: AgentKeeper
    private var orders: [OrderID: Sent] = [:]
    private var link: Int?

    public init(keeper: AgentKeeper) { self.keeper = keeper }

    /// Orders it knows, whether they have ended or not.
    public var count: Int { self.orders.count }

    public mutating func decide(_ event: Event) -> [Effect] {
        switch event {
        case .start(let order, let kept): return self.start(order, kept: kept)
        case .stop(let id): return self.stop(id)
        case .forget(let id):
            guard self.orders.removeValue(forKey: id) != nil else { return [] }
            return self.saying(.ack(id))
        case .linked(let link, let holding): return self.linked(link, holding)
        case .unlinked(let link):
            if self.link == link { self.link = nil }
            return []
        case .said(let link, let saying): return link == self.link ? self.heard(saying) : []
        case .notWritten(let id, let kept):
            guard self.orders[id] != nil else { return [] }
            self.orders[id]!.kept = kept
            self.orders[id]!.isBroken = true
            return []
        case .again(let id):
            guard let sent = self.orders[id], sent.isBroken else { return [] }
            self.orders[id]!.isBroken = false
            return self.saying(.resume(id, from: sent.kept))
        case .runEnded(let run, let flow): return self.saying(.runEnded(run, flow: flow))
        }
    }

    private func saying(_ saying: HubSaying) -> [Effect] { self.link == nil ? [] : [.say(saying)] }

    private mutating func start(_ order: Order, kept: Int64) -> [Effect] {
        if let known = self.orders[order.id] { return known.ended.map { [.report(order.id, $0)] } ?? [] }
        guard order.keeper == self.keeper.description else {
            return self.end(order.id, Outcome(.lost, reason: "the agent it was ordered from has another store now"))
        }
        self.orders[order.id] = Sent(order: order, kept: kept, told: kept)
        return self.link == nil ? [] : [.give(order, kept: kept)]
    }

    private mutating func stop(_ id: OrderID) -> [Effect] {
        if let ended = self.orders[id]?.ended { return [.report(id, ended)] }
        self.orders[id, default: Sent()].stopping = true
        return self.saying(.cancel(id, kept: self.orders[id]!.kept))
    }

    /// All is said again: nobody knows what of it was heard.
    private mutating func linked(_ link: Int, _ holding: [OrderID]) -> [Effect] {
        self.link = link
        var effects: [Effect] = []
        for (id, sent) in self.orders.sorted(by: { $0.key.description < $1.key.description }) where sent.ended == nil {
            self.orders[id]!.told = sent.kept
            self.orders[id]!.isBroken = false
            if let order = sent.order, !sent.stopping {
                effects.append(.give(order, kept: sent.kept))
            } else {
                effects.append(.say(.cancel(id, kept: sent.kept)))
            }
        }
        // What the hub has no row of was settled otherwise, or is of a store that is gone.
        return effects + holding.filter { self.orders[$0] == nil }.map { .say(.cancel($0, kept: nil)) }
    }

    private mutating func heard(_ saying: AgentSaying) -> [Effect] {
        switch saying {
        case .output(let id, let offset, let bytes): return self.output(id, offset, bytes)
        case .outcome(let id, let outcome, let length): return self.outcome(id, outcome, length)
        case .heldUp(let id, let why): return self.isOpen(id) ? [.heldUp(id, why)] : []
        case .progress(let id, let done, let text):
            guard self.isOpen(id), let order = self.orders[id]?.order else { return [] }
            return [.progress(order, done, text)]
        }
    }

    private func isOpen(_ id: OrderID) -> Bool { self.orders[id].map { $0.ended == nil } ?? false }

    private mutating func output(_ id: OrderID, _ offset: Int64, _ bytes: [UInt8]) -> [Effect] {
        guard let sent = self.orders[id], sent.ended == nil, let order = sent.order, offset == sent.kept, !sent.isBroken else { return [] }
        let kept = offset + Int64(bytes.count)
        self.orders[id]!.kept = kept
        guard kept - sent.told >= Self.step else { return [.write(id, flow: order.flow.id, bytes)] }
        self.orders[id]!.told = kept
        return [.write(id, flow: order.flow.id, bytes), .say(.kept(id, kept))]
    }

    private mutating func outcome(_ id: OrderID, _ outcome: Outcome, _ length: Int64) -> [Effect] {
        guard let sent = self.orders[id] else { return self.saying(.ack(id)) }
        // The first stands; what came of it is acknowledged when it is stored.
        if sent.ended != nil || sent.isBroken { return [] }
        // Something of its output was not heard. A log that has become shorter is no reason to wait for ever.
        if sent.order != nil, length > sent.kept { return self.saying(.resume(id, from: sent.kept)) }
        return self.end(id, outcome)
    }

    private mutating func end(_ id: OrderID, _ outcome: Outcome) -> [Effect] {
        self.orders[id, default: Sent()].ended = outcome
        return [.report(id, outcome)]
    }
}
