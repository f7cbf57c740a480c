import FloeTesting
import Glibc
import Testing

@testable import FloeSystem

@Suite("processes", .timeLimit(.minutes(5)), .serialized)
struct ProcessTests {
    let folder: TemporaryFolder

    init() throws { self.folder = try TemporaryFolder() }

    func start(_ script: String, mark: String = "FLOE_OUTPUT=none") throws -> RunningProcess {
        try RunningProcess.start(
            ProcessSpec(
                program: "/bin/bash", arguments: ["bash", "-c", script],
                environment: ["PATH": "/usr/bin:/bin", "FLOE_OUTPUT": String(mark.dropFirst("FLOE_OUTPUT=".count))],
                folder: self.folder.path, output: self.folder.file("log")))
    }

    func log() async throws -> String { String(decoding: try await LogFile(path: self.folder.file("log")).read(from: 0), as: UTF8.self) }

    @Test func `A process leads a session of its own, reads nothing and has no descriptors of ours`() async throws {
        let process = try self.start(
            "cat; ps -o sid= -p $$ | tr -d ' '; ls /proc/self/fd | wc -l; trap; ulimit -S -c >/dev/null; kill -l TERM")
        #expect(await process.exit() == 0)
        // `ls` has 0, 1, 2 and the folder it reads.
        #expect(try await self.log() == "\(process.id)\n4\n15\n")
    }

    @Test func `Signals and the mask are the default ones, whatever ours are`() async throws {
        // No wait in between: the mask is that of this thread.
        var mask = sigset_t()
        sigemptyset(&mask)
        sigaddset(&mask, SIGUSR1)
        pthread_sigmask(SIG_BLOCK, &mask, nil)
        let before = signal(SIGUSR2, SIG_IGN)
        let started = Result { try self.start("grep -E '^Sig(Blk|Ign)' /proc/self/status") }
        pthread_sigmask(SIG_UNBLOCK, &mask, nil)
        signal(SIGUSR2, before)
        #expect(await (try started.get()).exit() == 0)
        let log = try await self.log()
        #expect(log == "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n")
    }

    @Test func `Two thousand processes leave no descriptor, zombie or thread behind`() async throws {
        let spec = ProcessSpec(program: "/bin/true", arguments: ["true"], environment: [:], folder: "/", output: self.folder.file("log"))
        // What is made once, the threads of the pool among it, is made before it is counted.
        _ = try await RunningProcess.start(spec).exit()
        try await Self.many(64, spec)
        let before = Self.resources()
        try await Self.many(2000, spec)
        let after = Self.resources()
        #expect(after.descriptors <= before.descriptors + 2)
        #expect(after.threads <= before.threads + 4)
        // What other tests have just ended is reaped soon; what is left behind stays.
        try await Deadline.until("that no zombie of now is left") { Self.zombies().isDisjoint(with: after.zombies) }
    }

    @Test func `A process that cannot be watched is ended and leaves nothing behind`() async throws {
        let spec = ProcessSpec(
            program: "/bin/sleep", arguments: ["sleep", "612"], environment: [:], folder: "/", output: self.folder.file("log"))
        // An epoll that is none refuses.
        let thread = EventThread(epoll: -1)
        #expect(throws: SpawnProblem.self) { try RunningProcess.start(spec, on: thread) }
        let before = Self.resources()
        for _ in 1...50 { #expect(throws: SpawnProblem.self) { try RunningProcess.start(spec, on: thread) } }
        let after = Self.resources()
        // Other tests have processes too, though not so many at once.
        #expect(after.descriptors < before.descriptors + 25)
        #expect(after.zombies.count < before.zombies.count + 25)
    }

    @Test(arguments: ["mkfifo log", "ln -s other log", "mkdir log"])
    func `A log that is no file any more is neither waited for nor followed`(script: String) async throws {
        try TestCommand.sh("echo secret > other && \(script)", in: self.folder.path)
        let log = LogFile(path: self.folder.file("log"))
        #expect(await BlockingPool.shared.run { log.append(line: "x") } != nil)
        await #expect(throws: FileProblem.self) { try await log.read(from: 0) }
        let spec = ProcessSpec(program: "/bin/true", arguments: ["true"], environment: [:], folder: "/", output: log.path)
        #expect(throws: SpawnProblem.self) { try RunningProcess.start(spec) }
        #expect(self.folder.text("other") == "secret\n")
    }

    private static func many(_ count: Int, _ spec: ProcessSpec) async throws {
        try await withThrowingTaskGroup(of: Int32.self) { group in
            for number in 0..<count {
                if number >= 8, let status = try await group.next() { #expect(status == 0) }
                group.addTask {
                    let process = try RunningProcess.start(spec)
                    defer { process.release() }
                    return await process.exit()
                }
            }
            for try await status in group { #expect(status == 0) }
        }
    }

    private static func resources() -> (descriptors: Int, threads: Int, zombies: Set<Int32>) {
        (
            ((try? Folder.names(in: "/proc/self/fd")) ?? []).count, ((try? Folder.names(in: "/proc/self/task")) ?? []).count, Self.zombies()
        )
    }

    private static func zombies() -> Set<Int32> {
        Set(
            ProcessTable.ids().filter { id in
                guard let entry = ProcessTable.entry(id), !entry.lives else { return false }
                return SmallText.parent(of: id) == getpid()
            })
    }

    private enum SmallText {
        static func parent(of id: Int32) -> Int32? {
            guard let bytes = try? LogFile(path: "/proc/\(id)/stat").wholeFile(), let close = bytes.lastIndex(of: 0x29) else { return nil }
            let words = bytes[(close + 1)...].split(separator: 0x20)
            return words.count > 1 ? Int32(String(decoding: words[1], as: UTF8.self)) : nil
        }
    }

    @Test func `A wait ends with the deadline or with its task, and the exit is still told`() async throws {
        let process = try self.start("read < <(sleep 600)")
        #expect(await process.exit(by: .now + .milliseconds(10)) == .deadline)
        let waiter = Task { await process.exit(by: nil) }
        waiter.cancel()
        #expect(await waiter.value == .cancelled)
        kill(-process.id, SIGTERM)
        #expect(await process.exit(by: nil) == .exited(143))
    }

    @Test func `A start that fails says why`() async throws {
        let script = self.folder.file("script")
        func start(_ program: String, folder: String = "/", environment: [String: String] = [:]) -> String {
            do {
                _ = try RunningProcess.start(
                    ProcessSpec(
                        program: program, arguments: ["x"], environment: environment, folder: folder, output: self.folder.file("log")))
                return "started"
            } catch { return error.description }
        }
        #expect(start("/no/such").hasPrefix("cannot start /no/such: it, or the interpreter"))
        #expect(
            start("/bin/true", folder: "/no/folder") == "cannot start /bin/true: the folder it is to start in, /no/folder, is not there")
        try Files.write("no first line\n", to: script, mode: 0o700)
        #expect(start(script).contains("neither a program for this machine nor a script"))
        try Files.write("#!/no/interpreter\n", to: script, mode: 0o700)
        #expect(start(script).contains("or the interpreter its first line (#!) names, is not there"))
        #expect(start("/bin/true", environment: ["A": String(repeating: "x", count: 200_000)]).contains("128 KiB"))
        #expect(start("/bin/true", environment: ["A": "a\0b"]).contains("zero byte"))
    }
}
