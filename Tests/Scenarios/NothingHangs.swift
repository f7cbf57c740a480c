import FloeCore
import FloeTesting
import Testing

/// Nothing hangs and nothing is half-done.
///
/// | on | besides this |
/// |---|---|
/// | a program that is missing | `ExecTests`, `ProgramSearchTests` |
/// | an address that does not answer | `FetchTaskTests`, `GitFaultTests`, `GitOverSSHTests` |
/// | a checksum that is wrong | `FetchTaskTests` |
/// | a path that leaves the workspace | `FetchTaskTests`, `GitCheckoutTaskTests`, `ExecOptionTests` |
/// | a full disk | `FullDiskScenarios`, `ObstacleTests` |
/// | a repository that vanished | `GitFaultTests` |
@Suite(.timeLimit(.minutes(5)))
struct NothingHangs {
    @Test func `each fault ends its node with a reason, the run goes on, and the workspace holds what was whole`() async throws {
        let remote = try TemporaryFolder()
        try TestCommand.sh("head -c 100000 /dev/zero > file && git init -q --bare site.git", in: remote.path)
        let files = try FileServer(root: remote.path)
        let git = try GitServer(root: remote.path)
        let hole = try BlackHole()
        let sum = String(repeating: "0", count: 64)
        let faults: [(type: String, options: String, outcome: String, words: String)] = [
            ("exec", "{cmd: no-such-program x}", "error", "no-such-program"),
            ("exec", #"{shell: "no-such-program x"}"#, "bad", "command not found"),
            ("fetch", #"{url: "http://127.0.0.1:\#(files.port)/hang/file"}"#, "timed-out", "timed out"),
            ("git-checkout", #"{url: "\#(git.url("hang/site.git"))"}"#, "timed-out", "timed out"),
            ("fetch", #"{url: "http://127.0.0.1:\#(hole.port)/file"}"#, "timed-out", "timed out"),
            ("git-checkout", #"{url: "http://127.0.0.1:\#(hole.port)/site.git"}"#, "timed-out", "timed out"),
            ("git-checkout", #"{url: "ssh://git@127.0.0.1:\#(hole.port)/site.git"}"#, "timed-out", "timed out"),
            ("fetch", #"{url: "http://127.0.0.1:\#(files.port)/f/file", checksum: "\#(sum)"}"#, "bad", "nothing of it is kept"),
            ("fetch", #"{url: "http://127.0.0.1:\#(files.port)/f/file", location: ../../out}"#, "error", "outside"),
            ("git-checkout", #"{url: "\#(git.url("r/site.git"))", dir: ../out}"#, "error", "outside"),
            ("exec", "{cmd: \"true\", sub-dir: ../out}", "error", "outside"),
            ("git-checkout", #"{url: "\#(git.url("r/none.git"))"}"#, "bad", "no repository at"),
            ("fetch", #"{url: "http://127.0.0.1:\#(files.port)/f/none"}"#, "bad", "404"),
        ]
        let tasks = faults.enumerated().map { number, fault in
            // Only those that nobody answers need to be given up.
            let timeout = fault.outcome == "timed-out" ? "timeout: 1, " : ""
            let tag = fault.outcome == "error" ? "error" : "bad"
            return (
                "      - {id: n\(number), type: \(fault.type), listen: trigger.good, \(timeout)opts: \(fault.options)}",
                "task.n\(number).\(tag)"
            )
        }
        let host = try TestHost(
            flows: """
                flows:
                  - id: faults
                    tasks:
                \(tasks.map(\.0).joined(separator: "\n"))
                      - {id: all, class: merge, wait: [\(tasks.map(\.1).joined(separator: ", "))]}
                      - {id: done, type: end, listen: merge.all.good}
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let run = try await client.trigger("faults")
        let ended = try await client.ended(run)
        #expect(ended["result"] == "good", "\(ended["detail"])")
        for (number, fault) in faults.enumerated() {
            let node = ended.node("n\(number)")
            #expect(node["outcome"].string == fault.outcome, "\(fault): \(node["outcome"]) \(node["reason"])")
            let log = try await client.log(run, "n\(number)")
            #expect((node["reason"].string ?? "").contains(fault.words) || log.contains(fault.words), "\(fault): \(node["reason"]) \(log)")
        }
        #expect(host.folder.names("root/spaces/faults/ws/\(run)") == [])
        #expect(host.folder.names("root/spaces/faults/ws") == [run])
        #expect(host.folder.names("root/spaces/faults") == ["ws"])
    }
}
