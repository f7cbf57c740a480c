import FloeCore
import FloeTesting
import Testing

@Suite(.timeLimit(.minutes(5)), .enabled(if: SmallDisk.isPossible, "needs the right to mount"))
struct FullDiskScenarios {
    @Test func `what finds the disk of workspaces full ends with that reason, leaves nothing half, and the host goes on`() async throws {
        let small = try TemporaryFolder()
        let disk = try SmallDisk(at: small.path, megabytes: 12)
        defer { disk.unmount() }
        let remote = try TemporaryFolder()
        try TestCommand.sh(
            """
            head -c 30M /dev/urandom > big.bin
            git init -q --bare -b main site.git && git init -q -b main work && cd work
            git config user.name Ada && git config user.email ada@example.org
            cp ../big.bin . && git add . && git commit -qm 'Big' && git push -q ../site.git main
            """, in: remote.path)
        let files = try FileServer(root: remote.path)
        let host = try TestHost(
            flows: """
                common: {workspace-root: \(small.path)}
                flows:
                  - id: fill
                    tasks:
                      - {id: write, type: exec, listen: trigger.good, opts: {shell: "cat /dev/zero > zeros"}}
                      - {id: clear, type: exec, listen: task.write.bad, opts: {shell: "rm zeros"}}
                      - {id: get, type: fetch, listen: task.clear.good, opts: {url: "http://127.0.0.1:\(files.port)/f/big.bin"}}
                      - {id: clone, type: git-checkout, listen: task.get.error, opts: {url: "\(remote.path)/site.git"}}
                      - {id: done, type: end, listen: task.clone.error, opts: {result: good}}
                  - {id: fine, tasks: [{id: x, type: exec, listen: trigger.good, opts: {shell: "head -c 4M /dev/zero > zeros"}}]}
                """)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        let run = try await client.trigger("fill")
        let ended = try await client.ended(run)
        #expect(ended["result"] == "good", "\(ended["detail"]) \(ended["nodes"])")
        #expect(ended.node("write")["reason"].string == "the disk of \(small.path)/spaces/fill/ws/\(run) is full; free some space on it")
        for node in ["get", "clone"] {
            let reason = ended.node(node)["reason"].string ?? ""
            #expect(reason.contains("free some space on"), "\(node): \(reason)")
        }
        #expect(try TestCommand.sh("find . -type f -size +100k", in: small.path) == "")
        #expect(try await client.ended(try await client.trigger("fine"))["result"] == "good")
    }

    @Test func `what finds the disk of the host full is told, and ends when there is room again`() async throws {
        let gate = try TemporaryFolder()
        let small = try TemporaryFolder()
        let disk = try SmallDisk(at: small.path, megabytes: 24)
        defer { disk.unmount() }
        let host = try TestHost(
            flows: """
                common: {workspace-root: ../elsewhere}
                flows:
                  - id: keep
                    tasks: [{id: x, type: exec, listen: trigger.good, artifacts: ["*"], opts: {shell: "head -c 40M /dev/zero > big; echo a > small"}}]
                  - {id: flood, tasks: [{id: x, type: exec, listen: trigger.good, opts: {shell: "touch begun; yes | head -c 60M; touch \(gate.path)/written; until [ -e \(gate.path)/room ]; do sleep 0.05; done; echo after"}}]}
                """)
        defer { withExtendedLifetime(host) {} }
        try TestCommand.sh("mkdir elsewhere && ln -s \(small.path) root && head -c 4M /dev/zero > root/ballast", in: host.folder.path)
        let (_, client) = try await host.start()
        let kept = try await client.trigger("keep")
        let full = try await client.ended(kept)
        #expect(full["result"] == "bad" && full.node("x")["outcome"] == "bad" && full.node("x")["status"] == .null)
        let reason = full.node("x")["reason"].string ?? ""
        #expect(
            reason.hasPrefix("the artifact 'big' (41 MB) cannot be kept: cannot write ")
                && reason.contains("; free some space on that disk (")
                && reason.contains(" of 25 MB are free)"), "\(reason)")
        #expect(try await client.log(kept, "x").contains("floe: \(reason)\n"))
        #expect(try TestCommand.sh("cd artifacts/keep/\(kept)/x && ls", in: small.path) == "small")

        let flood = try await client.trigger("flood")
        try await Deadline.until("a full disk") { (try? TestCommand.sh("test -e written", in: gate.path)) != nil }
        #expect(try TestCommand.sh("df --output=avail . | tail -1", in: small.path) == "    0")
        let health = try await client.get("/healthz")
        #expect(health.status == 200, "\(health.text)")
        try TestCommand.sh("rm ballast", in: small.path)
        try TestCommand.sh("touch room", in: gate.path)
        #expect(try await client.ended(flood)["result"] == "good")
        // The task is not held up; what found no room is counted where it is missing.
        let end = try TestCommand.sh("tail -n 2 logs/flood/\(flood)/x.1.1.log", in: small.path).split(separator: "\n")
        #expect(end.first?.hasPrefix("floe: ") == true && end.first?.contains("bytes of output were dropped here") == true, "\(end)")
        #expect(end.last == "after")
    }
}
