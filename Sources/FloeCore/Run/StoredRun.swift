/// A run as rows.
public struct StoredRun: Sendable, Hashable {
    public var row: RunRow
    public var flow: FrozenFlow
    /// Sorted by node, pass, instance.
    public var passes: [PassRow]
    /// Sorted by id.
    public var events: [EventRow]

    public init(row: RunRow, flow: FrozenFlow, passes: [PassRow], events: [EventRow]) {
        self.row = row
        self.flow = flow
        self.passes = passes
        self.events = events
    }
}
