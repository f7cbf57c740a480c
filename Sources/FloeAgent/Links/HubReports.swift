public import FloeCore

/// What agents tell the hub.
public struct HubReports: Sendable {
    /// Who is there.
    public var heard: @Sendable (AgentEvent) -> Void
    /// How an attempt ended.
    public var ended: @Sendable (OrderID, Outcome) -> Void
    /// What holds an attempt up, and the flow of its run; nil when it goes on.
    public var heldUp: @Sendable (OrderID, _ flow: String, String?) -> Void
    public var progress: TaskPool.Progress

    public init(
        heard: @escaping @Sendable (AgentEvent) -> Void, ended: @escaping @Sendable (OrderID, Outcome) -> Void,
        heldUp: @escaping @Sendable (OrderID, _ flow: String, String?) -> Void = { _, _, _ in },
        progress: @escaping TaskPool.Progress = { _, _, _ in }
    ) {
        self.heard = heard
        self.ended = ended
        self.heldUp = heldUp
        self.progress = progress
    }
}
