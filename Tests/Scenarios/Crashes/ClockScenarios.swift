import FloeCore
import FloeTesting
import Glibc
import Testing

/// Hosts whose wall clock is set while they run, and that are stopped for a while. Tasks keep the right time.
@Suite(.timeLimit(.minutes(2)))
struct ClockScenarios {
    /// It reads by how much the clock is off from a file.
    private static let library = TestClock.library

    private static let flows = """
        flows:
          - id: late
            triggers: [{id: start, type: data, opts: {form: {fields: [{id: year}]}}}]
            tasks:
              - {id: wait, type: timer, listen: trigger.good, opts: {period: 7200}}
              - {id: a, type: exec, listen: task.wait.good, opts: {shell: "date +%Y"}}
          - id: hung
            tasks: [{id: a, type: exec, listen: trigger.good, timeout: 1s, grace: 0s, opts: {shell: "date +%Y; sleep 600"}}]
          - id: form
            tasks: [{id: ask, type: data, listen: trigger.good, timeout: 3d, opts: {form: {fields: [{id: ok}]}}}]
        """

    private func set(_ host: TestHost, _ offset: String) throws {
        try TestCommand.sh("echo '\(offset)' > clock.new && mv clock.new clock", in: host.folder.path)
    }

    @Test(.enabled(if: library != nil, "needs libfaketime"))
    func `a clock that is set forth and back fires what is due once, and loses nothing`() async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        try self.set(host, "+0")
        let (process, client) = try await host.start(environment: [
            "LD_PRELOAD": Self.library ?? "", "FAKETIME_TIMESTAMP_FILE": host.folder.file("clock"), "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_NO_CACHE": "1",
            // Beside this library a Swift program does not see its arguments.
            "FLOE_HOST_NAME": "h1", "FLOE_ROOT": host.folder.file("root"), "FLOE_PUB_BIND": "127.0.0.1:0", "FLOE_ADMIN": TestHost.admin,
        ])
        let year = try TestCommand.sh("date +%Y")
        let key = ["Idempotency-Key": "once"]
        let late = try await client.trigger("late", headers: key)
        let form = try await client.trigger("form")
        _ = try await client.run(late, until: "waiting") { $0.node("wait")["state"] == "waiting" }

        // Back by a year: the timer waits, tasks have their timeouts, and the same request is still the same run.
        try self.set(host, "-365d")
        let hung = try await client.ended(try await client.trigger("hung"))
        #expect(hung.node("a")["outcome"] == "timed-out")
        #expect(try await client.output(hung["ref"].string ?? "", "a").hasPrefix(year))
        #expect(try await client.trigger("late", headers: key) == late)
        #expect(try await client.get("\(WireClient.base)/runs/\(late)").json.node("wait")["state"] == "waiting")

        // Forth by three hours: it is due, once, and the form of three days is not.
        try self.set(host, "+3h")
        let ended = try await client.ended(late)
        #expect(ended["result"] == "good")
        let fired = try await client.events(late).filter { $0["tag"] == "task.wait.good" }
        #expect(fired.count == 1)
        #expect(try await client.output(late, "a").hasPrefix(year))
        #expect(try await client.get("\(WireClient.base)/runs/\(form)").json.node("ask")["state"] == "waiting")

        // Forth by ten days: the form has waited long enough.
        try self.set(host, "+10d")
        #expect(try await client.ended(form).node("ask")["outcome"] == "timed-out")

        // And back again, over a restart.
        try self.set(host, "-1d")
        process.send(SIGTERM)
        #expect(try await process.exit() == 0)
        let again = try await host.start().1
        #expect(try await again.ended(late) == ended)
        let ids = try await again.events(late).compactMap { $0["id"].int }
        #expect(ids == Array(1..<Int64(ids.count + 1)))
        #expect(try await again.ended(try await again.trigger("hung")).node("a")["outcome"] == "timed-out")
    }

    @Test func `a hub that stands still for a while goes on where it was`() async throws {
        let host = try TestHost(
            flows: """
                flows:
                  - id: three
                    tasks:
                      - {id: a, type: exec, listen: trigger.good, opts: {shell: "echo begun; until [ -e ../../../../../gate ]; do sleep 0.02; done; echo ended; touch ../../../../../over"}}
                      - {id: b, type: timer, listen: task.a.good, opts: {period: 1}}
                      - {id: c, type: exec, listen: task.b.good, opts: {shell: "echo c"}}
                """)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        let run = try await client.trigger("three")
        _ = try await client.run(run, until: "at work") { $0.node("a")["state"] == "running" }
        process.send(SIGSTOP)
        // Its task goes on, and comes to its end meanwhile.
        try TestCommand.sh("touch gate", in: host.folder.path)
        let folder = host.folder
        try await Deadline.until("the end of the task") { folder.exists("over") }
        process.send(SIGCONT)
        let ended = try await client.ended(run)
        #expect(ended["result"] == "good")
        #expect(try await client.output(run, "a") == "begun\nended\n")
    }
}
