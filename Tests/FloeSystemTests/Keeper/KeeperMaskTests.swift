import FloeCore
import FloeTesting
import Logging
import Testing

@testable import FloeSystem

/// What a keeper shows of output that holds secrets, and when.
@Suite("masking by the keeper", .timeLimit(.minutes(5)))
struct KeeperMaskTests {
    private let folder: TemporaryFolder
    private let keeper = KeeperClient.within(Logger(label: "tests"))

    init() throws { self.folder = try TemporaryFolder() }

    private var log: String { self.folder.text("log") ?? "" }

    private func plan(_ command: String, pre: String? = nil) -> KeeperPlan {
        func step(_ role: KeeperPlan.Step.Role, _ script: String) -> KeeperPlan.Step {
            KeeperPlan.Step(
                role: role, headlines: ["\(role)"], program: "bash", arguments: ["bash", "-c", script],
                environment: ["PATH=/usr/bin:/bin", "FLOE_OUTPUT=\(self.folder.file("out"))"])
        }
        return KeeperPlan(
            id: "h1-1/x.1.1", run: "h1-1", steps: (pre.map { [step(.pre, $0)] } ?? []) + [step(.command, command)],
            workspace: self.folder.path, log: self.folder.file("log"), report: self.folder.file("out"), grace: Span(seconds: 5),
            secrets: ["hunter2-secret"])
    }

    /// Carries the plan out, with what is done meanwhile.
    @discardableResult
    private func run(_ plan: KeeperPlan, _ meanwhile: @Sendable () async throws -> Void = {}) async throws -> KeeperResult {
        self.keeper.open()
        async let result = self.keeper.run(plan, for: self.keeper.instance)
        do { try await meanwhile() } catch {
            await self.keeper.leave()
            throw error
        }
        return await result
    }

    private func make(_ file: String) throws { try TestCommand.sh("touch \(file)", in: self.folder.path) }

    @Test func `A prompt shows while its task waits, and of a secret nothing does, however slowly it comes`() async throws {
        let script = """
            printf 'Password for Beth'; until [ -e go ]; do sleep 0.02; done
            printf ' hunter2-'; touch half; until [ -e on ]; do sleep 0.02; done; printf 'secret.'; until [ -e end ]; do sleep 0.02; done
            """
        try await self.run(self.plan(script)) {
            // The last letter may be the first of the secret.
            try await Deadline.until("the prompt") { self.log == "command\nPassword for Beth" }
            try self.make("go")
            try await Deadline.until("the beginning of a secret") { self.folder.exists("half") }
            #expect(!self.log.contains("hunt"))
            try self.make("on")
            try await Deadline.until("the rest of it") { self.log == "command\nPassword for Beth ***." }
            try self.make("end")
        }
        await self.keeper.leave()
        #expect(self.log == "command\nPassword for Beth ***.")
    }

    @Test func `A secret that something in the background writes half in one step and half in the next is masked`() async throws {
        let pre = """
            (printf '<hunter2-sec'; touch half; until [ -e go ]; do sleep 0.02; done; printf 'ret>'; touch done) &
            until [ -e half ]; do sleep 0.02; done
            """
        try await self.run(self.plan("touch go; until [ -e done ]; do sleep 0.02; done; echo after", pre: pre))
        await self.keeper.leave()
        #expect(self.log == "pre\n<\ncommand\n***>after\n")
    }

    @Test func `A secret that is finished after the end of its task is masked`() async throws {
        let script = """
            (printf '<hunter2-sec'; touch half; until [ -e go ]; do sleep 0.02; done; printf 'ret>') & until [ -e half ]; do sleep 0.02; done
            """
        #expect(try await self.run(self.plan(script)).end == .exited)
        #expect(self.log == "command\n<")
        try self.make("go")
        try await Deadline.until("the rest of it") { self.log == "command\n<***>" }
        await self.keeper.leave()
    }

    @Test(arguments: [
        ("printf '<hunter2-secre'; kill -9 $$", "<***"), ("printf '<hunter2-secret>hun'; kill -9 $$", "<***>hun"),
        ("printf '<hunter2-secre'; exit 3", "<hunter2-secre"), ("printf '<hunter2-secret'; kill -TERM $$", "<***"),
    ])
    func `What a task that was killed had written of a secret is left out`(script: String, shown: String) async throws {
        try await self.run(self.plan(script))
        await self.keeper.leave()
        #expect(self.log == "command\n\(shown)")
    }

    @Test func `Lines of the keeper begin where a line begins`() async throws {
        try await self.run(self.plan("printf two", pre: "printf one"))
        await self.keeper.leave()
        #expect(self.log == "pre\none\ncommand\ntwo")
    }

    @Test func `A child that writes without end holds nobody up, and nothing of it shows`() async throws {
        #expect(try await self.run(self.plan("yes hunter2-secret & echo begun")).end == .exited)
        await self.keeper.leave()
        #expect(self.log.contains("begun") && !self.log.contains("hunter2"))
    }

    @Test func `A line of many megabytes without a newline is passed on whole`() async throws {
        try await self.run(self.plan("head -c 24000000 /dev/zero | tr '\\0' h; printf unter2-secret; head -c 8 /dev/zero"))
        await self.keeper.leave()
        #expect(try await LogFile(path: self.folder.file("log")).size() == 8 + 24_000_000 - 1 + 3 + 8)
    }
}
