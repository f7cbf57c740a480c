/// What an agent writes down, before it does what follows from it.
public enum AgentRecord: Sendable, Hashable, Codable {
    /// Its identity, and the number of the link that is dialled next.
    case me(StoreID, link: Int)
    /// The order is about to be started, by the keeper it names.
    case began(Order, owner: String)
    case ended(OrderID, Outcome, length: Int64)
    /// The hub has stored the outcome.
    case gone(OrderID)
    /// Something of the run is executed here.
    case run(KnownRun)
    /// The run has ended.
    case over(RunRef)
}

/// What an agent's records come to.
public struct AgentRecords: Sendable, Hashable {
    public struct Begun: Sendable, Hashable {
        public var order: Order
        public var owner: String
        public var ended: (outcome: Outcome, length: Int64)?

        public static func == (a: Begun, b: Begun) -> Bool {
            a.order == b.order && a.owner == b.owner && a.ended?.outcome == b.ended?.outcome && a.ended?.length == b.ended?.length
        }

        public func hash(into hasher: inout Hasher) { hasher.combine(self.order.id) }
    }

    public var store: StoreID?
    public var link = 0
    public var orders: [OrderID: Begun] = [:]
    public var runs: [RunRef: KnownRun] = [:]

    public init() {}

    public mutating func take(_ record: AgentRecord) {
        switch record {
        case .me(let store, let link):
            self.store = store
            self.link = link
        case .began(let order, let owner): self.orders[order.id] = Begun(order: order, owner: owner)
        case .ended(let id, let outcome, let length): self.orders[id]?.ended = (outcome, length)
        case .gone(let id): self.orders[id] = nil
        case .run(let known): self.runs[known.run] = known
        case .over(let run): self.runs[run] = nil
        }
    }

    /// The fewest records that come to the same.
    public var all: [AgentRecord] {
        var records = self.store.map { [AgentRecord.me($0, link: self.link)] } ?? []
        records += self.runs.values.sorted { $0.run < $1.run }.map { .run($0) }
        for begun in self.orders.values.sorted(by: { $0.order.id.description < $1.order.id.description }) {
            records.append(.began(begun.order, owner: begun.owner))
            if let ended = begun.ended { records.append(.ended(begun.order.id, ended.outcome, length: ended.length)) }
        }
        return records
    }
}
