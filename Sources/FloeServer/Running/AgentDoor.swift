public import FloeAPI

/// What the server hands agents that call over to.
public struct AgentDoor: Sendable {
    /// Talks with an agent until the connection ends.
    public var serve: @Sendable (AgentSocket) async -> Void
    /// Talks with none any more: the server is to end, and waits for its connections.
    public var stop: @Sendable () -> Void

    public init(serve: @escaping @Sendable (AgentSocket) async -> Void, stop: @escaping @Sendable () -> Void) {
        self.serve = serve
        self.stop = stop
    }
}
