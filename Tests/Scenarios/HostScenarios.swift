import FloeCore
import FloeSystem
import FloeTesting
import Glibc
import Testing

@Suite(.timeLimit(.minutes(5)))
struct HostScenarios {
    private static let flows = """
        flows:
          - id: hello
            triggers:
              - id: start
                type: data
                opts: {form: {fields: [{id: name, required: true}]}}
            tasks:
              - {id: greet, type: exec, listen: trigger.good, opts: {shell: "echo Hello, {{trigger.name}}"}}
              - id: approve
                type: data
                listen: task.greet.good
                opts: {good-when: ok, form: {fields: [{id: ok, type: bool}]}}
              - {id: bye, type: exec, listen: task.approve.good, opts: {shell: "echo Goodbye, {{trigger.name}}"}}
              - {id: done, type: end, listen: task.bye.good}
          - id: quick
            tasks:
              - {id: one, type: exec, listen: trigger.good, opts: {shell: "echo one"}}
        """

    @Test func `a flow is started, approved and kept over a kill`() async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        var (process, client) = try await host.start()
        #expect(try await client.get("/healthz").status == 200)
        #expect(try await client.get("/readyz").status == 200)
        #expect(try await WireClient(port: client.port).get("\(WireClient.base)/flows").status == 401)

        let run = try await client.trigger("hello", #"{"name": "Ada"}"#)
        #expect(run == "h1-1")
        let waiting = try await client.run(run, until: "waiting for the approval") { $0.node("approve")["state"] == "waiting" }
        #expect(waiting["state"] == "active")
        #expect(waiting.node("greet")["state"] == "ended")

        // Killed while somebody is asked: the form is still open after the next start.
        process.send(SIGKILL)
        #expect(try await process.exit() == 128 + SIGKILL)
        (process, client) = try await host.start()
        let again = try await client.run(run, until: "waiting for the approval") { $0.node("approve")["state"] == "waiting" }
        #expect(again.node("greet") == waiting.node("greet"))

        let bad = try await client.post("\(WireClient.base)/runs/\(run)/nodes/approve/answer", #"{"values": {"ok": "perhaps"}}"#)
        #expect(bad.status == 422)
        let answer = try await client.post("\(WireClient.base)/runs/\(run)/nodes/approve/answer", #"{"values": {"ok": true}}"#)
        #expect(answer.status == 202, "\(answer.text)")
        let ended = try await client.run(run, until: "archived") { $0["state"] == "archive" }
        #expect(ended["result"] == "good")
        let log = try await client.get("\(WireClient.base)/runs/\(run)/nodes/bye/log")
        #expect(log.text.contains("Goodbye, Ada"))

        // And the history is, after another.
        process.send(SIGKILL)
        _ = try await process.exit()
        (process, client) = try await host.start()
        let kept = try await client.run(run, until: "archived") { $0["state"] == "archive" }
        #expect(kept == ended)
        #expect(try await client.trigger("quick") == "h1-2")
    }

    @Test func `the first start makes a token and prints a link that signs in once`() async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start(admin: false)
        let link = try await process.line("sign in:")
        let path = try #require(link.firstRange(of: ":\(client.port)").map { link[$0.upperBound...].prefix { $0 != " " } })
        let browser = WireClient(port: client.port)
        let first = try await browser.get(String(path))
        #expect((200..<400).contains(first.status))
        let cookie = try #require(first.headers["set-cookie"]?.prefix { $0 != ";" })
        #expect(cookie.hasPrefix("floe-sesh="))
        let signedIn = WireClient(port: client.port, headers: ["Cookie": String(cookie)])
        #expect(try await signedIn.get("\(WireClient.base)/flows").status == 200)
        let second = try await browser.get(String(path))
        #expect(second.headers["set-cookie"] == nil)

        let token = try #require(host.folder.text("root/admin.token")).prefix { $0 != "\n" }
        #expect(token.count == 64)
        #expect(try TestCommand.sh("stat -c %a root root/admin.token root/floe.sqlite", in: host.folder.path) == "700\n600\n600")
        let program = WireClient(port: client.port, headers: ["X-Floe-Auth": String(token)])
        #expect(try await program.get("\(WireClient.base)/flows").status == 200)
    }

    @Test func `two hosts do not share a root`() async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        let (first, _) = try await host.start()
        let second = try FloeProcess(
            ["-host_name=h1", "-root", host.folder.file("root"), "-pub_bind=127.0.0.1:0"], folder: host.folder.path,
            output: host.folder.file("second"))
        #expect(try await second.exit() == 1)
        #expect(second.printed.contains("another floe (process \(first.id)) already runs in \(host.folder.file("root"))"))
    }

