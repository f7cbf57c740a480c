/// One start of one store. A peer that saw a later one, or another with the same count, knows an older copy or a clone by it.
public struct Incarnation: Sendable, Hashable, Codable {
    public var store: StoreID
    /// Starts of the store, counted durably from 1.
    public var boot: Int
    /// Random for each start.
    public var bootID: String

    public init(store: StoreID, boot: Int, bootID: String) {
        self.store = store
        self.boot = boot
        self.bootID = bootID
    }
}
