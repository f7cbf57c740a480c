import FloeAgent
import FloeCore
import FloeSystem
import FloeTasks
import FloeTesting
import Testing

/// What every agent does, whichever way orders reach it.
@Suite("agents", .timeLimit(.minutes(5)))
struct AgentTests {
    @Test(arguments: AgentWay.allCases) func `An order that is started twice runs once`(_ way: AgentWay) async throws {
        try await TaskBench.with(way) { bench async throws in
            let order = bench.order(["shell": "echo x >> count; wc -l < count"])
            for _ in 0..<10 { bench.agent.start(order) }
            #expect(await bench.outcomes.wait(for: order.id).last == Outcome(.good, status: 0))
            #expect(try await bench.output(order) == "1\n")
        }
    }

    @Test(arguments: AgentWay.allCases) func `An outcome is told again for each start and stop until it is forgotten`(_ way: AgentWay)
        async throws
    {
        try await TaskBench.with(way) { bench async throws in
            let order = bench.order()
            let outcome = await bench.run(order)
            bench.agent.start(order)
            #expect(await bench.outcomes.wait(for: order.id, count: 2) == [outcome, outcome])
            bench.agent.stop(order.id)
            #expect(await bench.outcomes.wait(for: order.id, count: 3) == [outcome, outcome, outcome])
            bench.agent.forget(order.id)
            bench.agent.forget(order.id)
            bench.agent.stop(order.id)
            let last = await bench.outcomes.wait(for: order.id, count: 4).last
            // An agent that has not heard yet that it may forget tells what was.
            if case .shaken = way, last == outcome { return }
            #expect(last == Outcome(.cancelled))
        }
    }

    @Test(arguments: AgentWay.allCases) func `An order of an earlier keeper is lost, and not run`(_ way: AgentWay) async throws {
        try await TaskBench.with(way) { bench async throws in
            let order = bench.order(["shell": "touch ran"], keeper: "k0")
            #expect(await bench.run(order).kind == .lost)
            #expect(!Folder.exists(try bench.workspace(order)))
            bench.agent.start(order)
            #expect(await bench.outcomes.wait(for: order.id, count: 2).last?.kind == .lost)
        }
    }

    @Test(arguments: AgentWay.allCases) func `A stop that comes before the start wins`(_ way: AgentWay) async throws {
        try await TaskBench.with(way) { bench async throws in
            let order = bench.order(["shell": "touch ran"])
            bench.agent.stop(order.id)
            #expect(await bench.outcomes.wait(for: order.id) == [Outcome(.cancelled)])
            #expect(await bench.run(order) == Outcome(.cancelled))
            #expect(await bench.outcomes.wait(for: order.id, count: 2) == [Outcome(.cancelled), Outcome(.cancelled)])
            #expect(!Folder.exists(try bench.workspace(order)))
        }
    }

    @Test(arguments: AgentWay.allCases) func `A stop is told when the processes are gone, once, however often it is asked`(_ way: AgentWay)
        async throws
    {
        try await TaskBench.with(way) { bench async throws in
            let order = try await bench.startEndless("trap '' TERM; setsid sleep 613 &")
            for _ in 0..<5 { bench.agent.stop(order.id) }
            #expect(await bench.outcomes.wait(for: order.id) == [Outcome(.cancelled)])
            #expect(bench.outcomes.all(of: order.id).count == 1)
            let pid = String(decoding: try await LogFile(path: "\(bench.workspace(order))/pid").read(from: 0).dropLast(), as: UTF8.self)
            #expect(!Folder.exists("/proc/\(pid)"))
        }
    }

    @Test(arguments: AgentWay.allCases) func `A start and a stop at once end either way, and leave nothing`(_ way: AgentWay) async throws {
        try await TaskBench.with(way) { bench async throws in
            let orders = (0..<50).map { _ in bench.order(["cmd": "sleep 614"]) }
            for order in orders {
                bench.agent.start(order)
                bench.agent.stop(order.id)
            }
            for order in orders { #expect(await bench.outcomes.wait(for: order.id) == [Outcome(.cancelled)]) }
            #expect(bench.pool.running == 0)
        }
    }

    @Test(arguments: AgentWay.allCases) func `A type nobody has taught it is an error that names those it knows`(_ way: AgentWay)
        async throws
    {
        try await TaskBench.with(way) { bench async throws in
            var order = bench.order()
            order.node.kind = .executing(type: "brew")
            #expect(await bench.run(order) == Outcome(.error, reason: "this host knows no task type 'brew'; it has exec"))
        }
    }

    @Test(arguments: AgentWay.allCases) func `Runs with their own workspace do not meet, those that share one do`(_ way: AgentWay)
        async throws
    {
        try await TaskBench.with(way) { bench async throws in
            _ = await bench.run(bench.order(["shell": "touch mine"], run: 1))
            #expect(await bench.run(bench.order(["shell": "test -e mine"], run: 2)).kind == .bad)
            #expect(await bench.run(bench.order(["shell": "test -e mine"], run: 1)).kind == .good)
            _ = await bench.run(bench.order(["shell": "touch ours"], run: 3, reuse: true))
            #expect(await bench.run(bench.order(["shell": "test -e ours"], run: 4, reuse: true)).kind == .good)
        }
    }

    @Test(arguments: AgentWay.allCases) func `A workspace that vanished is made again, one that cannot be made is an error`(_ way: AgentWay)
        async throws
    {
        try await TaskBench.with(way) { bench async throws in
            let order = bench.order(["shell": "rm -rf \"$FLOEWS\""])
            #expect(await bench.run(order).kind == .good)
            #expect(await bench.run(bench.order(["cmd": "pwd"])).kind == .good)
            let file = bench.folder.file("spaces/other")
            _ = await bench.run(bench.order(["cmd": .string("touch \(file)")]))
            var blocked = bench.order()
            blocked.flow = FlowKey(id: "other", version: 1)
            let outcome = await bench.run(blocked)
            #expect(outcome.kind == .error)
            #expect(outcome.reason?.contains("cannot make the folder \(file)") == true, "\(outcome)")
        }
    }
}
