import FloeAgent
import FloeCore
import FloeSystem
import FloeTasks
import FloeTesting
import Testing

/// What is the task pool's own: its start and its end.
@Suite("the task pool", .timeLimit(.minutes(1)))
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

    @Test func `What an earlier start left running is ended before anything is started`() async throws {
        let left = try await TaskBench.with { bench async throws in
            let order = bench.order(["shell": "setsid sleep 615 & echo $! > pid"])
            _ = await bench.run(order)
            let pid = String(decoding: try await LogFile(path: "\(bench.workspace(order))/pid").read(from: 0).dropLast(), as: UTF8.self)
            #expect(Folder.exists("/proc/\(pid)"))
            return (pid, bench.folder)
        }
        let outcomes = Outcomes()
        let next = try TaskBench(folder: left.1, outcomes: outcomes)
        await withTaskGroup { group in
            group.addTask { await next.pool.run() }
            // Ended ones may be zombies until init has seen them.
            let look = next.order(["shell": .string("! grep -qs '^State:.[^Z]' /proc/\(left.0)/status")])
            #expect(await next.run(look) == Outcome(.good, status: 0))
            next.pool.shutDown(finishWithin: .zero)
        }
    }
}
