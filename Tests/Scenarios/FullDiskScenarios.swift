import FloeCore
import FloeTesting
import Glibc
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

    @Test func `artifacts that find no room are told, and nothing half is left`() async throws {
        let small = try TemporaryFolder()
        let disk = try SmallDisk(at: small.path, megabytes: 24)
        defer { disk.unmount() }
        let host = try TestHost(
            flows: """
                common: {workspace-root: ../elsewhere}
                flows:
                  - id: keep
                    tasks: [{id: x, type: exec, listen: trigger.good, artifacts: ["*"], opts: {shell: "head -c 40M /dev/zero > big; echo a > small"}}]
                """)
        defer { withExtendedLifetime(host) {} }
        try TestCommand.sh("mkdir elsewhere && ln -s \(small.path) root", in: host.folder.path)
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
    }

    /// Why the nodes of a run are held up.
    private func held(_ client: WireClient, _ run: String) async throws -> [String: String] {
        let why = try await client.get("\(WireClient.base)/runs/\(run)/why").json["why"].list ?? []
        let own = why.filter { $0["kind"] == "output" }
        return Dictionary(own.map { ($0["node"].string ?? "", $0["text"].string ?? "") }) { $1 }
    }

    private func untilHeld(_ nodes: Set<String>, _ client: WireClient, _ run: String) async throws {
        let end = ContinuousClock.now + .seconds(60)
        while true {
            let held = try await self.held(client, run)
            if nodes.isSubset(of: held.keys) {
                for node in nodes {
                    #expect(held[node] == "\(node) is held up, since its output cannot be stored: the disk is full")
                }
                return
            }
            guard .now < end else { throw Deadline.Passed(description: "\(nodes) of \(run) are not held up, but \(held)") }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    @Test func `output that finds the disk full waits for room, and no byte of it is lost`() async throws {
        let gate = try TemporaryFolder()
        let small = try TemporaryFolder()
        let disk = try SmallDisk(at: small.path, megabytes: 24)
        defer { disk.unmount() }
        let host = try TestHost(
            flows: """
                common: {workspace-root: ../elsewhere, store-root: ../store}
                flows:
                  - id: flood
                    tasks:
                      - {id: much, type: exec, listen: trigger.good, no-output: 1s, opts: {shell: "seq 1 4000000"}}
                      - {id: late, type: exec, listen: trigger.good, timeout: 4s, ignore-fail: true, opts: {shell: "seq 1 4000000"}}
                      - {id: few, type: exec, listen: trigger.good, opts: {shell: "until [ -e \(gate.path)/full ]; do sleep 0.02; done; seq 1 9000; touch \(gate.path)/said"}}
                  - {id: other, tasks: [{id: x, type: exec, listen: trigger.good, opts: {shell: "seq 1 4000000"}}]}
                """)
        defer { withExtendedLifetime(host) {} }
        try TestCommand.sh("mkdir elsewhere && ln -s \(small.path) root", in: host.folder.path)
        var (process, client) = try await host.start()
        let flood = try await client.trigger("flood")
        let other = try await client.trigger("other")
        try await self.untilHeld(["much"], client, flood)
        try await self.untilHeld(["x"], client, other)
        #expect(process.printed.contains("The output of a task cannot be stored, and it is held up until it can: the disk is full"))
        // One that has written all it wants to, and ended, has not ended for others before that is stored.
        try TestCommand.sh("touch full", in: gate.path)
        try await Deadline.until("the few lines") { gate.exists("said") }
        try await self.untilHeld(["few"], client, flood)
        // Neither a timeout nor a cancel waits for the disk.
        let timed = try await client.run(flood, until: "over its time") { $0.node("late")["outcome"] != .null }
        #expect(timed.node("late")["outcome"] == "timed-out")
        #expect(try await client.post("\(WireClient.base)/runs/\(other)/cancel").status == 202)
        #expect(try await client.ended(other)["result"] == "cancelled")
        // Whoever comes anew is told.
        process.send(SIGKILL)
        _ = try await process.exit()
        (process, client) = try await host.start()
        try await self.untilHeld(["much", "few"], client, flood)
        #expect(try await client.get("\(WireClient.base)/runs/\(flood)").json.node("few")["state"] == "running")

        try disk.remount(megabytes: 256)
        #expect(try await client.ended(flood)["result"] == "good")
        let logs = "logs/flood/\(flood)"
        for (node, last) in [("much", 4_000_000), ("few", 9000)] {
            #expect(
                try TestCommand.sh("seq 1 \(last) > all && tail -n +2 \(logs)/\(node).1.1.log | cmp - all && echo whole", in: small.path)
                    == "whole")
        }
        let cut = try TestCommand.sh(
            "tail -n +2 \(logs)/late.1.1.log | grep -v '^floe: ' | head -n -1 > late; seq 1 $(wc -l < late) | cmp - late && echo in order",
            in: small.path)
        #expect(cut == "in order")
        #expect(try await self.held(client, flood).isEmpty)
    }

    @Test func `a cancel stops tasks although the full disk cannot take it, and is stored when there is room`() async throws {
        let small = try TemporaryFolder()
        let disk = try SmallDisk(at: small.path, megabytes: 24)
        defer { disk.unmount() }
        let host = try TestHost(
            flows: """
                common: {workspace-root: SPACES}
                flows:
                  - id: long
                    tasks:
                      - {id: work, type: exec, listen: trigger.good, retry: {attempts: 2, when: [lost]}, opts: {shell: "echo $$ > begun; sleep 673"}}
                      - {id: clean, type: exec, listen: task.work.cancelled, opts: {shell: "echo cleaned > cleaned"}}
                  - {id: other, tasks: [{id: x, type: exec, listen: trigger.good, opts: {cmd: "true"}}]}
                """)
        defer { withExtendedLifetime(host) {} }
        try TestCommand.sh(
            "mkdir elsewhere && ln -s \(small.path) root; sed -i \"s,SPACES,$PWD/elsewhere,\" default.yml", in: host.folder.path)
        let (process, client) = try await host.start()
        let run = try await client.trigger("long")
        let begun = "elsewhere/spaces/long/ws/\(run)/begun"
        let folder = host.folder
        try await Deadline.until("the task") { folder.text(begun)?.isEmpty == false }
        // Also what the host has laid by for this moment is used up then.
        try await Eventually.holds("nothing more can be stored") {
            let hadReserve = small.exists("reserve")
            try TestCommand.sh("cat /dev/zero >> ballast 2>/dev/null || true", in: small.path)
            return try await client.post("\(WireClient.base)/flows/other/runs", #"{"values": {}}"#).status == 503 && !hadReserve
        }
        let cancel = "\(WireClient.base)/runs/\(run)/cancel"
        let refused = try await client.post(cancel)
        #expect(refused.status == 503)
        #expect(refused.text.contains("its task is told to stop") && refused.text.contains("the disk is full"), "\(refused.text)")
        try await Deadline.until("the task's end") { KeeperScenarios.isGone(folder.text(begun)) }
        #expect(process.printed.contains("its tasks are stopped"))
        #expect(
            try await client.get("\(WireClient.base)/runs/\(run)").json["state"] == "active",
            "it is not said to be over before that is stored")
        let why = try await client.get("\(WireClient.base)/runs/\(run)/why").json["why"][0]
        #expect(why["kind"] == "store" && why["text"].string?.contains("the host can store nothing: ") == true, "\(why)")
        try TestCommand.sh("rm ballast", in: small.path)
        let ended = try await client.ended(run)
        #expect(ended["result"] == "cancelled" && ended.node("work")["outcome"] == "cancelled", "\(ended)")
        #expect(folder.exists("elsewhere/spaces/long/ws/\(run)/cleaned"))
    }

    @Test func `no room for a log or a workspace ends the node with an error that says so`() async throws {
        let small = try TemporaryFolder()
        let disk = try SmallDisk(at: small.path, megabytes: 4)
        defer { disk.unmount() }
        // The store has room.
        let host = try TestHost(
            flows: """
                common: {store-root: ../store, workspace-root: SPACES}
                flows:
                  - {id: one, tasks: [{id: x, type: exec, listen: trigger.good, opts: {cmd: "true"}}]}
                """)
        defer { withExtendedLifetime(host) {} }
        try TestCommand.sh("mkdir root elsewhere spaces; sed -i s,SPACES,../spaces, default.yml", in: host.folder.path)
        let (process, client) = try await host.start()
        #expect(try await client.ended(try await client.trigger("one"))["result"] == "good")
        // As many folders as there may be, and no more.
        for place in ["root/logs", "spaces/spaces"] {
            try TestCommand.sh("mv \(place) kept && mkdir \(place) && mount --bind \(small.path) \(place)", in: host.folder.path)
            defer { _ = try? TestCommand.sh("umount -l \(place); rmdir \(place); mv kept \(place)", in: host.folder.path) }
            try TestCommand.sh("mount -o remount,nr_inodes=2 \(small.path)", in: host.folder.path)
            let run = try await client.trigger("one")
            let ended = try await client.ended(run)
            #expect(ended["result"] == "bad", "\(ended)")
            #expect(ended.node("x")["outcome"] == "error")
            let reason = ended.node("x")["reason"].string ?? ""
            #expect(
                reason.contains("/\(place)/one") && reason.contains("no more files can be made on that disk (inodes): remove some"),
                "\(place): \(reason)")
            try TestCommand.sh("mount -o remount,nr_inodes=1000 \(small.path)", in: host.folder.path)
        }
        #expect(process.hasEnded == false)
        #expect(try await client.ended(try await client.trigger("one"))["result"] == "good")
    }
}
