/// What the archived runs of a flow take: those that may be swept, each with the runs its flow nodes started.
public struct FlowUse: Sendable, Hashable {
    public var flow: String
    public var runs: Int
    /// Of their files, as far as they were measured.
    public var bytes: Int64

    public init(flow: String, runs: Int, bytes: Int64) {
        self.flow = flow
        self.runs = runs
        self.bytes = bytes
    }
}
