import FloeCore
import FloeTesting
import Glibc
import Testing

/// What hosts do together when one of them has no room, or none to spare.
@Suite(.timeLimit(.minutes(5))) struct ClusterWorkScenarios {
    @Test func `a time of a schedule is fired once by all hosts, also while one is away`() async throws {
        let names = (1...4).map { "t\($0)" }
        let flows = names.map {
            "- {id: \($0), triggers: [{id: tick, type: timer, opts: {period: 1s}}], tasks: [{id: work, type: exec, listen: trigger.good, opts: {cmd: \"true\"}}]}"
        }
        let cluster = try TestCluster("flows:\n\(flows.joined(separator: "\n"))")
        try await cluster.start()
        var asked = 0
        func runs(_ flow: String) async throws -> [Value] {
            try await cluster.client(asked).get("\(WireClient.base)/runs?flow=\(flow)&limit=500").json["runs"].list ?? []
        }
        func check(_ when: String) async throws {
            for name in names {
                let times = try await runs(name).compactMap { $0["adopted_at"].string.flatMap { Self.seconds($0) } }.sorted()
                // Fired by both it would be twice as many. What was due in the second before may have come late.
                #expect(
                    times.count <= (times.last ?? 0) - (times.first ?? 0) + 2, "\(name) was fired more than once a second \(when): \(times)"
                )
            }
        }
        for name in names { try await Eventually.holds("\(name) is fired six times") { try await runs(name).count >= 6 } }
        try await check("while both were there")
        // By its home, and by no other. Which that is depends on the addresses.
        let homes = try await names.asyncMap { try await Set(runs($0).compactMap { $0["ref"].string?.prefix(2) }) }
        #expect(homes.allSatisfy { $0.count == 1 }, "\(homes)")
        let dead = homes[0] == ["h1"] ? 0 : 1
        asked = 1 - dead
        try await cluster.kill(dead)
        for (name, home) in zip(names, homes) where home == ["h\(asked + 1)"] {
            let before = try await runs(name).count
            try await Eventually.holds("\(name) is still fired by its home") { try await runs(name).count >= before + 2 }
        }
        try await cluster.start(dead)
        try await cluster.joined()
        for name in names {
            let before = try await runs(name).count
            try await Eventually.holds("\(name) is fired again") { try await runs(name).count > before }
        }
        try await check("after a kill")
        #expect(try await names.asyncMap { try await Set(runs($0).compactMap { $0["ref"].string?.prefix(2) }) } == homes)
    }

    @Test(.enabled(if: SmallDisk.isPossible, "needs the right to mount"))
    func `a host whose disk is full is passed by, says so, and takes part again when there is room`() async throws {
        let small = try TemporaryFolder()
        let disk = try SmallDisk(at: small.path, megabytes: 24)
        defer { disk.unmount() }
        let cluster = try TestCluster(
            """
            flows:
            - {id: any, tasks: [{id: work, type: exec, listen: trigger.good, opts: {shell: 'echo "on $FLOE_HOST"'}}]}
            - {id: locked, resource-tags: [db], tasks: [{id: work, type: exec, listen: trigger.good, opts: {cmd: "true"}}]}
            """)
        try TestCommand.sh("ln -s \(small.path) h2", in: cluster.folder.path)
        try await cluster.start()
        let (h1, h2) = (cluster.client(0), cluster.client(1))
        var accepted: [String] = []
        for client in [h1, h2] { accepted.append(try await client.trigger("locked")) }
        for ref in accepted { #expect(try await h1.ended(ref)["result"] == "good") }
        try await Eventually.holds("nothing more can be stored at h2") {
            let hadReserve = small.exists("reserve")
            try TestCommand.sh("cat /dev/zero >> ballast 2>/dev/null || true", in: small.path)
            let answer = try await h2.post("\(WireClient.base)/flows/any/runs", #"{"values": {}}"#)
            if answer.status == 202 { accepted.append(answer.json["run"].string ?? "") }
            return answer.status == 503 && !hadReserve
        }
        // What h1 takes it carries out, or holds until h2 has room.
        for _ in 1...8 { accepted.append(try await h1.trigger("any")) }
        accepted.append(try await h1.trigger("locked"))
        try await Eventually.holds("h1 ends what it took") {
            for ref in accepted.suffix(9) where try await h1.get("\(WireClient.base)/runs/\(ref)").json["state"] == "archive" {
                return true
            }
            return false
        }
        try TestCommand.sh("rm ballast", in: small.path)
        try await cluster.joined()
        for ref in accepted { #expect(try await h1.ended(ref)["result"] == "good") }
        #expect(try await h2.ended(try await h2.trigger("locked"))["result"] == "good")
    }

    private static func seconds(_ time: String) -> Int? {
        let parts = time.split { !$0.isNumber }.compactMap { Int($0) }
        guard parts.count >= 6 else { return nil }
        return parts[2] * 86_400 + parts[3] * 3600 + parts[4] * 60 + parts[5]
    }
}
