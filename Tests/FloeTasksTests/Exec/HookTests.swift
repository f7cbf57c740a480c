import FloeCore
import FloeSystem
import FloeTasks
import FloeTesting
import Testing

@Suite("hooks and limits", .timeLimit(.minutes(5)))
struct HookTests {
    @Test func `A condition that fails skips the first attempt, and only that`() async throws {
        try await TaskBench.with { bench async throws in
            func outcome(_ condition: String, attempt: Int = 1) async -> Outcome {
                var order = bench.order(["shell": "exit 5"]) { $0.hooks.condition = condition }
                order.id.attempt = attempt
                return await bench.run(order)
            }
            #expect(await outcome("true") == Outcome(.bad, status: 5))
            #expect(await outcome("exit 3") == Outcome(.skipped, status: 3, reason: "condition gave status 3: exit 3"))
            #expect(await outcome("exit 3", attempt: 2) == Outcome(.bad, status: 5))
            #expect(await outcome("no-such-program").kind == .error)
        }
    }

    @Test func `a template of a hook that names nothing ends the attempt before anything of it runs`() async throws {
        try await TaskBench.with(types: { [ExecTask($0), HookedTask(FetchTask(), $0)] }) { bench async throws in
            for type in ["exec", "fetch"] {
                for hook in ["condition", "pre", "post"] {
                    let script = "touch hooked; echo {{host.nothing}}"
                    let order = bench.order(type == "exec" ? ["shell": "touch ran"] : ["url": "http://127.0.0.1:1/x"]) {
                        $0.kind = .executing(type: type)
                        if hook != "post" { $0.hooks.pre = "touch hooked" }
                        switch hook {
                        case "condition": $0.hooks.condition = script
                        case "pre": $0.hooks.pre = script
                        default: $0.hooks.post = script
                        }
                    }
                    #expect(await bench.run(order) == Outcome(.bad, reason: "template"), "\(type) \(hook)")
                    #expect(try Folder.names(in: bench.workspace(order)).isEmpty, "\(type) \(hook)")
                }
            }
        }
    }

    @Test func `pre comes before, in the same workspace, and aborts when it fails`() async throws {
        try await TaskBench.with { bench async throws in
            let order = bench.order(["shell": "cat made"]) { $0.hooks.pre = "echo $X > made" }
            var with = order
            with.env = ["X=7"]
            #expect(await bench.run(with) == Outcome(.good, status: 0))
            #expect(try await bench.output(with) == "$ echo $X > made\n$ cat made\n7\n")
            #expect(await bench.run(bench.order { $0.hooks.pre = "exit 9" }) == Outcome(.bad, status: 9, reason: "pre"))
        }
    }

    @Test func `post comes after a good and a bad end, and only warns`() async throws {
        try await TaskBench.with { bench async throws in
            for status in [0, 1] {
                let order = bench.order(["shell": .string("exit \(status)")]) { $0.hooks.post = "echo after; exit 2" }
                #expect(await bench.run(order) == Outcome(status == 0 ? .good : .bad, status: status))
                let output = try await bench.output(order)
                #expect(output.hasSuffix("after\nfloe: warning: post failed: it ended with status 2\n"))
            }
        }
    }

    @Test func `A timeout ends all processes, and says so`() async throws {
        try await TaskBench.with { bench async throws in
            let order = bench.order([
                "shell": "trap '' TERM; echo x=1 > $FLOE_OUTPUT; (setsid sleep 609 &) ; sleep 610 & echo $! > pid; wait; wait"
            ]) {
                $0.timeout = Span(milliseconds: 1500)
                $0.grace = Span(milliseconds: 50)
                $0.hooks.post = "echo after"
            }
            let outcome = await bench.run(order)
            #expect(outcome == Outcome(.timedOut, reason: "timed out after 1.5 s", values: ["x": "1"]))
            let output = try await bench.output(order)
            #expect(output.contains("floe: timed out after 1.5 s\n"))
            #expect(output.hasSuffix("after\n"))
        }
    }

    @Test func `Silence ends a task, output keeps it alive`() async throws {
        try await TaskBench.with { bench async throws in
            let quiet = bench.order(["shell": "echo one; sleep 611"]) { $0.noOutput = Span(milliseconds: 100) }
            #expect(await bench.run(quiet) == Outcome(.timedOut, reason: "no output for 0.1 s"))
            let lively = bench.order(["shell": "for i in {1..40}; do echo $i; sleep 0.02; done"]) { $0.noOutput = Span(milliseconds: 500) }
            #expect(await bench.run(lively) == Outcome(.good, status: 0))
        }
    }

    @Test func `A task that ends in time is not touched by its limits`() async throws {
        try await TaskBench.with { bench async throws in
            let order = bench.order(["shell": "exit 6"]) {
                $0.timeout = Span(seconds: 600)
                $0.noOutput = Span(seconds: 600)
            }
            #expect(await bench.run(order) == Outcome(.bad, status: 6))
        }
    }
}
