import FloeCore
import FloeTesting
import Testing

@Suite("exec", .timeLimit(.minutes(5)))
struct ExecTests {
    @Test func `A program's output follows its command line, byte for byte and with blank lines`() async throws {
        try await TaskBench.with { bench async throws in
            let order = bench.order(["cmd": "printf", "args": .list([.string("a\\n\\n\\r\\377b")])])
            #expect(await bench.run(order) == Outcome(.good, status: 0))
            let log = try await bench.log(order)
            #expect(log == Array("$ printf 'a\\n\\n\\r\\377b'\n".utf8) + [0x61, 0x0A, 0x0A, 0x0D, 0xFF, 0x62])
        }
    }

    @Test func `A status counts as good when the node says so`() async throws {
        try await TaskBench.with { bench async throws in
            #expect(await bench.run(bench.order(["shell": "exit 7"])) == Outcome(.bad, status: 7))
            #expect(await bench.run(bench.order(["shell": "exit 7"]) { $0.good = [7] }) == Outcome(.good, status: 7))
            #expect(await bench.run(bench.order(["cmd": "true"]) { $0.good = [7] }) == Outcome(.bad, status: 0))
        }
    }

    @Test func `Death by a signal is 128 and its number`() async throws {
        try await TaskBench.with { bench async throws in
            let outcome = await bench.run(bench.order(["shell": "kill -KILL $$"]))
            #expect(outcome == Outcome(.bad, status: 137, reason: "ended by signal KILL"))
        }
    }

    @Test func `A program that is not there is an error that says where it was looked for`() async throws {
        try await TaskBench.with { bench async throws in
            let order = bench.order(["cmd": "no-such-program x"], env: ["PATH=/usr/bin:/bin"])
            let outcome = await bench.run(order)
            #expect(outcome.kind == .error)
            #expect(outcome.status == nil)
            #expect(
                outcome.reason
                    == "cannot start no-such-program: there is no such program in PATH (/usr/bin:/bin); install it or name it with its folder"
            )
        }
    }

    @Test func `Values never become shell text`() async throws {
        try await TaskBench.with { bench async throws in
            let hostile = "'; echo \"$(id)\" `id` $HOME *"
            let order = bench.order(
                ["shell": "printf '%s|' {{trigger.x}} \"{{trigger.x}}\" 'a{{trigger.x}}b'"], values: ["trigger.x": hostile])
            #expect(await bench.run(order).kind == .good)
            #expect(try await bench.output(order) == "\(hostile)|\(hostile)|a\(hostile)b|")
        }
    }
}
