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
        func descriptors() throws -> String { try TestCommand.sh("ls /proc/\(keeper)/fd | wc -l; ls /proc/\(keeper)/task | wc -l") }
        let before = try descriptors()
        _ = try await client.run(client.trigger("many"), until: "archived") { $0["state"] == "archive" }
        try await Deadline.until("the end of all it started") {
            (try? TestCommand.sh("cat /proc/\(keeper)/task/\(keeper)/children"))?.allSatisfy(\.isWhitespace) == true
        }
        #expect(try descriptors() == before)
        process.send(SIGTERM)
        #expect(try await process.exit() == 0)
        try await Deadline.until("the keeper's end") {
            kill(keeper, 0) != 0 || (try? TestCommand.sh("cat /proc/\(keeper)/stat"))?.contains(") Z ") == true
        }
    }
}
