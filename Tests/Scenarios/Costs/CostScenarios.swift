import FloeCore
import FloeTesting
import Testing

/// The short form of the benchmarks: what stands for a cost and can be counted, per step of a run, and that it grows with nothing. Bounds are
/// about half as much again as what a debug build took when they were set; who makes something
/// dearer on purpose says so by a higher bound. What is written also depends on when the store empties its log.
@Suite(.serialized) struct CostScenarios {
    /// `true` one after the other; the last says that it ran.
    private static func chain(_ id: String, _ count: Int) -> String {
        """
          - id: \(id)
            tasks:
        \((0..<count).map { at in
            let command = at == count - 1 ? "touch \(id).ran" : "true"
            return "      - {id: n\(at), type: exec, listen: \(at == 0 ? "trigger" : "task.n\(at - 1)").good, opts: {shell: '\(command)'}}"
        }.joined(separator: "\n"))
        """
    }

    /// Of one run, until its last process ran, a node. What a run costs once, and the questions whether it has ended, are not in it.
    private static func node(_ flow: String, _ count: Int, on client: WireClient, _ host: TestHost, _ counter: Counter) async throws
        -> Counts
    {
        try TestCommand.sh("rm -f root/spaces/\(flow)/ws/*/\(flow).ran", in: host.folder.path)
        let before = try counter.now()
        let run = try await client.trigger(flow)
        let mark = "root/spaces/\(flow)/ws/\(run)/\(flow).ran"
        let folder = host.folder
        try await Deadline.until("the last node of \(flow)") { folder.exists(mark) }
        let counts = try counter.now() - before
        #expect(try await client.ended(run)["result"] == "good")
        return counts / count
    }

    @Test func `a node costs one commit and so many writes and allocations, in a long flow no more than in a short one`() async throws {
        let counter = try Counter()
        let host = try TestHost(flows: "flows:\n\(Self.chain("short", 50))\n\(Self.chain("long", 400))")
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start(environment: counter.environment)
        // Once uncounted: caches fill.
        _ = try await Self.node("short", 50, on: client, host, counter)
        let short = try await Self.node("short", 50, on: client, host, counter)
        let long = try await Self.node("long", 400, on: client, host, counter)
        #expect(short.syncs < 1.2 && long.syncs < 1.2, "a node is stored in \(short.syncs) and \(long.syncs) commits")
        #expect(short.allocations < 1150, "\(short)")
        #expect(short.writes < 16 && short.written < 32_000, "\(short)")
        #expect(long.allocations < short.allocations * 1.2, "\(short) in a flow of 50, \(long) in one of 400")
        #expect(long.writes < short.writes * 1.6 && long.written < short.written * 2, "\(short) in a flow of 50, \(long) in one of 400")
    }

    @Test func `a node costs no more beside live runs and a history`() async throws {
        let counter = try Counter()
        let host = try TestHost(
            flows: """
                flows:
                \(Self.chain("short", 50))
                  - id: empty
                    tasks: [{id: done, listen: trigger.good, type: end}]
                  - id: ask
                    tasks: [{id: ok, listen: trigger.good, type: data, opts: {form: {fields: [{id: who, type: text}]}}}]
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start(environment: counter.environment)
        _ = try await Self.node("short", 50, on: client, host, counter)
        let alone = try await Self.node("short", 50, on: client, host, counter)
        try await Self.start(300, of: "ask", on: client)
        try await Self.start(300, of: "empty", on: client)
        let beside = try await Self.node("short", 50, on: client, host, counter)
        #expect(beside.allocations < alone.allocations * 1.2, "\(alone) alone, \(beside) beside 300 live runs and 300 archived ones")
        #expect(beside.writes < alone.writes * 1.6 && beside.written < alone.written * 2, "\(alone) alone, \(beside) beside others")
        #expect(beside.syncs < 1.2)
    }

    @Test func `runs that are started at once share commits`() async throws {
        let counter = try Counter()
        let host = try TestHost(flows: "flows:\n  - id: empty\n    tasks: [{id: done, listen: trigger.good, type: end}]")
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start(environment: counter.environment)
        try await Self.start(32, of: "empty", on: client)
        let before = try counter.now()
        try await Self.start(320, of: "empty", on: client)
        let run = (try counter.now() - before) / 320
        #expect(run.syncs < 0.7, "\(run)")
        #expect(run.allocations < 2300 && run.writes < 20 && run.written < 40_000, "\(run)")
    }

    @Test func `output does not pass through the hub`() async throws {
        let counter = try Counter()
        let host = try TestHost(
            flows: """
                flows:
                  - id: pour
                    tasks: [{id: a, type: exec, listen: trigger.good, opts: {shell: "yes 'A line of output.' | head -c 32000000; touch pour.ran"}}]
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start(environment: counter.environment)
        let megabyte = try await Self.node("pour", 32, on: client, host, counter)
        #expect(megabyte.writes < 30 && megabyte.written < 200_000, "\(megabyte)")
        #expect(megabyte.allocations < 500 && megabyte.allocated < 200_000, "\(megabyte)")
    }

    /// Starts runs, thirty-two at a time.
    private static func start(_ count: Int, of flow: String, on client: WireClient) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for at in 0..<count {
                if at >= 32 { try await group.next() }
                group.addTask { _ = try await client.trigger(flow) }
            }
            try await group.waitForAll()
        }
    }
}
