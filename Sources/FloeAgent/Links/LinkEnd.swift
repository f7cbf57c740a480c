public import FloeCore

/// The hub's end of a link to an agent.
public struct LinkEnd: Sendable {
    /// The number that the agent gave it.
    public var number: Int
    /// Nobody on the way can read what is said.
    public var isSecret: Bool
    public var say: @Sendable (HubSaying) -> Void

    public init(number: Int, isSecret: Bool, say: @escaping @Sendable (HubSaying) -> Void) {
        self.number = number
        self.isSecret = isSecret
        self.say = say
    }
}
