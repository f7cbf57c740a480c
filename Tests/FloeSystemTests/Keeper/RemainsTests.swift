import FloeTesting
import Glibc
import Testing

@testable import FloeSystem

@Suite("ending processes", .timeLimit(.minutes(1)), .serialized)
struct RemainsTests {
    let folder: TemporaryFolder

    init() throws { self.folder = try TemporaryFolder() }

    private func start(_ script: String, mark: String = "FLOE_OUTPUT=none") throws -> RunningProcess {
        try RunningProcess.start(
            ProcessSpec(
                program: "/bin/bash", arguments: ["bash", "-c", script],
                environment: ["PATH": "/usr/bin:/bin", "FLOE_OUTPUT": String(mark.dropFirst("FLOE_OUTPUT=".count))],
                folder: self.folder.path, output: self.folder.file("log")))
    }

    private static func members(_ sessions: Set<Int32>, _ mark: String) -> [Int32] {
        var scan = ProcessScan()
        return scan.members(sessions: sessions, mark: Array(mark.utf8))
    }

    /// Looks until nothing is left, as the keeper does.
    private static func end(_ sessions: Set<Int32>, _ mark: String, grace: Int64) async throws {
        var remains = Remains(sessions: sessions, mark: mark, grace: grace, at: Keeper.clock())
        let end = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < end {
            var scan = ProcessScan()
            if remains.look(&scan, at: Keeper.clock()) { return }
            try await Task.sleep(for: .milliseconds(max(0, remains.nextLook - Keeper.clock())))
        }
        throw Deadline.Passed(description: "some are left")
    }

    @Test func `Those that ignore TERM and leave their session are gone after the grace`() async throws {
        let mark = "FLOE_OUTPUT=\(self.folder.file("a.out"))"
        let process = try self.start(
            """
            trap '' TERM
            setsid bash -c 'trap "" TERM; (setsid sleep 601 & sleep 602); wait' &
            (set -m; sleep 603 &)
            env -i /bin/sleep 604 &
            while :; do sleep 0.05 & wait; done
            """, mark: mark)
        try await Deadline.until("all of them") { Self.members([process.id], mark).count >= 5 }
        try await Self.end([process.id], mark, grace: 200)
        #expect(Self.members([process.id], mark) == [])
        #expect(await process.exit() == 137)
    }

    @Test func `One that heeds TERM does not wait for the grace`() async throws {
        let process = try self.start("trap 'echo bye; exit 3' TERM; echo ready; while :; do sleep 600 & wait; done")
        try await Deadline.until("its trap") { self.folder.text("log") == "ready\n" }
        try await Self.end([process.id], "FLOE_OUTPUT=none-such", grace: 600_000)
        #expect(await process.exit() == 3)
        #expect(self.folder.text("log") == "ready\nbye\n")
    }

    @Test func `What a process leaves behind is found by its session and by its mark`() async throws {
        let mark = "FLOE_OUTPUT=\(self.folder.file("run/a.out"))"
        let process = try self.start(
            "sleep 605 & env -i setsid -f /bin/sleep 1; setsid -f sleep 606; env -i /bin/sleep 607 & echo done", mark: mark)
        #expect(await process.exit() == 0)
        #expect(process.release())
        try await Deadline.until("the ones left") { Self.members([process.id], mark).count == 3 }
        try await Self.end([], "FLOE_OUTPUT=\(self.folder.file("other/"))", grace: 0)
        #expect(Self.members([process.id], mark).count == 3)
        try await Self.end([process.id], "FLOE_OUTPUT=\(self.folder.file("run/"))", grace: 0)
        #expect(Self.members([process.id], mark) == [])
    }
}
