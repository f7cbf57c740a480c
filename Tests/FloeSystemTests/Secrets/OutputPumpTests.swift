import FloeTesting
import Glibc
import Testing

@testable import FloeSystem

@Suite("output pump", .timeLimit(.minutes(5)))
struct OutputPumpTests {
    let folder: TemporaryFolder
    let mask = SecretMask(secrets: ["hunter2", "correct horse battery"])

    init() throws { self.folder = try TemporaryFolder() }

    private func start(_ script: String, _ extra: [String: String] = [:]) throws -> RunningProcess {
        try RunningProcess.start(
            ProcessSpec(
                program: "/bin/bash", arguments: ["bash", "-c", script],
                environment: ["PATH": "/usr/bin:/bin", "S": "hunter2"].merging(extra) { $1 }, folder: self.folder.path,
                output: self.folder.file("log"), mask: self.mask))
    }

    private var log: String { self.folder.text("log") ?? "" }

    @Test func `All that a process wrote is in its log when its exit was settled, masked`() async throws {
        for number in 1...40 {
            let process = try self.start("echo $S; echo -n $S | base64; seq 2000; printf %s $S >&2; exit \(number)")
            #expect(await process.exit() == Int32(number))
            #expect(await process.settleOutput() == nil)
            let lines = (1...2000).map(String.init).joined(separator: "\n")
            #expect(self.log == "***\n***\n\(lines)\n***")
            unlink(self.folder.file("log"))
        }
    }

    @Test func `A prompt without a newline shows while its process waits`() async throws {
        let process = try self.start("printf 'Password for Beth'; while [ ! -e go ]; do read -t 0.02 <> <(:); done; echo")
        try await Deadline.until("the prompt") { self.log == "Password for Beth" }
        #expect(process.status == nil)
        _ = open(self.folder.file("go"), O_CREAT, 0o600)
        #expect(await process.exit() == 0)
    }

    @Test func `A child that holds the pipe holds nobody up, and what it writes later is masked`() async throws {
        let process = try self.start("(while [ ! -e go ]; do read -t 0.02 <> <(:); done; echo later $S) & echo now $S")
        #expect(await process.exit() == 0)
        #expect(await process.settleOutput() == nil)
        #expect(self.log == "now ***\n")
        _ = open(self.folder.file("go"), O_CREAT, 0o600)
        process.release()
        try await Deadline.until("the child's line") { self.log == "now ***\nlater ***\n" }
    }

    @Test func `A child that writes without end holds nobody up`() async throws {
        let process = try self.start("yes hunter2 & echo $!")
        #expect(await process.exit() == 0)
        let problem = try await Deadline.within(.seconds(30)) { await process.settleOutput() }
        #expect(problem == nil)
        kill(-process.id, SIGKILL)
        process.release()
        #expect(!self.log.contains("hunter2"))
    }

    @Test func `A line of many megabytes without a newline is passed on in bounded memory`() async throws {
        let process = try self.start("head -c 24000000 /dev/zero | tr '\\0' h; printf unter2; head -c 8 /dev/zero")
        #expect(await process.exit() == 0)
        #expect(await process.settleOutput() == nil)
        let size = try await LogFile(path: self.folder.file("log")).size()
        #expect(size == 24_000_000 - 1 + 3 + 8)
    }

    @Test func `A pipe ends when the last who holds it does, and its descriptors are closed`() async throws {
        let pipe = try OutputPump.Pipe()
        let pump = try OutputPump(pipe.output, to: self.folder.file("log"), mask: self.mask)
        let text = Array("correct horse batt".utf8)
        #expect(write(pipe.input, text, text.count) == text.count)
        #expect(await pump.settle() == nil)
        #expect(self.log == "" && !pump.hasEnded)
        let inode = Self.inode(pipe.input)
        close(pipe.input)
        try await Deadline.until("the end") { pump.hasEnded }
        #expect(self.log == "correct horse batt")
        #expect(!Self.isOpen(inode))
    }

    @Test func `A log that cannot be opened is told, and the pipe is closed`() throws {
        let pipe = try OutputPump.Pipe()
        let inode = Self.inode(pipe.input)
        #expect(throws: FileProblem.self) { try OutputPump(pipe.output, to: self.folder.file("none/log"), mask: self.mask) }
        close(pipe.input)
        #expect(!Self.isOpen(inode))
    }

    private static func inode(_ descriptor: Int32) -> ino_t {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status.st_ino : 0
    }

    /// Whether some descriptor of this process is an end of the pipe.
    private static func isOpen(_ inode: ino_t) -> Bool { (3..<4096).contains { self.inode($0) == inode } }
}
