import FloeCore
import FloeTesting
import Logging
import Testing

@testable import FloeSystem

/// What a keeper does when the hub's lease is over.
@Suite("the keeper's lease", .timeLimit(.minutes(5)))
struct KeeperLeaseTests {
    private let folder: TemporaryFolder
    private let keeper = KeeperClient.within(Logger(label: "tests"))

    init() throws { self.folder = try TemporaryFolder() }

    private func plan(_ id: String, isLeased: Bool, _ script: String) -> KeeperPlan {
        let step = KeeperPlan.Step(
            role: .command, headlines: [], program: "bash", arguments: ["bash", "-c", script],
            environment: ["PATH=/usr/bin:/bin", "FLOE_OUTPUT=\(self.folder.file(id))"])
        var plan = KeeperPlan(
            id: id, run: id, steps: [step], workspace: self.folder.path, log: self.folder.file("\(id).log"), report: self.folder.file(id),
            grace: Span(seconds: 300))
        plan.isLeased = isLeased
        return plan
    }

    @Test func `a task that holds tags ends when the lease is over, others go on, and none of the kind starts after`() async throws {
        self.keeper.open()
        let instance = self.keeper.instance
        async let free = self.keeper.run(
            self.plan("b", isLeased: false, "until [ -e b.go ]; do sleep 0.02; done"), for: instance)
        // Longer each time, until the task is up before it is over, however slow the machine is.
        var ended = KeeperResult(.lost)
        for attempt in 1...10 where !self.folder.exists("a.up") {
            self.keeper.extendLease(to: KeeperClient.leaseClock() + 500 << attempt)
            ended = await self.keeper.run(self.plan("a\(attempt)", isLeased: true, "touch a.up; exec sleep 600"), for: instance)
        }
        #expect(self.folder.exists("a.up"))
        #expect(ended.end == .lost && ended.text == KeeperLease.over)
        let late = await self.keeper.run(self.plan("c", isLeased: true, "touch c.up"), for: instance)
        #expect(late.end == .lost && late.text == KeeperLease.tooLate)
        #expect(!self.folder.exists("c.up"))
        try TestCommand.sh("touch b.go", in: self.folder.path)
        #expect(await free.status == 0)
        await self.keeper.leave()
    }

    @Test func `a lease never gets shorter, and without one nothing that needs it starts`() async throws {
        var lease = KeeperLease()
        #expect(lease.isOver(at: 1))
        lease.extend(to: 100)
        lease.extend(to: 50)
        #expect(!lease.isOver(at: 99))
        #expect(lease.isOver(at: 100))
        self.keeper.open()
        let result = await self.keeper.run(self.plan("d", isLeased: true, "touch d.up"), for: self.keeper.instance)
        #expect(result.end == .lost)
        #expect(!self.folder.exists("d.up"))
        await self.keeper.leave()
    }
}
