internal import FloeCore
internal import FloeSystem
internal import Logging

/// One sweep from end to end. Each of its steps is small and can be broken off: the next sweep goes on.
struct SweepRound {
    /// Runs that are looked at, measured or removed at a time.
    private static let some = 256
    /// Oldest runs of a flow that are looked at.
    private static let page = 64
    /// Rows that are removed in one transaction: a commit of the hub that has to wait for it waits for some milliseconds.
    private static let rows = 500
    /// Pages of the store's file that are given back in one transaction.
    private static let pages = 64
    /// While less than this is free, or than a tenth of the store, nothing is given back: it will be used again.
    private static let leastFree = 1024

    let sweeper: Sweeper
    private var store: any HistoryStore { self.sweeper.store }

    func run(caches: Bool) async throws {
        try await self.clear()
        try await self.measure()
        try await self.sweepRuns()
        if caches { try await self.sweepCaches() }
        try await self.giveBack()
        let store = self.store
        let history = try await BlockingPool.shared.run { try store.history() }
        self.sweeper.hub.sweeps.note { $0.history = history }
    }

    /// Runs that ended since the last time are measured once, and never looked at again.
    private func measure() async throws {
        let (store, files) = (self.store, self.sweeper.files)
        while true {
            try Task.checkCancellation()
            let measured = try await BlockingPool.shared.run {
                let runs = try store.unmeasured(limit: Self.some)
                let sizes = try runs.map { run in (run: run.ref, bytes: try store.family(of: run.ref).reduce(0) { $0 + files.bytes($1) }) }
                if !sizes.isEmpty { try store.note(sizes) }
                return sizes.count
            }
            if measured < Self.some { return }
        }
    }

    private func sweepRuns() async throws {
        var (runs, bytes) = (0, Int64(0))
        // Runs that are to go and do not, since one that belongs to them is kept.
        var held: [String: Set<RunRef>] = [:]
        while true {
            try Task.checkCancellation()
            let next = try await self.plan(held: held)
            if next.isEmpty { break }
            let store = self.store
            let families = try await BlockingPool.shared.run { try next.map { try store.family(of: $0.ref).map(\.ref) } }
            _ = try await self.sweeper.hub.submit { .sweep(families.filter { !$0.isEmpty }, flows: [], $0) }
            let left = Set(try await self.plan(held: held).map(\.ref))
            let gone = next.filter { !left.contains($0.ref) }
            for run in next where left.contains(run.ref) { held[run.flow, default: []].insert(run.ref) }
            runs += gone.count
            bytes += gone.reduce(0) { $0 + $1.bytes }
            try await self.clear()
        }
        guard runs > 0 else { return }
        try await self.sweepFlows()
        self.sweeper.hub.sweeps.note { [runs, bytes] in
            $0.runs += runs
            $0.bytes += bytes
        }
        self.sweeper.logger.info("The history was swept", metadata: ["runs": "\(runs)", "bytes": "\(bytes)"])
    }

    private func plan(held: [String: Set<RunRef>]) async throws -> [ArchivedRun] {
        let (store, limits) = (self.store, self.sweeper.limits().history)
        let plan = RetentionPlan(limits, at: self.sweeper.clock.now())
        return try await BlockingPool.shared.run {
            let uses = try store.history()
            var oldest: [String: [ArchivedRun]] = [:]
            for use in uses where plan.concerns(use.flow) {
                let stay = held[use.flow] ?? []
                oldest[use.flow] = try store.oldest(of: use.flow, limit: Self.page + stay.count).filter { !stay.contains($0.ref) }
            }
            return plan.next(uses, oldest: oldest, most: Self.some)
        }
    }

    /// Removes what swept runs have left: their files, then their rows.
    private func clear() async throws {
        let (store, files) = (self.store, self.sweeper.files)
        while true {
            try Task.checkCancellation()
            let (runs, problems) = try await BlockingPool.shared.run { () -> ([SweptRun], [String]) in
                var problems: [String] = []
                let gone = try store.swept(limit: Self.some).filter { run in
                    do {
                        Failpoint.sweepFiles.pass()
                        try files.remove(run)
                        return true
                    } catch {
                        problems.append("\(error)")
                        return false
                    }
                }
                return (gone, problems)
            }
            while !runs.isEmpty, try await BlockingPool.shared.run({ try !store.clear(runs, rows: Self.rows) }) {
                try await self.rest()
            }
            if let problem = problems.first {
                self.sweeper.hub.sweeps.note { $0.failures += 1 }
                self.sweeper.logger.warning(
                    "Files of swept runs could not be removed; it is tried again in a minute: \(problem)",
                    metadata: ["runs": "\(problems.count)"])
                return
            }
            if runs.count < Self.some { return }
        }
    }

    private func sweepFlows() async throws {
        let store = self.store
        let unused = try await BlockingPool.shared.run { try store.unusedFlows(limit: Self.some) }
        if unused.isEmpty { return }
        _ = try await self.sweeper.hub.submit { .sweep([], flows: unused, $0) }
    }

    private func sweepCaches() async throws {
        let (files, limits, now) = (self.sweeper.files, self.sweeper.limits().caches, self.sweeper.clock.now())
        let bytes = try await BlockingPool.shared.run { try files.sweepCaches(limits, now) }
        guard bytes > 0 else { return }
        self.sweeper.hub.sweeps.note { $0.cacheBytes += bytes }
        self.sweeper.logger.info("The caches were swept", metadata: ["bytes": "\(bytes)"])
    }

    /// Gives room of the store back to the disk when much of it is free, half of what is free at most, so that the next runs find room.
    private func giveBack() async throws {
        let store = self.store
        var room = try await BlockingPool.shared.run { try store.room() }
        guard room.free > max(Self.leastFree, room.pages / 10) else { return }
        let enough = max(Self.leastFree, room.pages / 10) / 2
        while room.free > enough {
            try Task.checkCancellation()
            let before = room.free
            room = try await BlockingPool.shared.run {
                try store.giveBack(pages: Self.pages)
                return try store.room()
            }
            if room.free >= before { return }
            try await self.rest()
        }
    }

    /// Between two small transactions: lets the hub commit, for longer when it has much to do.
    private func rest() async throws {
        try await Task.sleep(for: self.sweeper.hub.isBusy ? .milliseconds(100) : .milliseconds(5))
    }
}
