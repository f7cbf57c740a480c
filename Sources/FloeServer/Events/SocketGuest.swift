/// Whose socket a connection is to become, and from where on events are told there: a client that has the answer to its handshake misses
/// nothing that comes after it.
struct SocketGuest: Sendable {
    /// `Principal.owner`
    var owner: String
    var place: EventFeed.Place
}
