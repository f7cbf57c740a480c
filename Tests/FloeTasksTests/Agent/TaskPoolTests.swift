import FloeAgent
import FloeCore
import FloeSystem
import FloeTasks
import FloeTesting
import Testing

/// What is the task pool's own: its start and its end.
@Suite("the task pool", .timeLimit(.minutes(5)))
struct TaskPoolTests {
    @Test func `Shut down at once stops what runs, with time to finish it does not`() async throws {
        try await TaskBench.with { bench async throws in
            let order = try await bench.startEndless()
            bench.pool.shutDown(finishWithin: .milliseconds(1))
            #expect(await bench.outcomes.wait(for: order.id) == [Outcome(.cancelled)])
            #expect(await bench.run(bench.order()).kind == .lost)
        }
        try await TaskBench.with { bench async throws in
            let order = bench.order(["shell": "touch pid; read < <(sleep 0.1)"])
            bench.agent.start(order)
            bench.pool.shutDown(finishWithin: .seconds(600))
            #expect(await bench.outcomes.wait(for: order.id).last?.kind == .bad)
        }
    }
}
