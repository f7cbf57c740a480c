/// The rows that a batch of decisions changed. They are written all or not at all.
public struct Changes: Sendable, Hashable {
    public var host: HostRow?
    /// Flows that no run had before; a store that knows the digest leaves its row alone.
    public var flows: [FrozenFlow] = []
    public var runs: [RunRow] = []
    public var passes: [PassRow] = []
    /// Only new ones: events never change.
    public var events: [EventRow] = []

    public init() {}

    public var isEmpty: Bool {
        self.host == nil && self.flows.isEmpty && self.runs.isEmpty && self.passes.isEmpty && self.events.isEmpty
    }
}
