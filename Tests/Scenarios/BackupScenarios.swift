import FloeCore
import FloeTesting
import Glibc
import Synchronization
import Testing

/// Backups of a real host, and what comes of them.
@Suite(.timeLimit(.minutes(5)))
struct BackupScenarios {
    private static let flows = """
        flows:
          - id: work
            tasks:
              - {id: one, type: exec, listen: trigger.good, opts: {shell: "echo precious; echo two > file"}, artifacts: [file]}
          - id: ask
            tasks:
              - id: approve
                type: data
                listen: trigger.good
                opts: {form: {fields: [{id: ok, type: bool}]}}
        """

    private func floe(_ arguments: [String], _ host: TestHost) async throws -> (status: Int32, printed: String) {
        let output = host.folder.file("output-of-command")
        try TestCommand.sh(": > output-of-command", in: host.folder.path)
        let process = try FloeProcess(arguments + ["-host_name=h1"], folder: host.folder.path, output: output)
        return (try await process.exit(), process.printed)
    }

    @Test func `a backup of a running host becomes a host again, whose names are new`() async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        let folder = host.folder
        let (process, client) = try await host.start(admin: false)
        let token = try TestCommand.sh("cat root/admin.token", in: folder.path)
        let admin = WireClient(port: client.port, headers: ["X-Floe-Auth": token])
        let done = try await admin.trigger("work")
        _ = try await admin.run(done, until: "archived") { $0["state"] == "archive" }
        let open = try await admin.trigger("ask")
        _ = try await admin.run(open, until: "asking") { $0.node("approve")["state"] == "waiting" }

        let made = try await self.floe(["backup", "saved.tar", "-root", "root"], host)
        #expect(made.status == 0, "\(made.printed)")
        #expect(made.printed.contains("1 ended runs"))
        #expect(try TestCommand.sh("stat -c %a saved.tar", in: folder.path) == "600")
        #expect(folder.names.filter { $0.hasPrefix("saved") } == ["saved.tar"])
        // The host goes on, and another backup never goes over the first.
        #expect(try await admin.trigger("work") == "h1-3")
        let again = try await self.floe(["backup", "saved.tar", "-root", "root"], host)
        #expect(again.status == 2)
        #expect(again.printed.contains("is there already"))
        // Anybody can check it.
        try TestCommand.sh("mkdir look && cd look && tar -xf ../saved.tar && sha256sum --quiet -c backup/SHA256SUMS", in: folder.path)
        #expect(folder.text("look/logs/work/\(done)/one.1.1.log")?.contains("precious") == true)

        let over = try await self.floe(["restore", "saved.tar", "-root", "root"], host)
        #expect(over.status == 2)
        #expect(over.printed.contains("not empty"))
        process.send(SIGKILL)
        _ = try await process.exit()
        try TestCommand.sh("mv root lost", in: folder.path)
        let restored = try await self.floe(["restore", "saved.tar", "-root", "root"], host)
        #expect(restored.status == 0, "\(restored.printed)")
        #expect(restored.printed.contains("1 runs had not ended"))

