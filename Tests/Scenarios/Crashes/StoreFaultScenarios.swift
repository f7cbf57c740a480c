import FloeCore
import FloeTesting
import Glibc
import Testing

/// What a crash of the machine may leave of the store's files, and disks that are full or cannot be written.
@Suite(.timeLimit(.minutes(2)))
struct StoreFaultScenarios {
    static let flows = """
        flows:
          - id: two
            tasks:
              - {id: a, type: exec, listen: trigger.good, retry: {attempts: 3, when: [lost]}, opts: {shell: "echo one"}}
              - {id: b, type: exec, listen: task.a.good, retry: {attempts: 3, when: [lost]}, opts: {shell: "echo two"}}
              - {id: done, type: end, listen: task.b.good}
        """

    /// What is done to the log of the store, between a kill and the next start.
    enum Tear: String, CaseIterable, CustomTestStringConvertible {
        /// A write that was under way, and reached the disk in part, or not at all but for its length.
        case halfAFrame = "head -c 1500 /dev/urandom >> floe.sqlite-wal"
        case zeros = "head -c 20000 /dev/zero >> floe.sqlite-wal"
        case repeated = "tail -c 4120 floe.sqlite-wal > tail && head -c 4000 tail >> floe.sqlite-wal"
        /// The index beside it is only a cache.
        case index = "rm floe.sqlite-shm && head -c 32768 /dev/urandom > floe.sqlite-shm"
        /// A disk that lied about what it had written.
        case cut = "truncate -s -2000 floe.sqlite-wal"
        case garbled =
            "size=$(stat -c %s floe.sqlite-wal) && dd if=/dev/urandom of=floe.sqlite-wal bs=1 count=300 seek=$((size - 1000)) conv=notrunc status=none"
        case gone = "rm floe.sqlite-wal floe.sqlite-shm"

        /// Whether all that was answered is still there.
        var isHarmless: Bool { [.halfAFrame, .zeros, .repeated, .index].contains(self) }
        var testDescription: String { "\(self)" }
    }

    @Test(arguments: Tear.allCases) func `a torn log of the store is recovered from`(_ tear: Tear) async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        var (process, client) = try await host.start()
        var runs: [String] = []
        for _ in 0..<10 { runs.append(try await client.trigger("two")) }
        for run in runs.prefix(5) { _ = try await client.ended(run) }
        process.send(SIGKILL)
        _ = try await process.exit()
        try TestCommand.sh("cd root && \(tear.rawValue)", in: host.folder.path)

        (process, client) = try await host.start()
        let next = try await client.trigger("two")
        #expect(try await client.ended(next)["result"] == "good")
        let kept = try await client.get("\(WireClient.base)/runs?limit=100").json["runs"].list?.compactMap { $0["ref"].string } ?? []
        if tear.isHarmless { #expect(Set(kept) == Set(runs + [next])) }
        for run in kept {
            #expect(try await client.ended(run)["result"].string != nil)
            let ids = try await client.events(run).compactMap { $0["id"].int }
            #expect(ids == Array(1..<Int64(ids.count + 1)), "\(run)")
        }
    }

    @Test(.enabled(if: SmallDisk.isPossible, "needs the right to mount"))
    func `a full disk refuses new work, over a kill too, and takes it when there is room`() async throws {
        let small = try TemporaryFolder()
        let disk = try SmallDisk(at: small.path, megabytes: 16)
        defer { disk.unmount() }
        let host = try TestHost(flows: Self.flows)
        try TestCommand.sh("ln -s \(small.path) root", in: host.folder.path)
        defer { withExtendedLifetime(host) {} }
        var (process, client) = try await host.start()
        var accepted = [try await client.trigger("two")]
        _ = try await client.ended(accepted[0])
        func fill() throws { try TestCommand.sh("cat /dev/zero > ballast || true", in: small.path) }
        try fill()
        // The log of the store has some room in its file yet.
        let end = ContinuousClock.now + .seconds(60)
        while true {
            let answer = try await client.post("\(WireClient.base)/flows/two/runs", #"{"values": {}}"#)
            if answer.status != 202 {
                #expect(answer.status == 503)
                #expect(answer.text.contains("the disk is full"), "\(answer.text)")
                break
            }
            accepted.append(answer.json["run"].string ?? "")
            try #require(.now < end, "a full disk takes work for ever")
        }
        #expect(try await client.get("\(WireClient.base)/runs/\(accepted[0])").status == 200)
        #expect(try await client.get("/healthz").status == 200)
        process.send(SIGKILL)
        _ = try await process.exit()
        try TestCommand.sh("rm ballast", in: small.path)
        (process, client) = try await host.start()
        for run in accepted { #expect(try await client.ended(run)["result"].string != nil) }
        accepted.append(try await client.trigger("two"))
        #expect(try await client.ended(accepted.last ?? "")["result"] == "good")
        let kept = try await client.get("\(WireClient.base)/runs?limit=500").json["runs"].list?.count
        #expect(kept == accepted.count)
    }

    @Test(.enabled(if: SmallDisk.isPossible, "needs the right to mount"))
    func `a read-only disk is told at the start, and no end of what is on it`() async throws {
        let small = try TemporaryFolder()
        let disk = try SmallDisk(at: small.path, megabytes: 32)
        defer { disk.unmount() }
        let host = try TestHost(flows: Self.flows)
        try TestCommand.sh("ln -s \(small.path) root", in: host.folder.path)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        let run = try await client.trigger("two")
        _ = try await client.ended(run)
        process.send(SIGTERM)
        #expect(try await process.exit() == 0)
        try disk.remount(megabytes: 32, readOnly: true)
        let refused = try await host.floe(["-host_name=h1", "-root", host.folder.file("root"), "-pub_bind=127.0.0.1:0"])
        #expect(refused.status == 1)
        #expect(refused.printed.lowercased().contains("read-only"), "\(refused.printed)")
        try disk.remount(megabytes: 32)
        let again = try await host.start().1
        #expect(try await again.ended(run)["result"] == "good")
        #expect(try await again.ended(try await again.trigger("two"))["result"] == "good")
    }
}
