import FloeConfig
import FloeCore
import FloeHub
import Synchronization

/// How much of history and caches `common` lets be kept, as the flow file in force has it.
final class CommonLimits: Sendable {
    private let now: Mutex<(retention: Retention?, caches: CacheLimits)>

    init(_ common: CommonConfig) { self.now = Mutex((common.retention, common.caches)) }

    func replace(_ common: CommonConfig) { self.now.withLock { $0 = (common.retention, common.caches) } }

    /// With what the flows say themselves.
    func limits(of flows: [Flow]) -> Sweeper.Limits {
        let (retention, caches) = self.now.withLock { $0 }
        return Sweeper.Limits(history: HistoryLimits(retention, flows: flows), caches: caches)
    }
}
