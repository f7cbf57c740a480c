/// What a host counts and remembers; one row.
public struct HostRow: Sendable, Hashable, Codable {
    /// The number of the next run; numbers are never used again.
    public var nextRun: Int
    /// The next sequence number, of events and of queueing; grows over all runs of the host.
    public var nextSequence: Int
    /// It starts no runs until somebody says so; a restart does not change that.
    public var draining: Bool

    public init(nextRun: Int = 1, nextSequence: Int = 1, draining: Bool = false) {
        self.nextRun = nextRun
        self.nextSequence = nextSequence
        self.draining = draining
    }
}
