import FloeCore
import FloeTesting
import Glibc
import Testing

/// Tasks outlive the hub that started them, and nothing outlives what ends them.
@Suite("tasks and the end of hosts", .timeLimit(.minutes(2)))
struct KeeperScenarios {
    static func host(_ node: String, more: String = "") throws -> TestHost {
        try TestHost(flows: "flows:\n  - id: one\n    tasks:\n      - {id: work, type: exec, listen: trigger.good, \(node)}\n\(more)")
    }

    /// Starts a run and waits until its task has made the file `begun` in the workspace.
    static func begin(_ host: TestHost, _ client: WireClient) async throws -> (run: String, workspace: String) {
        let run = try await client.trigger("one")
        let workspace = "root/spaces/one/ws/\(run)"
        let folder = host.folder
        try await Deadline.until("the task") { folder.exists("\(workspace)/begun") }
        return (run, workspace)
    }

    /// One that nobody has asked for its status yet runs no more.
    static func isGone(_ pid: String?) -> Bool {
        guard let id = pid.flatMap({ Int32($0.prefix { $0.isNumber }) }) else { return false }
        if kill(id, 0) != 0, errno == ESRCH { return true }
        return (try? TestCommand.sh("cat /proc/\(id)/stat"))?.contains(") Z ") ?? true
    }

