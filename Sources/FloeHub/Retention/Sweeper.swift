public import FloeCore
internal import FloeSystem
public import Logging
internal import Synchronization

/// Keeps the history within its bounds: at the start, every minute, when the bounds change, and when the disk is full.
///
/// Which runs go is decided by `RetentionPlan`; that they go is an event of the hub, so that no run goes that lives again. Reads are the
/// store's own, files and rows are removed beside the loop, some at a time.
public struct Sweeper: Sendable {
    /// What is swept by; asked anew for each sweep.
    public struct Limits: Sendable, Hashable {
        public var history: HistoryLimits
        public var caches: CacheLimits

        public init(history: HistoryLimits, caches: CacheLimits) {
            self.history = history
            self.caches = caches
        }
    }

    /// Between two sweeps.
    static let pause = Duration.seconds(60)
    /// Between two looks whether the store fails, or the bounds are others.
    static let look = Duration.seconds(1)
    /// Sweeps after which the caches are looked at again.
    static let cacheRounds = 60

    let hub: Hub
    let store: any HistoryStore
    let files: SweptFiles
    let limits: @Sendable () -> Limits
    let clock: HubClock
    let logger: Logger

    public init(
        hub: Hub, store: any HistoryStore, files: SweptFiles, limits: @escaping @Sendable () -> Limits, clock: HubClock = .system,
        logger: Logger
    ) {
        self.hub = hub
        self.store = store
        self.files = files
        self.limits = limits
        self.clock = clock
        self.logger = logger
    }

    /// Sweeps until its task is cancelled.
    public func run() async {
        let files = self.files
        var round = 0
        while !Task.isCancelled {
            let limits = self.limits()
            await self.sweep(caches: round % Self.cacheRounds == 0)
            round += 1
            var waited = Duration.zero
            while waited < Self.pause, !Task.isCancelled {
                do { try await Task.sleep(for: Self.look) } catch { return }
                waited += Self.look
                if await self.makeRoom() { break }
                if self.limits() != limits {
                    round = 0
                    break
                }
                if case .working = self.hub.health { await BlockingPool.shared.run { files.holdReserve() } }
            }
        }
    }

    /// One whole sweep. What goes wrong is logged, counted, and tried again by the next.
    public func sweep(caches: Bool = true) async {
        do {
            try await SweepRound(sweeper: self).run(caches: caches)
        } catch is CancellationError {
            return
        } catch {
            self.hub.sweeps.note { $0.failures += 1 }
            self.logger.warning("The history could not be swept; it is tried again in a minute: \(error)")
        }
    }

    /// When nothing can be stored since the disk is full: what can be had again goes, and the room that was held for this moment, so that
    /// a sweep can be noted. True when it is to be swept now.
    private func makeRoom() async -> Bool {
        guard case .failing = self.hub.health else { return false }
        let (files, now) = (self.files, self.clock.now())
        let freed = await BlockingPool.shared.run { () -> Int64? in
            guard files.isFull() else { return nil }
            let cached = (try? files.sweepCaches(.none, now)) ?? 0
            return files.releaseReserve() || cached > 0 ? cached : nil
        }
        guard let freed else { return false }
        self.hub.sweeps.note { $0.cacheBytes += freed }
        self.logger.warning("The disk is full: caches were emptied, and the history is swept", metadata: ["bytes": "\(freed)"])
        for _ in 0..<20 where self.hub.health != .working { try? await Task.sleep(for: .milliseconds(500)) }
        return true
    }
}
