import FloeCore
import FloeHub
import Logging
import Synchronization
import Testing

@Suite struct SweeperTests {
    /// Files in memory.
    private final class Files: Sendable {
        struct Stuck: Error {}
        let removed = Mutex<[RunRef]>([])
        let stuck = Mutex<Set<RunRef>>([])

        var swept: SweptFiles {
            SweptFiles(
                bytes: { _ in 100 },
                remove: { run in
                    if self.stuck.withLock({ $0.contains(run.ref) }) { throw Stuck() }
                    self.removed.withLock { $0.append(run.ref) }
                },
                sweepCaches: { _, _ in 7 })
        }
    }

    private func sweeper(_ fixture: HubFixture, _ files: Files, _ retention: Retention) -> Sweeper {
        Sweeper(
            hub: fixture.hub, store: fixture.store.history, files: files.swept,
            limits: { Sweeper.Limits(history: HistoryLimits(retention), caches: CacheLimits()) },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func run(_ count: Int, _ fixture: HubFixture, _ hub: Hub) async throws -> [RunRef] {
        let start = hub.broadcast.end
        for _ in 0..<count { _ = try await hub.trigger(fixture.request("chain")) }
        return await fixture.archived(count, after: start)
    }

    @Test func `what is over goes with its files, and is counted`() async throws {
        let fixture = try HubFixture(flows: [.chain("chain")])
        let files = Files()
        try await fixture.running { hub in
            let runs = try await self.run(5, fixture, hub).sorted()
            await self.sweeper(fixture, files, Retention(runs: 2)).sweep()
            #expect(try fixture.store.allRuns().map(\.ref) == [runs[4], runs[3]])
            #expect(files.removed.withLock { $0.sorted() } == Array(runs[..<3]))
            #expect(try fixture.store.history.swept(limit: 9).isEmpty)
            let count = hub.sweeps.now
            #expect(count.runs == 3)
            #expect(count.bytes == 300)
            #expect(count.cacheBytes == 7)
            #expect(count.history == [FlowUse(flow: "chain", runs: 2, bytes: 200)])
        }
    }

    @Test func `what cannot be removed is not seen any more, and tried again`() async throws {
        let fixture = try HubFixture(flows: [.chain("chain")])
        let files = Files()
        try await fixture.running { hub in
            let runs = try await self.run(2, fixture, hub).sorted()
            files.stuck.withLock { $0 = [runs[0]] }
            let sweeper = self.sweeper(fixture, files, Retention(runs: 1))
            await sweeper.sweep()
            #expect(try fixture.store.allRuns().map(\.ref) == [runs[1]])
            #expect(try fixture.store.history.swept(limit: 9).map(\.ref) == [runs[0]])
            #expect(hub.sweeps.now.failures == 1)
            files.stuck.withLock { $0 = [] }
            await sweeper.sweep()
            #expect(try fixture.store.history.swept(limit: 9).isEmpty)
            #expect(files.removed.withLock { $0 } == [runs[0]])
        }
    }

    @Test func `a run that lives again, or is kept, stays`() async throws {
        let held = Mutex(false)
        let fixture = try HubFixture(flows: [.chain("chain")]) { _ in held.withLock { $0 } ? nil : Outcome(.bad, status: 1) }
        let files = Files()
        try await fixture.running { hub in
            let runs = try await self.run(4, fixture, hub).sorted()
            #expect(try await hub.keep(runs[1], true, by: "eva") == .accepted(runs[1]))
            held.withLock { $0 = true }
            #expect(try await hub.retry(runs[0], from: nil, by: "test") == .accepted(runs[0]))
            let sweeper = self.sweeper(fixture, files, Retention(runs: 1))
            await sweeper.sweep()
            #expect(Set(try fixture.store.allRuns().map(\.ref)) == [runs[0], runs[1], runs[3]])
            // The hub itself refuses, whoever asks.
            _ = try await hub.submit { .sweep([[runs[0]], [runs[1]]], flows: [], $0) }
            #expect(Set(try fixture.store.allRuns().map(\.ref)) == [runs[0], runs[1], runs[3]])
            #expect(try await hub.keep(runs[1], false, by: "eva") == .accepted(runs[1]))
            await sweeper.sweep()
            #expect(Set(try fixture.store.allRuns().map(\.ref)) == [runs[0], runs[3]])
            #expect(try await hub.keep(RunRef(host: "h1", number: 99), true, by: "eva").run == nil)
            // A live run carries its mark to its end.
            #expect(try await hub.keep(runs[0], true, by: "eva") == .accepted(runs[0]))
            let kept = try fixture.store.run(runs[0])?.row
            #expect(kept?.keep == true && kept?.keptBy == "eva" && kept?.keptAt != nil)
            // Who marks it again does not take the mark over.
            #expect(try await hub.keep(runs[0], true, by: "bob") == .accepted(runs[0]))
            #expect(try fixture.store.run(runs[0])?.row == kept)
            #expect(try await hub.keep(runs[0], false, by: "bob") == .accepted(runs[0]))
            let free = try fixture.store.run(runs[0])?.row
            #expect(free?.keep == false && free?.keptBy == "" && free?.keptAt == nil)
        }
    }

    @Test func `a flow whose runs are all gone runs again`() async throws {
        let fixture = try HubFixture(flows: [.chain("chain")])
        let files = Files()
        try await fixture.running { hub in
            _ = try await self.run(2, fixture, hub)
            await self.sweeper(fixture, files, Retention(age: Span(milliseconds: -1))).sweep()
            #expect(try fixture.store.allRuns().isEmpty)
            #expect(try fixture.store.history.unusedFlows(limit: 9).isEmpty)
            #expect(try await self.run(1, fixture, hub).count == 1)
        }
    }
}
