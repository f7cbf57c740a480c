import FloeCore
import FloeTesting
import Glibc
import Testing

/// What reaches a keeper that should not, and where it is hard to reach.
@Suite("faults of the keeper", .timeLimit(.minutes(2)))
struct KeeperFaultScenarios {
    /// Sends bytes to the keeper of a host, and gives how the keeper answered.
    private static func send(_ bytes: String, to host: TestHost) throws -> String {
        try TestCommand.sh(
            """
            python3 -c '
            import socket
            s = socket.socket(socket.AF_UNIX)
            s.settimeout(20)
            s.connect("root/keeper.sock")
            s.sendall(\(bytes))
            got = b""
            while True:
                try: more = s.recv(4096)
                except ConnectionResetError: more = b""
                if not more: break
                got += more
            print(got)'
            """, in: host.folder.path)
    }

    @Test func `garbage and other versions are turned away, and nothing else is disturbed`() async throws {
        let host = try KeeperScenarios.host(#"opts: {shell: "touch begun; until [ -e go ]; do sleep 0.02; done"}"#)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let (run, workspace) = try await KeeperScenarios.begin(host, client)
        let keeper = host.keeper
        #expect(try Self.send(#"b"GET / HTTP/1.1\r\n\r\n""#, to: host) == "b''")
        #expect(try Self.send(#"b"\xff" * 100000"#, to: host) == "b''")
        let greeting = #"b"\x1b\0\0\0\x01" + b"\x01\x08\0\0\0\x63" + b"\0" * 7 + b"\x02\x08\0\0\0\x63" + b"\0" * 7"#
        #expect(try Self.send(greeting, to: host).contains("it speaks version 99 of the protocol"))
        #expect(host.keeper == keeper)
        try TestCommand.sh("touch \(workspace)/go", in: host.folder.path)
        #expect(try await client.run(run, until: "archived") { $0["state"] == "archive" }["result"] == "good")
    }

    @Test func `a host does not guess what a keeper of another version means`() async throws {
        let host = try KeeperScenarios.host(#"opts: {shell: "touch begun; sleep 635"}"#)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        _ = try await KeeperScenarios.begin(host, client)
        process.send(SIGKILL)
        _ = try await process.exit()
        // In the file itself: the keeper has it open.
        try TestCommand.sh("sed 's/ 1 1 / 9 9 /' root/keeper > other; cat other > root/keeper", in: host.folder.path)
        let second = try FloeProcess(
            ["-host_name=h1", "-root", host.folder.file("root"), "-pub_bind=127.0.0.1:0"], folder: host.folder.path,
            output: host.folder.file("second"))
        #expect(try await second.exit() == 1)
        #expect(second.printed.contains("speaks version 9 of its protocol, and this floe 1"), "\(second.printed)")
    }

    @Test func `a keeper that is stopped holds up tasks and nothing else, and the host says so`() async throws {
        let host = try KeeperScenarios.host(#"opts: {shell: "true"}"#)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        let before = try await client.trigger("one")
        _ = try await client.run(before, until: "archived") { $0["state"] == "archive" }
        let keeper = try #require(host.keeper)
        kill(keeper, SIGSTOP)
        defer { kill(keeper, SIGCONT) }
        let run = try await client.trigger("one")
        try await Deadline.until("the warning") { process.printed.contains("The keeper does not answer") }
        #expect(try await client.get("/readyz").status == 200)
        #expect(try await client.get("\(WireClient.base)/runs/\(run)").json.node("work")["state"] == "running")
        kill(keeper, SIGCONT)
        #expect(try await client.run(run, until: "archived") { $0["state"] == "archive" }["result"] == "good")
        try await Deadline.until("the notice") { process.printed.contains("The keeper answers again") }
    }

    @Test func `a root with a long path has a keeper like any other`() async throws {
        let host = try KeeperScenarios.host(#"opts: {shell: "touch begun; until [ -e go ]; do sleep 0.02; done"}"#)
        defer { withExtendedLifetime(host) {} }
        let long = "root/" + Array(repeating: String(repeating: "x", count: 40), count: 5).joined(separator: "/")
        let (process, client) = try await host.start(["-root", host.folder.file(long)])
        let run = try await client.trigger("one")
        let workspace = "\(long)/spaces/one/ws/\(run)"
        let folder = host.folder
        try await Deadline.until("the task") { folder.exists("\(workspace)/begun") }
        process.send(SIGKILL)
        _ = try await process.exit()
        let (_, next) = try await host.start(["-root", host.folder.file(long)])
        try TestCommand.sh("touch \(workspace)/go", in: folder.path)
        #expect(try await next.run(run, until: "archived") { $0["state"] == "archive" }["result"] == "good")
    }

    @Test func `a keeper leaks nothing, leaves no zombies, and leaves when it has nothing left`() async throws {
        let host = try TestHost(
            flows: """
                flows:
                  - id: many
                    tasks:
                \((0..<150).map { "      - {id: n\($0), type: exec, listen: trigger.good, opts: {shell: \"echo x; (setsid sleep 0.1 &)\"}}" }.joined(separator: "\n"))
                """)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        _ = try await client.run(client.trigger("many"), until: "archived") { $0["state"] == "archive" }
        let keeper = try #require(host.keeper)
        @Sendable func count(_ script: String) -> Int? { (try? TestCommand.sh("\(script) | wc -l")).flatMap { Int($0.filter(\.isNumber)) } }
        // Empty control groups are kept for the next tasks, sixteen at most; each has two descriptors.
        @Sendable func groups() -> Int { count("ls -l /proc/\(keeper)/fd | grep floe-keeper-") ?? .max }
        @Sendable func others() -> Int? { count("ls -l /proc/\(keeper)/fd | grep -v floe-keeper-") }
        func settle() async throws {
            try await Deadline.until("the end of all it started") {
                (try? TestCommand.sh("cat /proc/\(keeper)/task/\(keeper)/children"))?.allSatisfy(\.isWhitespace) == true && groups() <= 32
            }
        }
        try await settle()
        let (descriptors, threads) = (others(), count("ls /proc/\(keeper)/task"))
        _ = try await client.run(client.trigger("many"), until: "archived") { $0["state"] == "archive" }
        try await settle()
        #expect(count("ls /proc/\(keeper)/task") == threads)
        // The last orders are let go of when their ends are stored.
        try await Deadline.until("as many descriptors as before: \(descriptors ?? 0)") { others() == descriptors }
        process.send(SIGTERM)
        #expect(try await process.exit() == 0)
        try await Deadline.until("the keeper's end") {
            kill(keeper, 0) != 0 || (try? TestCommand.sh("cat /proc/\(keeper)/stat"))?.contains(") Z ") == true
        }
    }

    @Test func `a cancel wakes a keeper that was stopped`() async throws {
        let host = try KeeperScenarios.host(#"opts: {shell: "echo $$ > begun; sleep 656"}"#)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        let (run, workspace) = try await KeeperScenarios.begin(host, client)
        kill(try #require(host.keeper), SIGSTOP)
        #expect(try await client.post("\(WireClient.base)/runs/\(run)/cancel").status == 202)
        #expect(try await client.ended(run)["result"] == "cancelled")
        #expect(KeeperScenarios.isGone(host.folder.text("\(workspace)/begun")))
        #expect(process.printed.contains("is to stop tasks and does not answer: it is told to go on"))
    }

    @Test func `a host starts and serves beside a keeper that is stopped, and says what holds its tasks up`() async throws {
        let host = try KeeperScenarios.host(#"opts: {shell: "touch begun; until [ -e go ]; do sleep 0.02; done"}"#)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        let (run, workspace) = try await KeeperScenarios.begin(host, client)
        process.send(SIGKILL)
        _ = try await process.exit()
        let keeper = try #require(host.keeper)
        kill(keeper, SIGSTOP)
        defer { kill(keeper, SIGCONT) }
        let (next, again) = try await host.start()
        #expect(try await again.get("/readyz").status == 200)
        try await Deadline.until("the warning") { next.printed.contains("The keeper does not answer") }
        let why = try await again.get("\(WireClient.base)/runs/\(run)/why").json["why"][0]
        #expect(why["kind"] == "keeper")
        #expect(why["change"].string?.contains("kill -CONT \(keeper)") == true)
        kill(keeper, SIGCONT)
        try TestCommand.sh("touch \(workspace)/go", in: host.folder.path)
        #expect(try await again.ended(run)["result"] == "good")
    }

    @Test func `a host does not wait for ever for a keeper that takes no connections`() async throws {
        let host = try KeeperScenarios.host(#"opts: {shell: "touch begun; sleep 657"}"#)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        _ = try await KeeperScenarios.begin(host, client)
        process.send(SIGKILL)
        _ = try await process.exit()
        let keeper = try #require(host.keeper)
        kill(keeper, SIGSTOP)
        defer { kill(keeper, SIGCONT) }
        // As many as the system lets wait.
        try TestCommand.sh(
            """
            python3 -c '
            import os, socket, time
            held = []
            while True:
                s = socket.socket(socket.AF_UNIX)
                s.setblocking(False)
                try: s.connect("root/keeper.sock")
                except BlockingIOError: break
                held.append(s)
            if os.fork(): os._exit(0)
            for end in range(3): os.close(end)
            open("holder", "w").write(str(os.getpid()))
            time.sleep(100)'
            """, in: host.folder.path)
        let folder = host.folder
        try await Deadline.until("the connections") { folder.text("holder")?.isEmpty == false }
        defer { _ = try? TestCommand.sh("kill -9 $(cat holder)", in: folder.path) }
        let refused = try await host.floe(["-host_name=h1", "-root", host.folder.file("root"), "-pub_bind=127.0.0.1:0"])
        #expect(refused.status == 1)
        #expect(refused.printed.contains("(process \(keeper)) takes no connections"), "\(refused.printed)")
    }

    @Test func `what the host carries out itself is lost with it, and begun again when nothing of it is left`() async throws {
        let tools = try TemporaryFolder()
        let silent = try FileServer(root: tools.path)
        defer { withExtendedLifetime(silent) {} }
        try TestCommand.sh(
            """
            git init -q --bare -b main site.git && git init -q -b main work && cd work
            git config user.name Ada && git config user.email ada@example.org
            git commit -q --allow-empty -m 'Words' && git push -q ../site.git main && cd ..
            mkdir bin && cat > bin/git <<'EOF'
            #!/bin/sh
            for word in "$@"; do
                case $word in fetch | ls-remote)
                    if ! [ -e \(tools.path)/go ]; then
                        trap '' TERM
                        echo $$ > \(tools.path)/begun.new && mv \(tools.path)/begun.new \(tools.path)/begun
                        while :; do sleep 0.1; done
                    fi ;;
                esac
            done
            exec /usr/bin/git "$@"
            EOF
            chmod +x bin/git
            """, in: tools.path)
        let host = try TestHost(
            flows: """
                flows:
                  - id: one
                    tasks:
                      - {id: clone, type: git-checkout, listen: trigger.good, retry: {attempts: 2, when: [lost]}, opts: {url: "\(tools.path)/site.git"}}
                      - {id: get, type: fetch, listen: trigger.good, opts: {url: "\(silent.url("hang/x"))"}}
                      - {id: told, type: exec, listen: task.get.bad, opts: {cmd: "true"}}
                """)
        defer { withExtendedLifetime(host) {} }
        let path = ["PATH": "\(tools.path)/bin:/usr/local/bin:/usr/bin:/bin"]
        let (process, client) = try await host.start(environment: path)
        let run = try await client.trigger("one")
        try await Deadline.until("git") { tools.exists("begun") }
        _ = try await client.run(run, until: "at work") { $0.node("get")["state"] == "running" }
        process.send(SIGKILL)
        _ = try await process.exit()
        try TestCommand.sh("touch go", in: tools.path)
        let (_, next) = try await host.start(environment: path)
        let ended = try await next.ended(run)
        #expect(ended["result"] == "good", "\(ended)")
        #expect(ended.node("clone")["attempts"][0]["outcome"] == "lost")
        #expect(ended.node("clone")["attempts"][0]["reason"] == "the host was started anew while it ran")
        #expect(ended.node("get")["outcome"] == "lost")
        #expect(KeeperScenarios.isGone(tools.text("begun")))
    }

    @Test func `a checkout that is retried as its run ends is not taken for what the last round left`() async throws {
        let tools = try TemporaryFolder()
        try TestCommand.sh(
            """
            git init -q --bare -b main site.git && git init -q -b main work && cd work
            git config user.name Ada && git config user.email ada@example.org
            git commit -q --allow-empty -m 'Words' && git push -q ../site.git main && cd ..
            mkdir bin && cat > bin/git <<'EOF'
            #!/bin/sh
            touch \(tools.path)/begun
            until [ -e \(tools.path)/go ]; do sleep 0.02; done
            [ -e \(tools.path)/slow ] && sleep 2
            exec /usr/bin/git "$@"
            EOF
            chmod +x bin/git
            """, in: tools.path)
        let host = try TestHost(
            flows: """
                flows:
                  - id: one
                    tasks:
                      - {id: leave, type: exec, listen: trigger.good, opts: {shell: "(trap '' TERM; echo > deaf; while :; do sleep 0.1; done) & until [ -e deaf ]; do sleep 0.01; done"}}
                      - {id: clone, type: git-checkout, listen: task.leave.good, opts: {url: "\(tools.path)/site.git"}}
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start(environment: ["PATH": "\(tools.path)/bin:/usr/local/bin:/usr/bin:/bin"])
        let run = try await client.trigger("one")
        try await Deadline.until("git") { tools.exists("begun") }
        // It hears of the end of the run and of what is begun anew in one breath.
        let keeper = try #require(host.keeper)
        kill(keeper, SIGSTOP)
        defer { kill(keeper, SIGCONT) }
        try TestCommand.sh("touch go", in: tools.path)
        #expect(try await client.ended(run)["result"] == "good")
        try TestCommand.sh("touch slow", in: tools.path)
        let retried = try await client.post("\(WireClient.base)/runs/\(run)/retry", #"{"from": "clone"}"#)
        #expect(retried.status == 202, "\(retried.text)")
        // What does not listen to TERM is killed after a second, and with it all that is marked as the run's.
        kill(keeper, SIGCONT)
        let ended = try await client.run(run, until: "ended again") {
            $0["state"] == "archive" && $0["round"] == 2
        }
        #expect(ended["result"] == "good", "\(ended)")
    }
}