    @Test func `a host that is killed amid output loses and doubles no byte of it`() async throws {
        let host = try Self.host(
            #"opts: {shell: "touch begun; i=0; until [ -e go ]; do i=$((i+1)); echo line $i; done; echo last $i >&2; exit 7"}, good: [7]"#)
        defer { withExtendedLifetime(host) {} }
        var (process, client) = try await host.start()
        let (run, workspace) = try await Self.begin(host, client)
        for _ in 1...2 {
            process.send(SIGKILL)
            _ = try await process.exit()
            (process, client) = try await host.start()
            _ = try await client.run(run, until: "at work") { $0.node("work")["state"] == "running" }
        }
        try TestCommand.sh("touch \(workspace)/go", in: host.folder.path)
        let ended = try await client.run(run, until: "archived") { $0["state"] == "archive" }
        #expect(ended["result"] == "good")
        #expect(ended.node("work")["status"] == 7)
        let lines = try #require(host.folder.text("root/logs/one/\(run)/work.1.1.log")).split(separator: "\n").dropFirst()
        #expect(lines.count > 1)
        #expect(lines.dropLast().enumerated().allSatisfy { $1 == "line \($0 + 1)" })
        #expect(lines.last == "last \(lines.count - 1)")
    }

    @Test func `an attempt goes on from pre to post although no host is there`() async throws {
        let host = try Self.host(
            #"opts: {shell: "echo a=1 > $FLOE_OUTPUT; exit 3"}, pre: "touch begun; until [ -e go ]; do sleep 0.02; done", post: "touch after""#
        )
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        let (run, workspace) = try await Self.begin(host, client)
        process.send(SIGKILL)
        _ = try await process.exit()
        try TestCommand.sh("touch \(workspace)/go", in: host.folder.path)
        let folder = host.folder
        try await Deadline.until("post") { folder.exists("\(workspace)/after") }
        let (_, next) = try await host.start()
        let ended = try await next.run(run, until: "archived") { $0["state"] == "archive" }
        #expect(ended["result"] == "bad")
        #expect(ended.node("work")["status"] == 3)
        #expect(folder.names("root/logs/one/\(run)") == ["work.1.1.log"])
    }

    @Test func `a host that is told to end leaves tasks to the next, which takes their end`() async throws {
        let host = try Self.host(#"opts: {shell: "echo $$ > begun; until [ -e go ]; do sleep 0.02; done; exit 5"}"#)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        let (run, workspace) = try await Self.begin(host, client)
        process.send(SIGTERM)
        try await Deadline.until("the first signal") { process.printed.contains("Tasks that run have 10 seconds to finish") }
        process.send(SIGTERM)
        #expect(try await process.exit() == 128 + SIGTERM)
        let (_, next) = try await host.start()
        try TestCommand.sh("touch \(workspace)/go", in: host.folder.path)
        #expect(try await next.run(run, until: "archived") { $0["state"] == "archive" }.node("work")["status"] == 5)
    }

    @Test func `a cancel goes on to the last process although the host is killed amid it`() async throws {
        let host = try Self.host(
            #"opts: {shell: "trap '' TERM; setsid sleep 631 & echo $! > daemon; echo $$ > begun; while :; do sleep 0.1; done"}, grace: 1"#
        )
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        let (run, workspace) = try await Self.begin(host, client)
        #expect(try await client.post("\(WireClient.base)/runs/\(run)/cancel", "{}").status == 202)
        _ = try await client.run(run, until: "ending") { $0["ending"] != .null || $0["state"] == "archive" }
        process.send(SIGKILL)
        _ = try await process.exit()
        let folder = host.folder
        try await Deadline.until("the end of both") {
            Self.isGone(folder.text("\(workspace)/begun")) && Self.isGone(folder.text("\(workspace)/daemon"))
        }
        let (_, next) = try await host.start()
        let ended = try await next.run(run, until: "archived") { $0["state"] == "archive" }
        #expect(ended["result"] == "cancelled")
    }

    @Test func `when the keeper dies its tasks are gone, lost, and begun again only where that is asked for`() async throws {
        let host = try Self.host(
            #"opts: {shell: "echo $$ >> begun; until [ -e go ]; do sleep 0.02; done"}, retry: {attempts: 2, when: [lost]}"#,
            more: """
                      - {id: other, type: exec, listen: trigger.good, opts: {shell: "sleep 632"}}
                      - {id: after, type: exec, listen: task.other.bad, opts: {cmd: "true"}}

                """)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        let (run, workspace) = try await Self.begin(host, client)
        let first = try #require(host.keeper)
        kill(first, SIGKILL)
        let folder = host.folder
        try await Deadline.until("the second attempt") { folder.text("\(workspace)/begun")?.split(separator: "\n").count == 2 }
        #expect(host.keeper != first)
        #expect(Self.isGone(folder.text("\(workspace)/begun")))
        #expect(process.printed.contains("The keeper has ended; its tasks are lost"))
        try TestCommand.sh("touch \(workspace)/go", in: host.folder.path)
        let ended = try await client.run(run, until: "archived") { $0["state"] == "archive" }
        #expect(ended.node("work")["outcome"] == "good")
        #expect(ended.node("other")["outcome"] == "lost")
    }

    @Test func `when host and keeper are both killed what ran is lost and nothing of it goes on`() async throws {
        let host = try Self.host(#"opts: {shell: "(setsid sleep 633 & echo $! > begun); sleep 634"}"#)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        let (run, workspace) = try await Self.begin(host, client)
        let daemon = host.folder.text("\(workspace)/begun")
        process.send(SIGKILL)
        _ = try await process.exit()
        kill(try #require(host.keeper), SIGKILL)
        let (_, next) = try await host.start()
        let ended = try await next.run(run, until: "archived") { $0["state"] == "archive" }
        #expect(ended.node("work")["outcome"] == "lost")
        try await Deadline.until("the end of its daemon") { Self.isGone(daemon) }
    }

    @Test func `what a task left in the background ends with its run, although the host died before it could say so`() async throws {
        let host = try Self.host(#"opts: {shell: "sleep 651 & echo $! > session; setsid sleep 652 & echo $! > daemon"}"#)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start(environment: ["FLOE_FAILPOINT": "hub.run-ended"])
        let run = try await client.trigger("one")
        #expect(try await process.exit() == 128 + SIGKILL)
        let folder = host.folder
        let left = ["session", "daemon"].map { folder.text("root/spaces/one/ws/\(run)/\($0)") }
        #expect(!left.contains { Self.isGone($0) })
        let (_, next) = try await host.start()
        try await Deadline.until("the end of both") { left.allSatisfy { Self.isGone($0) } }
        #expect(try await next.ended(run)["result"] == "good")
    }

    @Test func `what a task left in the background lives until its run ends, also when a later host has no order of the run`() async throws
    {
        let host = try Self.host(
            #"opts: {shell: "sleep 653 & echo $! > session; setsid sleep 654 & echo $! > daemon"}"#,
            more:
                "      - {id: ask, type: data, listen: task.work.good, opts: {form: {fields: [{id: ok}]}}}\n  - {id: other, tasks: [{id: x, type: exec, listen: trigger.good, opts: {cmd: \"true\"}}]}\n"
        )
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        let run = try await client.trigger("one")
        _ = try await client.run(run, until: "waiting") { $0.node("ask")["state"] == "waiting" }
        process.send(SIGKILL)
        _ = try await process.exit()
        let (_, next) = try await host.start()
        let folder = host.folder
        let left = ["session", "daemon"].map { folder.text("root/spaces/one/ws/\(run)/\($0)") }
        _ = try await next.run(run, until: "waiting") { $0.node("ask")["state"] == "waiting" }
        #expect(try await next.ended(try await next.trigger("other"))["result"] == "good", "begun behind whatever the start has swept")
        #expect(!left.contains { Self.isGone($0) })
        #expect(try await next.post("\(WireClient.base)/runs/\(run)/nodes/ask/answer", #"{"values": {"ok": "1"}}"#).status == 202)
        #expect(try await next.ended(run)["result"] == "good")
        try await Deadline.until("the end of both") { left.allSatisfy { Self.isGone($0) } }
    }

    @Test func `a run that is retried at once begins when what its last round left behind is gone`() async throws {
        let host = try Self.host(
            #"opts: {shell: "if [ $FLOE_PASS = 2 ]; then while kill -0 $(cat daemon); do sleep 0.02; done; exit 0; fi; (trap '' TERM; setsid sleep 655 & echo $! > daemon); exit 1"}"#
        )
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let run = try await client.trigger("one")
        #expect(try await client.ended(run)["result"] == "bad")
        #expect(try await client.post("\(WireClient.base)/runs/\(run)/retry").status == 202)
        let ended = try await client.run(run, until: "over again") { $0["state"] == "archive" && $0["round"] == 2 }
        #expect(ended["result"] == "good", "\(ended)")
    }

    @Test func `a task goes on while another floe is put in the place of the one that started it, and ends with its status`() async throws {
        let host = try Self.host(
            #"opts: {shell: "touch begun; i=0; until [ -e go ]; do i=$((i+1)); echo line $i; sleep 0.01; done; exit 5"}, good: [5]"#)
        defer { withExtendedLifetime(host) {} }
        // As an upgrade does it: the file has another content under the same name. The version is a text in the program.
        try TestCommand.sh(
            """
            cp \(FloeProcess.program) floe
            perl -pe 's/0\\.1\\.0/9.9.9/g' < floe > newer && chmod +x newer
            """, in: host.folder.path)
        let through = ["/bin/sh", "-c", "shift; exec \(host.folder.file("floe")) \"$@\"", "sh"]
        let (process, client) = try await host.start(through: through)
        let old = try await client.get("/version").json["version"]
        let (run, workspace) = try await Self.begin(host, client)
        let keeper = try #require(host.keeper)
        process.send(SIGTERM)
        try await Deadline.until("the first signal") { process.printed.contains("Tasks that run have 10 seconds to finish") }
        process.send(SIGTERM)
        _ = try await process.exit()
        try TestCommand.sh("mv newer floe", in: host.folder.path)
        let (_, next) = try await host.start(through: through)
        #expect(try await next.get("/version").json["version"] == "9.9.9" && old != "9.9.9")
        #expect(try await next.get("\(WireClient.base)/runs/\(run)").json.node("work")["state"] == "running")
        #expect(host.keeper == keeper, "the keeper of before goes on with what it has")
        try TestCommand.sh("touch \(workspace)/go", in: host.folder.path)
        let ended = try await next.ended(run)
        #expect(ended["result"] == "good" && ended.node("work")["status"] == 5)
        let lines = try await next.output(run, "work").split(separator: "\n")
        #expect(lines.enumerated().allSatisfy { $1 == "line \($0 + 1)" } && !lines.isEmpty)
        // What is started from now on is no different.
        let (again, place) = try await Self.begin(host, next)
        try TestCommand.sh("touch \(place)/go", in: host.folder.path)
        #expect(try await next.ended(again).node("work")["status"] == 5)
    }

    @Test(.enabled(if: SmallDisk.isPossible, "needs the right to mount"))
    func `where control groups cannot be written, sessions and marks find what is to end`() async throws {
        let host = try Self.host(
            "grace: 1, opts: {shell: \"setsid sh -c 'trap : TERM; echo $$ > daemon; while :; do sleep 0.1; done' & until [ -s daemon ]; do :; done; touch begun; sleep 676\"}"
        )
        defer { withExtendedLifetime(host) {} }
        let through = [
            "/usr/bin/unshare", "-m", "/bin/sh", "-c",
            "awk '/ - cgroup2 /{print $5}' /proc/self/mountinfo | while read m; do mount -o remount,bind,ro \"$m\"; done; exec \"$@\"",
            "sh",
        ]
        let (process, client) = try await host.start(through: through)
        let (run, workspace) = try await Self.begin(host, client)
        let daemon = host.folder.text("\(workspace)/daemon")
        #expect(!Self.isGone(daemon))
        #expect(try await client.post("\(WireClient.base)/runs/\(run)/cancel").status == 202)
        #expect(try await client.ended(run)["result"] == "cancelled")
        #expect(Self.isGone(daemon))
        #expect(try TestCommand.sh("cat root/keeper.log", in: host.folder.path) == "", "nothing to complain of")
        process.send(SIGTERM)
        _ = try await process.exit()
        let doctor = try await host.floe(["doctor", "-root", host.folder.file("root"), "-host_name=h1"], through: through)
        #expect(
            doctor.status == 0 && doctor.printed.contains("note: processes: control groups: none of version 2 can be made here"),
            "\(doctor.printed)")
    }
}