    @Test func `a host that is told to end lets tasks finish and stores how they ended`() async throws {
        let host = try TestHost(
            flows: """
                flows:
                  - id: slow
                    tasks:
                      - {id: work, type: exec, listen: trigger.good, opts: {shell: "echo begun; until [ -e gate ]; do sleep 0.05; done; echo finished"}}
                      - {id: after, type: exec, listen: task.work.good, opts: {cmd: "true"}}
                      - {id: done, type: end, listen: task.after.good}
                """)
        defer { withExtendedLifetime(host) {} }
        var (process, client) = try await host.start()
        let run = try await client.trigger("slow")
        _ = try await client.run(run, until: "at work") { $0.node("work")["state"] == "running" }
        process.send(SIGTERM)
        try TestCommand.sh("touch root/spaces/slow/ws/\(run)/gate", in: host.folder.path)
        #expect(try await process.exit() == 0)
        (process, client) = try await host.start()
        let ended = try await client.run(run, until: "archived") { $0["state"] == "archive" }
        #expect(ended["result"] == "good")
    }

    @Test func `a flow file that changes is taken up when it is right, and only then`() async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        // As an editor saves: a new file in place of the old.
        try TestCommand.sh("echo 'flows: [{id: broken' > next && mv next default.yml", in: host.folder.path)
        try await Deadline.until("the refusal of a broken file") { process.printed.contains("is not taken up") }
        _ = try await client.trigger("quick")
        try host.write(Self.flows.split(separator: "id: quick").joined(separator: "id: swift"))
        try await Deadline.until("the new flows") { process.printed.contains("was taken up") }
        _ = try await client.trigger("swift")
        #expect(try await client.post("\(WireClient.base)/flows/quick/runs", #"{"values": {}}"#).status == 404)
    }

    @Test func `what only the start needed is let go`() async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        @Sendable func kilobytes(_ what: String) -> Int {
            let status = (try? TextFile.read("/proc/\(process.id)/status", limit: 1 << 14)) ?? ""
            let line = status.split(separator: "\n").first { $0.hasPrefix("\(what):") } ?? ""
            return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) } ?? 0
        }
        try await Deadline.until("a host smaller than it was at its start") { kilobytes("VmRSS") < kilobytes("VmHWM") * 85 / 100 }
        // And it goes on.
        #expect(try await client.ended(client.trigger("quick"))["result"] == "good")
    }

    @Test func `a second signal ends the host at once`() async throws {
        let host = try TestHost(
            flows: """
                flows:
                  - id: slow
                    tasks:
                      - {id: work, type: exec, listen: trigger.good, opts: {shell: "sleep 600"}}
                """)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        let run = try await client.trigger("slow")
        _ = try await client.run(run, until: "at work") { $0.node("work")["state"] == "running" }
        // Two kinds, since the system keeps only one of a kind; it may hand them over in either order.
        process.send(SIGTERM)
        process.send(SIGINT)
        // One that ended in order would say 0.
        #expect([128 + SIGTERM, 128 + SIGINT].contains(try await process.exit()))
        #expect(process.printed.contains("Tasks that run have 10 seconds to finish"))
    }

    @Test func `a host starts although a program that the last one was starting still has its lock`() async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        let (process, _) = try await host.start()
        process.send(SIGKILL)
        _ = try await process.exit()
        // As one has between its fork and its exec. It lets go by itself, before a host would give up.
        try TestCommand.sh(
            """
            python3 -c '
            import fcntl, os, time
            lock = open("root/lock", "r+")
            fcntl.flock(lock, fcntl.LOCK_EX)
            if os.fork(): os._exit(0)
            for end in range(3): os.close(end)
            time.sleep(0.7)'
            """, in: host.folder.path)
        let (_, client) = try await host.start()
        #expect(try await client.get("/readyz").status == 200)
        let second = try await host.floe(["-host_name=h1", "-root", host.folder.file("root"), "-pub_bind=127.0.0.1:0"])
        #expect(second.status == 1 && second.printed.contains("already runs in"), "\(second.printed)")
    }
}
