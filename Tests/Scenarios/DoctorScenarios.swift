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

    private func doctor(
        _ more: [String], _ host: TestHost, through: [String] = [], path: String? = nil
    ) async throws -> (status: Int32, printed: String) {
        try TestCommand.sh(": > output-of-command", in: host.folder.path)
        let process = try FloeProcess(
            ["doctor", "-root", "root", "-host_name=h1"] + more, through: through, folder: host.folder.path,
            output: host.folder.file("output-of-command"), environment: path.map { ["PATH": $0] } ?? [:])
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

    /// A host that has run once, and was stopped.
    private func stopped() async throws -> TestHost {
        let host = try TestHost(flows: Self.flows)
        let (process, client) = try await host.start()
        _ = try await client.ended(try await client.trigger("work"))
        process.send(SIGTERM)
        _ = try await process.exit()
        return host
    }

    @Test func `programs that are missing, too old, or not right are told`() async throws {
        let host = try await self.stopped()
        defer { withExtendedLifetime(host) {} }
        // All that there is, but for some.
        try TestCommand.sh(
            """
            mkdir bin old
            for f in /usr/bin/* /bin/*; do n=${f##*/}; case $n in tar | ssh | git) ;; *) ln -sf $f bin/$n ;; esac; done
            printf '#!/bin/sh\necho git version 2.3.9' > old/git; chmod +x old/git
            """, in: host.folder.path)
        let folder = host.folder
        let found = try await self.doctor([], host, path: "\(folder.file("old")):\(folder.file("bin"))")
        #expect(found.status == 1)
        for text in [
            "warning: programs: tar: it is not there", "warning: programs: git: it is too old: git version 2.3.9",
            "note: programs: ssh: it is not there", "2 things are wrong",
        ] { #expect(found.printed.contains(text), "\(text)\n\(found.printed)") }
        let all = try await self.doctor([], host)
        #expect(all.status == 0 && !all.printed.contains("ssh"), "\(all.printed)")
    }

    @Test(.enabled(if: SmallDisk.isPossible, "needs the right to mount"))
    func `disks without room or inodes or mounted read-only, and missing authorities, are told`() async throws {
        let small = try TemporaryFolder()
        let disk = try SmallDisk(at: small.path, megabytes: 80)
        defer { disk.unmount() }
        let host = try await self.stopped()
        defer { withExtendedLifetime(host) {} }
        try TestCommand.sh(
            "cp -a root/. \(small.path)/ && rm -r root && ln -s \(small.path) root && chmod 700 \(small.path)", in: host.folder.path)
        try TestCommand.sh("head -c 40M /dev/zero > ballast", in: small.path)
        let full = try await self.doctor([], host)
        #expect(full.status == 1 && full.printed.contains("error: disk:") && full.printed.contains(" MB are free"), "\(full.printed)")
        #expect(full.printed.contains("new work is refused"))
        try TestCommand.sh("rm ballast; mount -o remount,size=80M,nr_inodes=400 \(small.path)", in: small.path)
        let inodes = try await self.doctor([], host)
        #expect(inodes.status == 1 && inodes.printed.contains("more files can be made (inodes)"), "\(inodes.printed)")
        try TestCommand.sh("mount -o remount,nr_inodes=20000 \(small.path)", in: small.path)
        try disk.remount(megabytes: 80, readOnly: true)
        let locked = try await self.doctor([], host)
        #expect(locked.status == 1 && locked.printed.contains("mounted read-only"), "\(locked.printed)")
        try disk.remount(megabytes: 80)
        // In a world of its own, without the certificates of this machine.
        let bare = ["/usr/bin/unshare", "-m", "/bin/sh", "-c", "mount -t tmpfs none /etc/ssl/certs && exec \"$@\"", "sh"]
        let distrust = try await self.doctor([], host, through: bare)
        #expect(distrust.status == 1 && distrust.printed.contains("certificates of authorities are not there"), "\(distrust.printed)")
    }

    @Test func `clocks that were set back, a broken flow file, a restore broken off and files of others are told`() async throws {
        let host = try await self.stopped()
        defer { withExtendedLifetime(host) {} }
        let folder = host.folder
        try TestCommand.sh(
            "touch -d '+2 hours' root/floe.sqlite; mkdir root.restoring; chown 12345 root/used; echo 'flows: 7' > default.yml",
            in: folder.path)
        let found = try await self.doctor([], host)
        #expect(found.status == 1)
        for text in [
            "warning: clock:", "which is yet to come", "root.restoring: a restore was broken off here",
            "used: it belongs to the user 12345",
            "error: config:",
        ] { #expect(found.printed.contains(text), "\(text)\n\(found.printed)") }
        try TestCommand.sh("touch root/floe.sqlite; chown $(id -u) root/used", in: folder.path)
        try host.write(Self.flows)
        let mended = try await self.doctor(["--repair"], host)
        #expect(mended.status == 0, "\(mended.printed)")
        #expect(!folder.exists("root.restoring"))
        // The store itself remembers later times.
        try TestCommand.sh(
            "python3 -c 'import sqlite3, time; d = sqlite3.connect(\"root/floe.sqlite\"); d.execute(\"UPDATE event SET at = ?\", (int((time.time() + 7200) * 1000),)); d.commit()'",
            in: folder.path)
        let later = try await self.doctor([], host)
        #expect(later.status == 1 && later.printed.contains("its last event happened at"), "\(later.printed)")
    }
}
