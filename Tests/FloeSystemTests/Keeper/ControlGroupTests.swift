import FloeTesting
import Glibc
import Testing

@testable import FloeSystem

@Suite("control groups", .timeLimit(.minutes(1)))
struct ControlGroupTests {
    /// Mounts beside one another, where ours is, and where it is found.
    @Test(
        arguments: [
            ("41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw", "8:pids:/a\n0::/", "/sys/fs/cgroup/unified"),
            (
                "29 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw", "0::/system.slice/floe.service",
                "/sys/fs/cgroup/system.slice/floe.service"
            ),
            ("29 23 0:26 /pod/one /sys/fs/cgroup rw - cgroup2 cgroup rw", "0::/pod/one/inner", "/sys/fs/cgroup/inner"),
            ("29 23 0:26 /pod/one /sys/fs/cgroup rw - cgroup2 cgroup rw", "0::/pod/one", "/sys/fs/cgroup"),
            ("29 23 0:26 /pod/one /sys/fs/cgroup rw - cgroup2 cgroup rw", "0::/pod/other", nil),
            ("29 23 0:26 / /mnt/a\\040b rw - cgroup2 cgroup rw", "0::/c", "/mnt/a b/c"),
            ("31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw", "0::/", nil),
            ("29 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw", "8:pids:/a", nil), ("garbage\n- cgroup2", "0::/", nil),
        ] as [(String, String, String?)])
    func `The own group is found`(mounts: String, groups: String, folder: String?) {
        #expect(ControlGroupFolder.own(mounts: mounts, groups: groups) == folder)
    }

    @Test(.enabled(if: KeeperGroups.canBeMade, "no control groups can be made here"))
    func `What hides and multiplies in a group is gone at once, and only a group that nothing was killed in serves again`() async throws {
        let name = "test-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        let path = try #require(ControlGroups.folder(of: name))
        let groups = try #require(ControlGroups(folder: path))
        defer { groups.remove() }
        let group = try #require(groups.take())
        #expect(group.isClean && group.members.isEmpty)
        let folder = try TemporaryFolder()
        // It starts the next and ends, again and again: no look at the processes keeps up with it.
        try TestCommand.sh(
            """
            cat > comet <<'END'
            #!/bin/bash
            trap '' TERM
            echo >> "${0%/*}/ticks"
            sleep 0.01
            exec env -i PATH=/usr/bin:/bin setsid -f "$0"
            END
            chmod +x comet
            """, in: folder.path)
        try TestCommand.sh(
            "echo $$ > \(group.path)/cgroup.procs; for i in 1 2 3 4; do env -i setsid -f \(folder.file("comet")) >/dev/null 2>&1; done",
            in: folder.path)
        try await Deadline.until("some generations") { folder.text("ticks").map { $0.utf8.count > 20 } ?? false }
        #expect(!group.isEmpty)
        var remains = Remains(sessions: [], mark: "", group: group, grace: 50, at: Keeper.clock())
        let end = ContinuousClock.now + .seconds(20)
        while true {
            var scan = ProcessScan()
            if remains.look(&scan, at: Keeper.clock()) { break }
            try #require(ContinuousClock.now < end, "some are left")
            try await Task.sleep(for: .milliseconds(max(0, remains.nextLook - Keeper.clock())))
        }
        #expect(group.isEmpty)
        #expect(try TestCommand.sh("pgrep -f '\(folder.path)/come[t]' || echo none", in: folder.path) == "none")
        // What was killed once may kill what is started in it next.
        groups.give(group)
        let other = try #require(groups.take())
        #expect(other !== group)
        groups.give(other)
        #expect(groups.take() === other)
    }

    @Test(.enabled(if: KeeperGroups.canBeMade, "no control groups can be made here"))
    func `A group that was changed does not serve again, and goes with those below it`() throws {
        let path = try #require(ControlGroups.folder(of: "test-\(getpid())-\(UInt32.random(in: 0 ... .max))"))
        let groups = try #require(ControlGroups(folder: path))
        let group = try #require(groups.take())
        try TestCommand.sh("mkdir \(group.path)/inner", in: "/")
        #expect(!group.isClean)
        groups.give(group)
        #expect(groups.take() !== group)
        #expect(ControlGroupFolder.end(path))
        #expect(!ControlGroupFolder.exists(path))
    }
}
