import FloeCore
import FloeTesting
import Glibc
import Testing

private let groupsCanBeMade =
    (try? TestCommand.sh(
        #"m=$(awk '/ - cgroup2 /{print $5; exit}' /proc/self/mountinfo)$(sed -n 's/^0:://p' /proc/self/cgroup); mkdir "$m/floe-test-$$" && rmdir "$m/floe-test-$$""#,
        in: "/")) != nil

/// What hides from everything else is found in its control group.
@Suite("tasks in control groups", .enabled(if: groupsCanBeMade, "no control groups can be made here"), .timeLimit(.minutes(2)))
struct ControlGroupScenarios {
    /// A shell's line that leaves a daemon nobody can trace, and writes its process into the file `daemon`.
    private static let hide =
        "env -i /usr/bin/setsid -f /bin/sh -c 'trap : TERM; echo $$ > daemon; while :; do /bin/sleep 1; done'; until [ -s daemon ]; do :; done"

    private static func daemon(_ host: TestHost, _ run: String) -> String? { host.folder.text("root/spaces/one/ws/\(run)/daemon") }

    /// The groups of the host's keeper.
    private static func groups(_ host: TestHost) -> String? { host.folder.text("root/keeper.groups").map { String($0.dropLast()) } }

    @Test func `a cancel ends daemons that hide and multiply`() async throws {
        let comet = "printf '%s\\n' '#!/bin/sh' 'trap : TERM' 'sleep 0.02' 'env -i /usr/bin/setsid -f \"$0\"' > comet; chmod +x comet"
        let host = try KeeperScenarios.host(
            "grace: 1, opts: {shell: \(Self.quoted("\(Self.hide); \(comet); for i in 1 2 3; do env -i /usr/bin/setsid -f $PWD/comet; done; touch begun; sleep 671"))}"
        )
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let (run, workspace) = try await KeeperScenarios.begin(host, client)
        #expect(!KeeperScenarios.isGone(Self.daemon(host, run)))
        #expect(try await client.post("\(WireClient.base)/runs/\(run)/cancel", "{}").status == 202)
        #expect(try await client.ended(run)["result"] == "cancelled")
        #expect(KeeperScenarios.isGone(Self.daemon(host, run)))
        let (next, _) = try await KeeperScenarios.begin(host, client)
        #expect(!KeeperScenarios.isGone(Self.daemon(host, next)), "the next is not killed by the cancel of the last")
        let comets = "\(host.folder.path)/\(workspace)/come[t]"
        #expect(try TestCommand.sh("pgrep -f '\(comets)' || echo none", in: "/") == "none")
    }

    @Test func `what hides in the background lives until its run ends, and no longer`() async throws {
        let host = try KeeperScenarios.host(
            "opts: {shell: \(Self.quoted(Self.hide))}",
            more: "      - {id: ask, type: data, listen: task.work.good, opts: {form: {fields: [{id: ok}]}}}\n")
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let run = try await client.trigger("one")
        _ = try await client.run(run, until: "waiting") { $0.node("ask")["state"] == "waiting" }
        let daemon = Self.daemon(host, run)
        #expect(!KeeperScenarios.isGone(daemon))
        #expect(try await client.post("\(WireClient.base)/runs/\(run)/nodes/ask/answer", #"{"values": {"ok": "1"}}"#).status == 202)
        #expect(try await client.ended(run)["result"] == "good")
        try await Deadline.until("its end") { KeeperScenarios.isGone(daemon) }
    }

    @Test func `what a keeper that was killed left hidden is ended by the next, or by the doctor`() async throws {
        let host = try KeeperScenarios.host("opts: {shell: \(Self.quoted("\(Self.hide); touch begun; sleep 672"))}")
        defer { withExtendedLifetime(host) {} }
        var hidden: [String] = []
        for round in 1...2 {
            let (process, client) = try await host.start()
            let (run, _) = try await KeeperScenarios.begin(host, client)
            if let last = hidden.last { #expect(KeeperScenarios.isGone(last), "ended before anything was started") }
            hidden.append(try #require(Self.daemon(host, run)))
            process.send(SIGKILL)
            _ = try await process.exit()
            kill(try #require(host.keeper), SIGKILL)
            #expect(!KeeperScenarios.isGone(hidden.last), "round \(round)")
        }
        let groups = try #require(Self.groups(host))
        let arguments = ["doctor", "-root", host.folder.file("root"), "-host_name=h1"]
        let found = try await host.floe(arguments)
        #expect(found.status == 1 && found.printed.contains("processes of tasks live"), "\(found.printed)")
        let mended = try await host.floe(arguments + ["--repair"])
        #expect(mended.printed.contains("repaired"), "\(mended.printed)")
        #expect(KeeperScenarios.isGone(hidden.last))
        #expect(access(groups, F_OK) != 0, "\(groups) is still there")
        #expect(!host.folder.exists("root/keeper.groups"))
    }

    @Test func `post runs after a timeout has killed all that was in the group`() async throws {
        let host = try KeeperScenarios.host(
            "timeout: 1, grace: 1, opts: {shell: \(Self.quoted("trap : TERM; \(Self.hide); while :; do sleep 0.1; done"))}, post: \"touch after\""
        )
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let run = try await client.trigger("one")
        #expect(try await client.ended(run).node("work")["outcome"] == "timed-out")
        #expect(KeeperScenarios.isGone(Self.daemon(host, run)))
        #expect(host.folder.exists("root/spaces/one/ws/\(run)/after"))
    }

    @Test func `a keeper that leaves takes its groups with it`() async throws {
        let host = try KeeperScenarios.host("opts: {cmd: \"true\"}")
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        _ = try await client.ended(try await client.trigger("one"))
        let groups = try #require(Self.groups(host))
        #expect(access(groups, F_OK) == 0)
        process.send(SIGTERM)
        _ = try await process.exit()
        let folder = host.folder
        try await Deadline.until("its end") { access(groups, F_OK) != 0 && !folder.exists("root/keeper.groups") }
    }

    @Test func `groups that a keeper left empty are found and removed by the doctor`() async throws {
        let host = try KeeperScenarios.host("opts: {shell: 'touch begun; sleep 674'}")
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        _ = try await KeeperScenarios.begin(host, client)
        process.send(SIGKILL)
        _ = try await process.exit()
        let groups = try #require(Self.groups(host))
        kill(try #require(host.keeper), SIGKILL)
        try TestCommand.sh(
            "until ! grep -q 'populated 1' \(groups)/cgroup.events; do echo 1 > \(groups)/cgroup.kill; sleep 0.01; done", in: "/")
        let arguments = ["doctor", "-root", host.folder.file("root"), "-host_name=h1"]
        let found = try await host.floe(arguments)
        #expect(
            found.status == 1 && found.printed.contains("\(groups): a control group of tasks, and nothing lives in it"), "\(found.printed)")
        let mended = try await host.floe(arguments + ["--repair"])
        #expect(mended.status == 0 && mended.printed.contains("repaired"), "\(mended.printed)")
        #expect(access(groups, F_OK) != 0)
        #expect(!host.folder.exists("root/keeper.groups"))
    }

    /// For a flow file.
    private static func quoted(_ script: String) -> String { "'\(script.replacing("'", with: "''"))'" }
}
