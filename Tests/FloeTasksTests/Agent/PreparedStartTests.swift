import FloeAgent
import FloeCore
import FloeSystem
import FloeTesting
import FoundationEssentials
import Testing

/// Attempts that are made ready while their start is being stored.
@Suite("prepared starts", .timeLimit(.minutes(5)))
struct PreparedStartTests {
    /// A line for each time the order was begun.
    private func lines(_ bench: TaskBench, _ order: Order) throws -> String {
        try String(contentsOfFile: "\(bench.workspace(order))/began", encoding: .utf8)
    }

    @Test func `nothing of an order is seen before its start`() async throws {
        try await TaskBench.with { bench async throws in
            let order = bench.order(["shell": "echo x >> began"])
            bench.agent.prepare(order)
            // Begun after it and ended, so that it has had its time.
            for _ in 0..<3 { #expect(await bench.run(bench.order(run: 2)).kind == .good) }
            #expect(((try? Folder.names(in: bench.workspace(order))) ?? []).isEmpty)
            #expect(bench.outcomes.all(of: order.id).isEmpty)
            #expect(await bench.run(order) == Outcome(.good, status: 0))
            #expect(try self.lines(bench, order) == "x\n")
        }
    }

    @Test func `an order whose start could not be stored can be started later, once`() async throws {
        try await TaskBench.with { bench async throws in
            var orders: [Order] = []
            for number in 1...60 {
                let order = bench.order(["shell": "echo x >> began"], run: number)
                // Shut before, while and after it is made ready.
                for turn in 0..<(number % 4) {
                    bench.agent.prepare(order)
                    if (number + turn) % 3 == 0 { _ = await bench.run(bench.order(run: 1000 + number)) }
                    bench.agent.discard(order.id)
                }
                if number % 2 == 0 { bench.agent.prepare(order) }
                bench.agent.start(order)
                orders.append(order)
            }
            for order in orders {
                #expect(await bench.outcomes.wait(for: order.id) == [Outcome(.good, status: 0)])
                #expect(try self.lines(bench, order) == "x\n")
            }
        }
    }

    @Test func `one that cannot be begun says so after its start`() async throws {
        try await TaskBench.with { bench async throws in
            let order = bench.order(["cmd": "no-such-{{task.other.value}}"])
            bench.agent.prepare(order)
            for _ in 0..<3 { #expect(await bench.run(bench.order(run: 2)).kind == .good) }
            #expect(bench.outcomes.all(of: order.id).isEmpty)
            await #expect(throws: (any Error).self) { try await bench.log(order) }
            #expect(await bench.run(order).kind == .bad)
            #expect(try await bench.log(order).isEmpty == false)
        }
    }

    @Test func `a stop after the start ends it`() async throws {
        try await TaskBench.with { bench async throws in
            let order = bench.order(["shell": "sleep 600"]) { $0.grace = Span(milliseconds: 100) }
            bench.agent.prepare(order)
            bench.agent.start(order)
            bench.agent.stop(order.id)
            #expect(await bench.outcomes.wait(for: order.id).map(\.kind) == [.cancelled])
        }
    }
}
