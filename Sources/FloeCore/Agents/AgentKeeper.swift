/// What owns the processes of orders that an agent was given: the agent, as long as it has this store. It stands where the name of a
/// keeper stands for orders of the hub's own host.
public struct AgentKeeper: Sendable, Hashable, CustomStringConvertible {
    public var name: String
    public var store: StoreID

    public init(name: String, store: StoreID) {
        self.name = name
        self.store = store
    }

    /// Reads what `description` gives; nil for anything else, keepers of hosts above all, whose names have no `@`.
    public init?(_ text: String) {
        guard let at = text.utf8.firstIndex(of: 0x40) else { return nil }
        self.init(name: String(text[..<at]), store: StoreID(String(text[text.index(after: at)...])))
    }

    public var description: String { "\(self.name)@\(self.store)" }
}
