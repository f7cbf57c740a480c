/// What an agent says of itself before anything else on a link.
public struct AgentHello: Sendable, Hashable, Codable {
    /// Hubs and agents of another protocol refuse each other.
    public static let protocolVersion = 1
    /// What it may say of itself: more is refused.
    static let most = 500

    public var name: String
    public var store: StoreID
    /// Raised, durably, before each dial.
    public var link: Int
    public var version: String
    public var protocolVersion = Self.protocolVersion
    public var tags: [String]
    public var facts: [String: String]
    public var slots: Int
    /// All that it holds, of every hub.
    public var orders: [HeldOrder]
    /// Runs that it has executed something of and has not been told the end of.
    public var runs: [KnownRun]

    public init(
        name: String, store: StoreID, link: Int, version: String, tags: [String], facts: [String: String], slots: Int,
        orders: [HeldOrder] = [], runs: [KnownRun] = []
    ) {
        self.name = name
        self.store = store
        self.link = link
        self.version = version
        self.tags = tags
        self.facts = facts
        self.slots = slots
        self.orders = orders
        self.runs = runs
    }

    /// What is wrong with what it says, for people; nil when it can be believed.
    var problem: String? {
        if !HostName.isOne(self.name) { return "'\(self.name.prefix(60))' is no name: letters, digits, '.', '_' and '-', at most 200" }
        if self.store.text.isEmpty || self.store.text.utf8.count > 64 { return "it has no identity" }
        if self.tags.count > Self.most || self.facts.count > Self.most { return "it has more than \(Self.most) tags or facts" }
        if self.slots < 1 { return "it has no slots" }
        return nil
    }
}

/// An order that an agent holds.
public struct HeldOrder: Sendable, Hashable, Codable {
    public enum State: String, Sendable, Hashable, Codable { case waiting, running, finished }

    public var id: OrderID
    /// The hub it is from, by its name.
    public var owner: String
    public var state: State

    public init(id: OrderID, owner: String, state: State) {
        self.id = id
        self.owner = owner
        self.state = state
    }
}

/// A run that an agent knows.
public struct KnownRun: Sendable, Hashable, Codable {
    public var run: RunRef
    public var flow: String
    /// The hub that executes it.
    public var owner: String

    public init(run: RunRef, flow: String, owner: String) {
        self.run = run
        self.flow = flow
        self.owner = owner
    }
}
