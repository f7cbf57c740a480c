/// The adopter's side of a round that was given to another host: assigned, and once that host has taken it, handed.
///
/// A pending round has no row here, the hub's own row says it; one executed by its adopter only has the executor's.
public struct AdoptedRow: Sendable, Hashable, Codable {
    public var claim: Claim
    public var to: String
    /// The store it was given to: another of that name knows nothing of it.
    public var store: StoreID
    /// Cluster tags that were granted for it; the executor compares them with its own file.
    public var granted: [String]
    /// It moves as a pending run: the other host places it.
    public var asPending: Bool
    /// The other host has said so.
    public var taken = false
    /// It is to be cancelled there.
    public var stop: RunStop?
    public var since: Moment
}
