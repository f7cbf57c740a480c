/// What a host knows of another, for good: every host of every list so far, and whoever said hello.
public struct PeerRow: Sendable, Hashable, Codable {
    public var name: String
    public var address: String?
    /// The last start that was seen; nil for one that is known by name only.
    public var incarnation: Incarnation?
    /// Stores it had before, the latest last: whatever comes back with one of them is an older copy.
    public var former: [StoreID] = []
    /// Its name was known before its present store was.
    public var isReused = false
    /// It is, or was, in a list of this host: roll calls wait for it.
    public var member = false
    /// It was taken out of the list and holds nothing any more: nobody waits for it.
    public var left = false

    static let maxFormer = 32

    public init(name: String, address: String? = nil, incarnation: Incarnation? = nil) {
        self.name = name
        self.address = address
        self.incarnation = incarnation
    }
}

/// A store that an operator gave up: nobody waits for it, and it is refused until it has ended what it had.
public struct ForgottenStore: Sendable, Hashable, Comparable, Codable {
    /// Of the host, or its address where it was never seen.
    public var name: String
    /// Nil where it was never seen.
    public var store: StoreID?

    public init(name: String, store: StoreID?) {
        self.name = name
        self.store = store
    }

    public static func < (a: ForgottenStore, b: ForgottenStore) -> Bool {
        (a.name, a.store?.text ?? "") < (b.name, b.store?.text ?? "")
    }
}
