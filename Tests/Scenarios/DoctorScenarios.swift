import FloeCore
import FloeTesting
import Glibc
import Testing

/// What `floe doctor` finds in a real host's folder, and mends.
@Suite(.timeLimit(.minutes(5)))
struct DoctorScenarios {
    private static let flows = """
        flows:
          - id: work
            tasks:
              - {id: one, type: exec, listen: trigger.good, opts: {shell: "echo one"}}
        """

    private func doctor(_ more: [String], _ host: TestHost) async throws -> (status: Int32, printed: String) {
        try TestCommand.sh(": > output-of-command", in: host.folder.path)
        let process = try FloeProcess(
            ["doctor", "-root", "root", "-host_name=h1"] + more, folder: host.folder.path, output: host.folder.file("output-of-command"))
        return (try await process.exit(), process.printed)
    }

    @Test func `a host is well while it runs and after, and what is wrong is found and mended`() async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        let folder = host.folder
        let (process, client) = try await host.start()
        for _ in 0..<2 {
            let run = try await client.trigger("work")
            _ = try await client.run(run, until: "archived") { $0["state"] == "archive" }
        }
        let running = try await self.doctor([], host)
        #expect(running.status == 0, "\(running.printed)")
        #expect(running.printed.contains("not checked: processes of tasks"))
        process.send(SIGTERM)
        _ = try await process.exit()
        let stopped = try await self.doctor([], host)
        #expect(stopped.status == 0, "\(stopped.printed)")
        #expect(stopped.printed.contains("all is well"))

        // Files of nobody, rights of others, a log that is gone, a socket and a process that were left behind, rows that do not fit.
        try TestCommand.sh(
            """
            mkdir -p root/logs/work/h1-77 root/spaces/gone/ws/h1-78 root/spaces/gone/ws/single
            chmod 644 root/floe.sqlite; rm root/logs/work/h1-2/one.1.1.log
            python3 -c 'import socket; s = socket.socket(socket.AF_UNIX); s.bind("root/left.sock")'
            FLOE_OUTPUT="$PWD/root/logs/work/h1-1/x" setsid sleep 3600 >/dev/null 2>&1 &
            python3 -c 'import sqlite3; d = sqlite3.connect("root/floe.sqlite"); \
            d.execute("UPDATE history SET runs = 9"); d.execute("UPDATE host SET next_run = 1"); d.commit()'
            """, in: folder.path)
        let found = try await self.doctor([], host)
        #expect(found.status == 1)
        let expected = [
            "logs/work/h1-77: logs of a run that is not in the store", "gone/ws/h1-78: a workspace", "gone/ws/single: a workspace",
            "others have rights there (mode 644)", "1 logs are missing: h1-2/one.1.1", "left.sock: a socket that nobody listens to",
            "1 processes of tasks live", "sums in the history", "numbers would be used again",
        ]
        for text in expected { #expect(found.printed.contains(text), "\(text)\n\(found.printed)") }

        let mended = try await self.doctor(["--repair"], host)
        // The log is gone for good.
        #expect(mended.status == 1)
        #expect(mended.printed.contains("1 thing is wrong"), "\(mended.printed)")
        #expect(!folder.exists("root/logs/work/h1-77"))
        #expect(folder.names("root/spaces/gone/ws").isEmpty)
        try TestCommand.sh("mkdir -p root/logs/work/h1-2; touch root/logs/work/h1-2/one.1.1.log", in: folder.path)
        let after = try await self.doctor(["-o", "json"], host)
        #expect(after.status == 0, "\(after.printed)")
        #expect(after.printed.contains("\"well\" : true"))
        let (_, second) = try await host.start()
        #expect(try await second.trigger("work") == "h1-3")
    }

    @Test func `a damaged store and one of a later version are told`() async throws {
        let host = try TestHost(flows: Self.flows)
        defer { withExtendedLifetime(host) {} }
        let (process, client) = try await host.start()
        _ = try await client.run(try await client.trigger("work"), until: "archived") { $0["state"] == "archive" }
        process.send(SIGTERM)
        _ = try await process.exit()
        try TestCommand.sh("cp root/floe.sqlite good", in: host.folder.path)
        try TestCommand.sh("dd if=/dev/urandom of=root/floe.sqlite bs=4096 seek=5 count=6 conv=notrunc 2>/dev/null", in: host.folder.path)
        let damaged = try await self.doctor(["--repair"], host)
        #expect(damaged.status == 1)
        #expect(damaged.printed.contains("error: store"), "\(damaged.printed)")
        #expect(damaged.printed.contains("restore a backup"))
        try TestCommand.sh(
            """
            cp good root/floe.sqlite
            python3 -c 'import sqlite3; d = sqlite3.connect("root/floe.sqlite"); \
            d.execute("INSERT INTO grdb_migrations VALUES (\\"99 wonders\\")"); d.execute("PRAGMA user_version = 99"); d.commit()'
            """, in: host.folder.path)
        let later = try await self.doctor([], host)
        #expect(later.status == 1)
        #expect(later.printed.contains("99 wonders"), "\(later.printed)")
        #expect(try await self.doctor(["-root", "none"], host).status == 2)
    }
}
