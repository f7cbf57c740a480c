public import FloeCore

/// What a hub needs to have agents.
public struct HubAgents: Sendable {
    /// Those that have joined, as they are stored. Blocks.
    public var rows: @Sendable () throws -> [AgentRow]
    /// Says or does something over connections. Must not wait.
    public var perform: @Sendable (AgentEffect) -> Void
    /// Closes all connections: who is linked is not known any more.
    public var hangUp: @Sendable () -> Void

    public init(
        rows: @escaping @Sendable () throws -> [AgentRow], perform: @escaping @Sendable (AgentEffect) -> Void,
        hangUp: @escaping @Sendable () -> Void
    ) {
        self.rows = rows
        self.perform = perform
        self.hangUp = hangUp
    }
}
