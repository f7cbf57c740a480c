import FloeCore
import FloeTesting
import Glibc
import Testing

@Suite(.timeLimit(.minutes(5)))
struct FlowRunScenarios {
    @Test func `a run is followed with the nodes before its lines, and exits as it ended`() async throws {
        let host = try TestHost(flows: ServerFlows.file)
        defer { withExtendedLifetime(host) {} }
        let caller = try Caller(to: try await host.start().1)
        let good = try await caller.floe("flow", "run", "quick")
        #expect(good.status == 0, "\(good.text)")
        let lines = good.text.split(separator: "\n").map(String.init)
        for line in ["build | built", "build | twice", "build: good", "test | tested", "test: good", "floe: quick ended good"] {
            #expect(lines.filter { $0 == line }.count == 1, "'\(line)' in:\n\(good.text)")
        }
        #expect(lines.last == "floe: quick ended good")
        let bad = try await caller.floe("flow", "run", "broken")
        #expect(bad.status == 1 && bad.text.contains("build: bad, status 3\n"), "\(bad.text)")
        #expect(bad.text.contains("floe: broken ended bad, unheard"), "\(bad.text)")
        let late = try await caller.floe("flow", "run", "late")
        #expect(late.status == 124, "\(late.text)")
    }

    @Test func `a signal cancels the run, and its clean-up is followed`() async throws {
        let host = try TestHost(flows: ServerFlows.file)
        defer { withExtendedLifetime(host) {} }
        let caller = try Caller(to: try await host.start().1)
        let process = try caller.start(["flow", "run", "long"])
        _ = try await process.line("wait | ready")
        process.send(SIGINT)
        #expect(try await process.exit() == 3)
        #expect(process.printed.contains("tidy | tidied\n") && process.printed.contains("floe: long ended cancelled"), "\(process.printed)")
    }

    @Test func `a run is followed over a restart of its server, and no line is told twice`() async throws {
        let host = try TestHost(flows: ServerFlows.file)
        defer { withExtendedLifetime(host) {} }
        var (server, client) = try await host.start()
        let caller = try Caller(to: client)
        let process = try caller.start(["flow", "run", "release", "--set", "version=7"])
        let asked = try await process.line("approve: waits for an answer:")
        let ref = try #require(asked.split(separator: " ").dropFirst(3).first)
        server.send(SIGKILL)
        _ = try await server.exit()
        _ = try await process.line("floe: the connection to")
        (server, client) = try await host.start(["-pub_bind=127.0.0.1:\(client.port)"])
        _ = try await process.line("floe: connected again")
        let answer = try await caller.floe("run", "answer", String(ref), "--set", "ok=yes")
        #expect(answer.status == 0 && answer.text == "\(ref): approve is answered: ok=true\n", "\(answer.text)")
        #expect(try await process.exit() == 0, "\(process.printed)")
        #expect(process.printed.split(separator: "\n").filter { $0 == "build | building 7" }.count == 1, "\(process.printed)")
        #expect(process.printed.contains("ship | shipping\n"), "\(process.printed)")
    }

    @Test func `what is given beforehand is checked before anything starts, and answers what is asked later`() async throws {
        let host = try TestHost(flows: ServerFlows.file)
        defer { withExtendedLifetime(host) {} }
        let caller = try Caller(to: try await host.start().1)
        let wrong = try await caller.floe("flow", "run", "release", "--set", "vrsion=1", "--set", "loud=maybe", "--set", "nobody.ok=1")
        #expect(wrong.status == 2, "\(wrong.text)")
        for problem in [
            "--set vrsion: is no field", "--set nobody.ok: there is no data node 'nobody'; those that ask for data are approve",
        ] {
            #expect(wrong.text.contains(problem), "\(wrong.text)")
        }
        let missing = try await caller.floe("flow", "run", "release", "--set", "loud=maybe")
        #expect(missing.status == 2 && missing.text.contains("--set version: is required"), "\(missing.text)")
        let plan = try await caller.floe("flow", "run", "release", "--set", "version=1", "--dry-run")
        #expect(plan.status == 0 && plan.text.hasPrefix("would start release, version 1 by 'start' with version=1\n"), "\(plan.text)")
        let none = try await caller.floe("run", "list")
        #expect(none.text == "no runs yet; start one: floe flow run NAME\n")
        let good = try await caller.floe("flow", "run", "release", "-set", "version=1", "--set", "approve.ok=yes")
        #expect(good.status == 0 && good.text.contains("approve = ok=true\n"), "\(good.text)")
    }

    @Test func `a person at a terminal is asked what is not given, before the run and while it runs`() async throws {
        let host = try TestHost(flows: ServerFlows.file)
        defer { withExtendedLifetime(host) {} }
        let caller = try Caller(to: try await host.start().1)
        let told = try caller.terminal(
            columns: 80, typed: [("Which version", "9\n"), ("loud (yes", "\n"), ("It is good", "perhaps\n"), ("It is good", "yes\n")],
            "flow", "run", "release")
        #expect(told.status == 0, "\(told.text)")
        #expect(told.text.contains("building 9") && told.text.contains("that must be true or false"), "\(told.text)")
        #expect(told.text.contains("shipping"), "\(told.text)")
    }
}
