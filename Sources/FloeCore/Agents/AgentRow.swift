/// What a hub stores of an agent that has joined it.
public struct AgentRow: Sendable, Hashable, Codable {
    public var name: String
    /// The store it was let in with. Another one under the name is refused until this one is forgotten.
    public var store: StoreID
    /// Of its last link. It raises the number before each dial, so that whoever comes with one that was seen runs on a copy of its store.
    public var link: Int
    /// Of the program.
    public var version: String
    public var tags: [String]
    public var facts: [String: String]
    /// Orders that run there at one time.
    public var slots: Int
    /// Where it called from.
    public var address: String
    public var joinedAt: Moment
    /// When its last link opened, or ended.
    public var seenAt: Moment
    /// It is given nothing new.
    public var draining = false

    public init(_ hello: AgentHello, from address: String, at now: Moment) {
        self.name = hello.name
        self.store = hello.store
        self.link = hello.link
        self.version = hello.version
        self.tags = hello.tags
        self.facts = hello.facts
        self.slots = hello.slots
        self.address = address
        self.joinedAt = now
        self.seenAt = now
    }

    public var keeper: AgentKeeper { AgentKeeper(name: self.name, store: self.store) }

    /// As it is after it has linked again.
    mutating func take(_ hello: AgentHello, from address: String, at now: Moment) {
        var row = AgentRow(hello, from: address, at: now)
        row.joinedAt = self.joinedAt
        row.draining = self.draining
        self = row
    }
}