        let (_, second) = try await host.start(admin: false)
        let client2 = WireClient(port: second.port, headers: ["X-Floe-Auth": token])
        let log = try await client2.get("\(WireClient.base)/runs/\(done)/nodes/one/log")
        #expect(log.text.contains("precious"))
        #expect(try await client2.get("\(WireClient.base)/runs/\(done)/artifacts/one/file").text == "two\n")
        let lost = try await client2.get("\(WireClient.base)/runs/\(open)").json
        #expect(lost["state"] == "archive")
        #expect(lost["reason"] == "lost")
        #expect(lost["detail"].string?.contains("restored") == true)
        #expect(lost.node("approve")["outcome"] == "lost")
        // A number from the clock, far beyond those that were used.
        let new = try await client2.trigger("work")
        #expect((new.split(separator: "-").last.flatMap { Int($0) } ?? 0) > 1_000_000)
        // What was lost can be retried.
        #expect(try await client2.post("\(WireClient.base)/runs/\(open)/retry", "{}").status == 202)
        _ = try await client2.run(open, until: "asking again") { $0.node("approve")["state"] == "waiting" }
    }

    @Test(arguments: [
        ("echo no backup > saved.tar", "could not read"),
        ("head -c 30000 saved.tar > cut.tar && mv cut.tar saved.tar", "could not read"),
        ("mkdir x && tar -C x -xf saved.tar && echo more >> x/logs/work/h1-1/one.1.1.log && tar -C x -cf saved.tar .", "is damaged"),
        ("mkdir x && tar -C x -xf saved.tar && rm x/logs/work/h1-1/one.1.1.log && tar -C x -cf saved.tar .", "is missing"),
        ("mkdir x && tar -C x -xf saved.tar && ln -s /etc/passwd x/logs/more && tar -C x -cf saved.tar .", "do not name"),
        (
            #"mkdir x; tar -C x -xf saved.tar; sed -i 's/"format" : 1/"format" : 9/' x/backup/manifest.json; tar -C x -cf saved.tar ."#,
            "form (9)"
        ),
    ])
    func `what is no whole backup is told, and leaves nothing`(_ change: String, _ told: String) async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        let run = try await client.trigger("work")
        _ = try await client.run(run, until: "archived") { $0["state"] == "archive" }
        process.send(SIGTERM)
        _ = try await process.exit()
        #expect(try await self.floe(["backup", "saved.tar", "-root", "root"], host).status == 0)
        try TestCommand.sh(change, in: host.folder.path)
        let restored = try await self.floe(["restore", "saved.tar", "-root", "new"], host)
        #expect(restored.status == 1)
        #expect(restored.printed.contains(told), "\(restored.printed)")
        #expect(!host.folder.exists("new"))
        #expect(!host.folder.exists("new.restoring"))
    }

    @Test func `a backup that is made under load has whole all that had ended, and all that was accepted`() async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        // Runs come all the while, from before it is begun until after it is done.
        let accepted = Accepted()
        let load = Task {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for lane in 1...4 {
                    group.addTask {
                        var count = 0
                        while !Task.isCancelled, count < 120 {
                            count += 1
                            accepted.add(try await client.trigger("work", headers: ["Idempotency-Key": "\(lane)-\(count)"]))
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        defer { load.cancel() }
        try await Eventually.holds("some have ended") {
            try await client.get("\(WireClient.base)/runs?state=archive&limit=30").json["runs"].list?.count == 30
        }
        let before = accepted.all
        let ended = Set(
            (try await client.get("\(WireClient.base)/runs?state=archive&limit=500").json["runs"].list ?? []).compactMap {
                $0["ref"].string
            })
        let made = try await self.floe(["backup", "saved.tar", "-root", "root"], host)
        #expect(made.status == 0, "\(made.printed)")
        let atEnd = accepted.all.count
        #expect(atEnd > before.count, "it was made while runs came")
        load.cancel()
        _ = try? await load.value
        process.send(SIGKILL)
        _ = try await process.exit()
        try TestCommand.sh("mv root lost", in: host.folder.path)
        let restored = try await self.floe(["restore", "saved.tar", "-root", "root"], host)
        #expect(restored.status == 0, "\(restored.printed)")
        let doctor = try await self.floe(["doctor", "-root", "root"], host)
        #expect(doctor.status == 0, "\(doctor.printed)")
        let (_, second) = try await host.start()
        var whole = 0
        for ref in Set(before).union(ended) {
            let run = try await second.get("\(WireClient.base)/runs/\(ref)").json
            #expect(run["state"] == "archive", "\(ref) was accepted before: \(run)")
            if run["result"] == "good" {
                whole += 1
                #expect(try await second.output(ref, "one") == "precious\n")
                #expect(try await second.get("\(WireClient.base)/runs/\(ref)/artifacts/one/file").text == "two\n")
            } else {
                #expect(run["reason"] == "lost" && !ended.contains(ref), "\(run)")
            }
        }
        #expect(whole >= ended.count)
        // What it says it holds is what there is.
        let good = try await second.get("\(WireClient.base)/runs?result=good&limit=500").json["runs"].list?.count ?? 0
        #expect(made.printed.contains("\(good) ended runs"), "\(good): \(made.printed)")
        // The key of one of them gives that run, also now.
        #expect(before.contains(try await second.trigger("work", headers: ["Idempotency-Key": "1-1"])))
    }
}

/// Runs that were accepted, in the order in which that was heard.
private final class Accepted: Sendable {
    private let refs = Mutex<[String]>([])
    var all: [String] { self.refs.withLock(\.self) }
    func add(_ ref: String) { self.refs.withLock { $0.append(ref) } }
}
