/// The rows that a batch of decisions changed. They are written all or not at all.
public struct Changes: Sendable, Hashable {
    public var host: HostRow?
    /// Flows that no run had before; a store that knows the digest leaves its row alone.
    public var flows: [FrozenFlow] = []
    public var runs: [RunRow] = []
    public var passes: [PassRow] = []
    /// Only new ones: events never change.
    public var events: [EventRow] = []
    /// Archived runs that nobody sees any more. Runs that belong together go together, or not at all when one of them is live or kept.
    public var swept: [[RunRef]] = []
    /// Digests of flows that go, where no run has them.
    public var sweptFlows: [String] = []
    /// Of a host in a cluster.
    public var cluster: ClusterChanges?
    /// Of a host that shares its database with others.
    public var shared: SharedChanges?
    /// Of agents, by name; nil for one that was forgotten.
    public var agents: [String: AgentRow?] = [:]

    public init() {}

    public var isEmpty: Bool {
        self.host == nil && self.flows.isEmpty && self.runs.isEmpty && self.passes.isEmpty && self.events.isEmpty
            && self.swept.isEmpty && self.sweptFlows.isEmpty && self.cluster == nil && self.shared == nil && self.agents.isEmpty
    }
}
