import FloeTesting
import Foundation
import Glibc
import Testing

/// A host as a service of systemd.
@Suite(.timeLimit(.minutes(5)))
struct ServiceScenarios {
    private static let flows = "flows: [{id: f, tasks: [{id: a, type: exec, listen: trigger.good, opts: {cmd: 'true'}}]}]"

    @Test func `the service manager hears when it is ready, that it goes on, and that it ends`() async throws {
        let folder = try TemporaryFolder()
        try TestCommand.sh("cat > default.yml <<'END'\n\(Self.flows)\nEND", in: folder.path)
        let manager = try NotifySocket(path: folder.file("notify"))
        let process = try FloeProcess(
            ["-host_name=h1", "-root", folder.file("root"), "-pub_bind=127.0.0.1:0"], folder: folder.path, output: folder.file("output"),
            environment: ["NOTIFY_SOCKET": manager.path, "WATCHDOG_USEC": "200000"])
        #expect(try await manager.next() == "READY=1\nMAINPID=\(process.id)\nSTATUS=Running flows")
        for _ in 0..<3 { #expect(try await manager.next() == "WATCHDOG=1") }
        process.send(SIGTERM)
        var last = try await manager.next()
        while last == "WATCHDOG=1" { last = try await manager.next() }
        #expect(last.hasPrefix("STOPPING=1"))
        #expect(try await process.exit() == 0)
    }

    @Test(.enabled(if: (try? TestCommand.sh("command -v systemd-analyze", in: "/")) != nil, "systemd-analyze is not here"))
    func `systemd takes the unit as it is`() throws {
        let folder = try TemporaryFolder()
        let tests = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
        let unit = tests.deletingLastPathComponent().appending(path: "build/systemd/floe.service").path
        // The program is not installed here; any that can be executed stands for it.
        try TestCommand.sh("sed 's|/usr/local/bin/floe|/bin/true|' '\(unit)' > floe.service", in: folder.path)
        let said = try TestCommand.sh("systemd-analyze verify --man=no ./floe.service 2>&1; echo status $?", in: folder.path)
        #expect(said.split(separator: "\n").filter { $0.contains("floe.service") }.isEmpty, "\(said)")
        #expect(said.hasSuffix("status 0"), "\(said)")
    }
}
