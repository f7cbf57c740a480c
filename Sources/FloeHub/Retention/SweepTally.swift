public import FloeCore
internal import Synchronization

/// What was swept since the start, and what there is.
public final class SweepTally: Sendable {
    public struct Count: Sendable, Hashable {
        /// Runs that went, each with those its flow nodes started.
        public var runs = 0
        /// Bytes of their files.
        public var bytes: Int64 = 0
        /// Bytes of caches.
        public var cacheBytes: Int64 = 0
        /// Sweeps that were broken off.
        public var failures = 0
        /// What there is, by flow.
        public var history: [FlowUse] = []
    }

    private let count = Mutex(Count())

    public var now: Count { self.count.withLock(\.self) }

    func note(_ change: (inout sending Count) -> Void) { self.count.withLock { change(&$0) } }
}
