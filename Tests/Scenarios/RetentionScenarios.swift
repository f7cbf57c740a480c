import FloeCore
import FloeTesting
import Glibc
import Testing

/// The history of a real host.
@Suite(.timeLimit(.minutes(5)))
struct RetentionScenarios {
    private static func flows(_ retention: String) -> String {
        """
        common:
          retention: \(retention)
        flows:
          - id: work
            tasks:
              - {id: one, type: exec, listen: trigger.good, opts: {shell: "echo one; echo two > file"}, artifacts: [file]}
          - id: outer
            tasks:
              - {id: call, type: flow, listen: trigger.good, opts: {flow: work}}
        """
    }

    private func runs(_ client: WireClient) async throws -> [String] {
        try await client.get("\(WireClient.base)/runs").json["runs"].list?.compactMap { $0["ref"].string } ?? []
    }

    @Test func `runs over the bound go with their files, kept ones and the families of others stay`() async throws {
        let host = try TestHost(flows: Self.flows("forever"))
        defer { withExtendedLifetime(host) {} }
        let folder = host.folder
        var (process, client) = try await host.start()
        var runs: [String] = []
        for flow in ["work", "work", "work", "outer", "work"] {
            let run = try await client.trigger(flow)
            _ = try await client.run(run, until: "archived") { $0["state"] == "archive" }
            runs.append(run)
        }
        let child = "h1-5"
        #expect(runs == ["h1-1", "h1-2", "h1-3", "h1-4", "h1-6"])
        #expect(try await client.post("\(WireClient.base)/runs/h1-1/keep", "").status == 202)
        #expect(try await client.post("\(WireClient.base)/runs/h1-99/keep", "").status == 404)
        #expect(try await client.get("\(WireClient.base)/runs/h1-1").json["keep"] == true)
        for part in ["logs", "artifacts"] { #expect(folder.names("root/\(part)/work").count == 5) }

        // The first sweep is at the start.
        process.send(SIGTERM)
        _ = try await process.exit()
        try host.write(Self.flows("{runs: 1}"))
        (process, client) = try await host.start()
        try await Deadline.until("the files are gone") { folder.names("root/logs/work").count == 3 }
        #expect(Set(try await self.runs(client)) == ["h1-1", "h1-4", child, "h1-6"])
        for part in ["logs/work", "artifacts/work", "spaces/work/ws"] {
            #expect(folder.names("root/\(part)") == ["h1-1", child, "h1-6"], "\(part)")
        }
        #expect(try await client.get("\(WireClient.base)/runs/h1-2").status == 404)
        #expect(try await client.get("/metrics").text.contains("floe_swept_runs_total"))

        // A number that was swept is not used again, and a run that is no longer kept goes.
        #expect(try await client.trigger("outer") == "h1-7")
        _ = try await client.run("h1-7", until: "archived") { $0["state"] == "archive" }
        #expect(try await client.post("\(WireClient.base)/runs/h1-1/unkeep", "").status == 202)
        process.send(SIGKILL)
        _ = try await process.exit()
        (process, client) = try await host.start()
        try await Deadline.until("the outer run is gone with what it started") { folder.names("root/logs/work") == ["h1-6", "h1-8"] }
        #expect(Set(try await self.runs(client)) == ["h1-6", "h1-7", "h1-8"])
    }

    @Test func `a bound that is changed holds at once, and a host that is killed amid a sweep goes on with it`() async throws {
        let host = try TestHost(flows: Self.flows("forever"))
        defer { withExtendedLifetime(host) {} }
        let folder = host.folder
        var (process, client) = try await host.start()
        for _ in 0..<4 { _ = try await client.ended(try await client.trigger("work")) }
        try host.write(Self.flows("{runs: 3}"))
        try await Deadline.until("the files are gone") { folder.names("root/logs/work") == ["h1-2", "h1-3", "h1-4"] }
        process.send(SIGTERM)
        _ = try await process.exit()
        try host.write(Self.flows("{runs: 1}"))
        // Its first sweep is right after the start.
        let dying = try? await host.start(environment: ["FLOE_FAILPOINT": "sweep.files:2"]).0
        if let dying { #expect(try await dying.exit() == 128 + SIGKILL) }
        #expect(folder.names("root/logs/work").count == 2)
        (process, client) = try await host.start()
        try await Deadline.until("the rest is gone") { folder.names("root/logs/work") == ["h1-4"] }
        #expect(try await self.runs(client) == ["h1-4"])
    }

    @Test(.enabled(if: SmallDisk.isPossible, "needs the right to mount"))
    func `a disk that is full again and again is swept each time, and work goes on`() async throws {
        let small = try TemporaryFolder()
        let disk = try SmallDisk(at: small.path, megabytes: 24)
        defer { disk.unmount() }
        let host = try TestHost(
            flows: """
                common: {retention: {runs: 1}, workspace-root: ../elsewhere}
                flows:
                  - {id: large, tasks: [{id: x, type: exec, listen: trigger.good, opts: {shell: "head -c 512K /dev/zero"}}]}
                  - {id: brief, tasks: [{id: x, type: exec, listen: trigger.good, opts: {cmd: "true"}}]}
                """)
        try TestCommand.sh("mkdir elsewhere && ln -s \(small.path) root", in: host.folder.path)
        defer { withExtendedLifetime(host) {} }
        let (_, client) = try await host.start()
        for round in 1...3 {
            try await Deadline.until("the reserve") { small.exists("reserve") }
            for _ in 0..<3 { _ = try await client.ended(try await client.trigger("large")) }
            try TestCommand.sh("cat /dev/zero > ballast.\(round) || true", in: small.path)
            for wanted in [503, 202] {
                let end = ContinuousClock.now + .seconds(60)
                while true {
                    let answer = try await client.post("\(WireClient.base)/flows/brief/runs", #"{"values": {}}"#)
                    if answer.status == wanted { break }
                    guard .now < end else { throw Deadline.Passed(description: "no \(wanted) in round \(round): \(answer.text)") }
                    if wanted == 202 { try await Task.sleep(for: .milliseconds(50)) }
                }
            }
        }
    }
}
