/// Something in a store that no host would have written.
public struct StoreFault: Sendable, Hashable {
    /// For people: what it is, and how much of it.
    public var what: String
    /// Whether `mend` removes it.
    public var isMendable: Bool

    public init(_ what: String, isMendable: Bool) {
        self.what = what
        self.isMendable = isMendable
    }
}
