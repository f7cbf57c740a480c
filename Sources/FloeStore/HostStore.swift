public import FloeCore

/// A store that a host works with.
public protocol HostStore: ClusterStore, HistoryStore {
    /// What tells this store from every other.
    func id() throws -> String

    /// Agents that have joined.
    func agents() throws -> [AgentRow]

    /// Lets go of it, after what runs has ended. Every later call fails.
    func close() throws
}
