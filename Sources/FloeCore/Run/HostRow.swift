/// What a host counts; one row.
public struct HostRow: Sendable, Hashable, Codable {
    /// The number of the next run; numbers are never used again.
    public var nextRun: Int
    /// The next sequence number, of events and of queueing; grows over all runs of the host.
    public var nextSequence: Int

    public init(nextRun: Int = 1, nextSequence: Int = 1) {
        self.nextRun = nextRun
        self.nextSequence = nextSequence
    }
}
