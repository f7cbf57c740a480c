/// What a host says of itself before anything else, and what the other answers with when it agrees.
public struct Hello: Sendable, Hashable, Codable {
    /// Hosts of another protocol refuse each other.
    public static let protocolVersion = 1

    public var name: String
    public var incarnation: Incarnation
    /// Of the program, for pages.
    public var version: String
    public var protocolVersion = Self.protocolVersion
    /// Its entry in the list, once it knows it.
    public var address: String?
    public var list: HostList
    public var joined: Bool
    /// It is in no list but its own file's, and takes nothing any more.
    public var retired: Bool
    /// It was taken out of the list and holds nothing any more.
    public var left: Bool
    public var forgotten: [ForgottenStore]
    public var tags: [String]
    public var clock: Moment
}

/// The first messages of a session, before which nothing else is heard.
public enum Greeting: Sendable, Hashable, Codable {
    case hello(Hello)
    case welcome(Hello)
    case refused(Refusal)
}

/// Why two hosts don't talk.
public enum Refusal: Sendable, Hashable, Codable {
    /// One dialled itself.
    case yourself
    /// The lower name dials: this host will.
    case dialledBack
    case protocolVersion(Int, theirs: Int)
    /// A host of that name with another store is there now.
    case nameTaken(String)
    case forgotten(String)
    /// Its store is older than what was seen of it.
    case older(start: Int, seen: Int)
    /// Two hosts run on copies of one store.
    case clone(start: Int)
    /// The host that was called takes no part until an operator has seen to it.
    case inTrouble(String)
}
