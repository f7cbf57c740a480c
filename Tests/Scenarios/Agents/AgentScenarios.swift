import FloeCore
import FloeTesting
import Glibc
import Testing

/// Tasks on agents, whatever happens to the agent, the hub and the link.
@Suite("agents", .timeLimit(.minutes(4)))
struct AgentScenarios {
    private static func host(_ tasks: String, common: String = "") throws -> TestHost {
        try TestHost(flows: "\(common)flows:\n  - id: one\n    tasks:\n\(tasks)")
    }

    private static func task(_ options: String, targets: String = "web1") -> String {
        "      - {id: work, type: exec, listen: trigger.good, targets: \(targets), \(options)}\n"
    }

    @Test func `a task runs on the agent it names, with its facts and its name, and its log is here`() async throws {
        let host = try Self.host(
            Self.task(
                #"opts: {shell: "echo on $FLOE_HOST $FLOE_RUN {{host.colour}} $FLOE_URL; echo a=b > $FLOE_OUTPUT; exit 3"}, good: [3]"#)
                + "      - {id: here, type: exec, listen: task.work.good, opts: {shell: 'echo {{task.work.a}} on $FLOE_HOST'}}\n")
        defer { withExtendedLifetime(host) {} }
        let agent = try TestAgent()
        let (_, client) = try await host.start()
        let run = try await client.trigger("one")
        try await Eventually.holds("why") {
            try await client.get("\(WireClient.base)/runs/\(run)/why").text.contains("there is no agent 'web1' here")
        }
        try agent.start(client.port, ["--facts", "colour=blue"])
        let ended = try await client.ended(run)
        #expect(ended["result"] == "good", "\(ended)")
        #expect(ended.node("work")["status"] == 3)
        #expect(try await client.output(run, "work") == "on web1 \(run) blue http://127.0.0.1:0/build/api\n")
        #expect(try await client.output(run, "here") == "b on h1\n")
        #expect(agent.folder.exists("root/spaces/one/ws/\(run)"))
        let view = try await client.host("web1")
        #expect(view["kind"] == "agent" && view["facts"]["colour"] == "blue" && view["tags"][1] == "web", "\(view)")
        // What is stored of it here is kept there no longer.
        try await Eventually.holds("the agent's log is gone") { !agent.folder.exists("root/logs/one/\(run)/work.1.1.log") }
    }

    @Test func `a task goes on while its agent is killed, and its outcome is told when it is back`() async throws {
        let host = try Self.host(
            Self.task(#"opts: {shell: "touch begun; i=0; until [ -e go ]; do i=$((i+1)); echo line $i; done"}"#, targets: "[web]"))
        defer { withExtendedLifetime(host) {} }
        let agent = try TestAgent()
        let (_, client) = try await host.start()
        try agent.start(client.port)
        let run = try await client.trigger("one")
        try await Deadline.until("the task") { [folder = agent.folder] in folder.exists("root/spaces/one/ws/\(run)/begun") }
        for _ in 1...2 {
            try await agent.kill()
            try await client.linked("web1", false)
            let why = try await client.get("\(WireClient.base)/runs/\(run)/why").text
            #expect(why.contains("order of web1 sent, not seen for"), "\(why)")
            try agent.start(client.port)
            try await client.linked("web1")
        }
        try TestCommand.sh("touch root/spaces/one/ws/\(run)/go", in: agent.folder.path)
        #expect(try await client.ended(run)["result"] == "good")
        try Self.checkLines(try await client.output(run, "work"))
    }

    @Test func `a task goes on while the hub is killed, and a cancel that comes meanwhile reaches it`() async throws {
        let host = try Self.host(
            Self.task(#"opts: {shell: "touch begun; i=0; until [ -e go ]; do i=$((i+1)); echo line $i; done"}, grace: 1s"#))
        defer { withExtendedLifetime(host) {} }
        let agent = try TestAgent()
        let port = try FreePort.take()
        var (process, client) = try await host.start(["-pub_bind=127.0.0.1:\(port)"])
        try agent.start(port)
        var runs: [String] = []
        for _ in 1...2 { runs.append(try await client.trigger("one")) }
        for run in runs {
            try await Deadline.until("the task") { [folder = agent.folder] in folder.exists("root/spaces/one/ws/\(run)/begun") }
        }
        process.send(SIGKILL)
        _ = try await process.exit()
        try await agent.kill()
        (process, client) = try await host.start(["-pub_bind=127.0.0.1:\(port)"])
        // The agent is away: the order is not settled here.
        _ = try await client.post("\(WireClient.base)/runs/\(runs[0])/cancel")
        #expect(try await client.get("\(WireClient.base)/runs/\(runs[0])").json["state"] == "active")
        try agent.start(port)
        let cancelled = try await client.ended(runs[0])
        #expect(cancelled["result"] == "cancelled", "\(cancelled)")
        try TestCommand.sh("touch root/spaces/one/ws/\(runs[1])/go", in: agent.folder.path)
        #expect(try await client.ended(runs[1])["result"] == "good")
        try Self.checkLines(try await client.output(runs[1], "work"))
    }

    @Test func `output of 100 MB comes whole over a link that is cut again and again`() async throws {
        let host = try Self.host(Self.task(#"opts: {shell: "seq 1 12500000 | head -c 100000000; sha256sum </dev/null >/dev/null"}"#))
        defer { withExtendedLifetime(host) {} }
        let agent = try TestAgent()
        let (_, client) = try await host.start()
        let proxy = CutProxy(to: client.port)
        defer { proxy.close() }
        proxy.cut(every: 9_000_000)
        try agent.start(proxy.port)
        let run = try await client.trigger("one")
        let ended = try await client.ended(run)
        #expect(ended["result"] == "good", "\(ended)")
        #expect(proxy.cuts.value >= 5)
        let log = host.folder.file("root/logs/one/\(run)/work.1.1.log")
        let sums = try TestCommand.sh(
            "tail -c 100000000 '\(log)' | sha256sum; seq 1 12500000 | head -c 100000000 | sha256sum; stat -c %s '\(log)'",
            in: host.folder.path
        ).split(separator: "\n")
        #expect(sums[0] == sums[1])
        #expect(try #require(Int(sums[2])) < 100_000_200)
    }

    @Test func `a second agent of a name, a copy of one, and a wrong token are refused, on both sides`() async throws {
        let host = try Self.host(Self.task("opts: {cmd: 'true'}"))
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        let first = try TestAgent()
        try first.start(client.port)
        try await client.linked("web1")

        let second = try TestAgent()
        try second.start(client.port)
        #expect(try await second.exit() == 4)
        #expect(
            second.printed.contains("web1 is joined as …") && second.printed.contains("two agents cannot have one name"),
            "\(second.printed)")
        #expect(process.printed.contains("An agent is refused: web1 is joined as"))
        #expect(try await client.host("web1")["problems"][0].string?.contains("two agents cannot have one name") == true)

        // A copy of its folder, made before it linked for the last time.
        try TestCommand.sh(
            "mkdir '\(second.folder.path)/copy' && cp root/agent.journal '\(second.folder.path)/copy/'", in: first.folder.path)
        try await first.kill()
        try first.start(client.port)
        try await client.linked("web1")
        let copy = try FloeProcess(
            ["agent", "--join", "http://127.0.0.1:\(client.port)", "--token", TestHost.admin, "-host_name=web1", "-root", "copy"],
            folder: second.folder.path, output: second.folder.file("copied"))
        #expect(try await copy.exit() == 4)
        #expect(copy.printed.contains("another agent runs on a copy of the folder of web1"), "\(copy.printed)")

        let other = try TestAgent("web2")
        try other.start(client.port, token: "wrong")
        #expect(try await other.exit() == 4)
        #expect(other.printed.contains("it does not take the token"), "\(other.printed)")

        // Given up, its name is free.
        try await first.kill()
        try await client.linked("web1", false)
        #expect(try await client.post("\(WireClient.base)/hosts/web1/forget").status == 204)
        try second.start(client.port)
        try await client.linked("web1")
    }

    @Test func `what a forgotten agent was given ends as lost, and is ended there when it comes back`() async throws {
        let host = try Self.host(Self.task(#"opts: {shell: "touch begun; until [ -e go ]; do sleep 0.02; done"}, grace: 1s"#))
        defer { withExtendedLifetime(host) {} }
        let agent = try TestAgent()
        let (_, client) = try await host.start()
        try agent.start(client.port)
        let run = try await client.trigger("one")
        try await Deadline.until("the task") { [folder = agent.folder] in folder.exists("root/spaces/one/ws/\(run)/begun") }
        try await agent.kill()
        try await client.linked("web1", false)
        #expect(try await client.post("\(WireClient.base)/hosts/web1/forget").status == 204)
        let ended = try await client.ended(run)
        #expect(ended.node("work")["outcome"] == "lost")
        #expect(ended.node("work")["reason"].string?.contains("was forgotten") == true, "\(ended)")
        try agent.start(client.port)
        try await client.linked("web1")
        try await Eventually.holds("its order is gone") { agent.folder.text("root/agent.journal")?.contains("\"gone\"") == true }
    }

    @Test func `a time-out holds on an agent that is away, and no secret is sent where it can be read`() async throws {
        let host = try Self.host(
            Self.task(#"opts: {shell: "trap 'touch ended; exit 1' TERM; touch begun; sleep 600"}, timeout: 2s, grace: 1s"#)
                + "      - {id: hush, type: exec, listen: trigger.good, targets: web1, secrets: [word], opts: {shell: 'echo the $word is out'}}\n"
                + "      - {id: e, class: merge, wait: [task.work.bad, task.hush.good]}\n",
            common: "common: {secrets: {word: {env: WORD}}}\n")
        defer { withExtendedLifetime(host) {} }
        let agent = try TestAgent()
        let (_, client) = try await host.start(environment: ["WORD": "xyzzy-1234"])
        try agent.start(client.port)
        let run = try await client.trigger("one")
        try await Deadline.until("the task") { [folder = agent.folder] in folder.exists("root/spaces/one/ws/\(run)/begun") }
        _ = try await client.run(run, until: "done with hush") { $0.node("hush")["state"] == "ended" }
        try await agent.kill()
        try await Deadline.until("the time-out") { [folder = agent.folder] in folder.exists("root/spaces/one/ws/\(run)/ended") }
        try agent.start(client.port)
        let ended = try await client.ended(run)
        #expect(ended.node("work")["outcome"] == "timed-out", "\(ended)")
        // The link is one within this machine, so that it was given; nobody sees it.
        #expect(try await client.output(run, "hush") == "the *** is out\n")
        #expect(!(agent.folder.text("root/agent.journal") ?? "").contains("xyzzy"))
    }

    private static func checkLines(_ output: String) throws {
        let lines = output.split(separator: "\n")
        #expect(lines.count > 1)
        let wrong = lines.enumerated().first { $1 != "line \($0 + 1)" }
        #expect(wrong == nil, "\(String(describing: wrong))")
    }
}
