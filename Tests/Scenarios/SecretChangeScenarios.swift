import FloeCore
import FloeTesting
import Glibc
import Testing

/// A secret is another while a task that was given it runs, or the host that gave it is gone.
@Suite(.timeLimit(.minutes(5)))
struct SecretChangeScenarios {
    private static let flows = """
        common:
          secrets: {TOK: {file: ../tok}}
        flows:
          - id: one
            triggers: [{id: go, type: data, opts: {form: {fields: [{id: pw, type: secret}]}}}]
            tasks:
              - id: work
                type: exec
                listen: trigger.good
                secrets: [TOK]
                artifacts: ["out/*"]
                opts:
                  env: ["PW={{trigger.pw}}"]
                  shell: |
                    echo "before $TOK $PW"; touch begun; until [ -e go ]; do sleep 0.02; done
                    echo "after $TOK $PW"; printf %s "$TOK" | base64; echo "value=$TOK" >> $FLOE_OUTPUT
                    mkdir out; touch out/plain "out/of $TOK" "out/of $PW"
        """
    private static let old = "old-secret-11"
    private static let given = "form-secret-33"

    enum Change: String, Sendable, CaseIterable { case rotated, rotatedOverRestart, goneOverRestart }

    @Test(arguments: Change.allCases)
    func `what a task was given is masked to its end, also by a host that knows another or none`(change: Change) async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        let (folder, old) = (host.folder, Self.old)
        try TestCommand.sh("printf '\(old)\\n' > tok", in: folder.path)
        var (process, client) = try await host.start()
        let run = try await client.trigger("one", "{\"pw\": \"\(Self.given)\"}")
        let workspace = "root/spaces/one/ws/\(run)"
        try await Deadline.until("the task") { folder.exists("\(workspace)/begun") }
        if change != .rotated {
            process.send(SIGKILL)
            _ = try await process.exit()
        }
        try TestCommand.sh(change == .goneOverRestart ? "rm tok" : "printf new-secret-22 > tok", in: folder.path)
        if change != .rotated { (process, client) = try await host.start() }
        try TestCommand.sh("touch \(workspace)/go", in: folder.path)
        let ended = try await client.ended(run)
        #expect(ended["result"] == "good")

        let log = try await client.output(run, "work")
        #expect(log.contains("before *** ***\n") && log.contains("after *** ***\n***"), "\(log)")
        #expect(log.contains("out/of *** is not kept, since its name holds a secret"), "\(log)")
        let listed = try await client.get("\(WireClient.base)/runs/\(run)/artifacts").json["artifacts"].list ?? []
        #expect(listed.map { $0["path"] } == ["work/out/plain"])
        for secret in [old, Self.given, "b2xkLXNlY3JldC0xM"] {
            #expect(try TestCommand.sh("grep -rlaF '\(secret)' root || true", in: folder.path) == "")
            #expect(try TestCommand.sh("find root/artifacts root/logs -name '*\(secret)*'", in: folder.path) == "")
            #expect(!process.printed.contains(secret))
        }

        guard change == .rotated else { return }
        let next = try await client.trigger("one", #"{"pw": "other-secret-44"}"#)
        try await Deadline.until("the next task") { folder.exists("root/spaces/one/ws/\(next)/begun") }
        try TestCommand.sh("touch root/spaces/one/ws/\(next)/go", in: folder.path)
        #expect(try await client.ended(next)["result"] == "good")
        #expect(try await client.output(next, "work").contains("after *** ***\n***"))
        #expect(try TestCommand.sh("grep -rlaF new-secret-22 root || true", in: folder.path) == "")
    }
}
