import FloeCore
import FloeSystem
import FloeTesting
import Glibc

/// A host that is killed and started again; whoever asks it something may get no answer.
final class CrashHost {
    let folder: TemporaryFolder
    /// In the environment of every task of it, and of nothing else on the machine.
    let token: String
    private(set) var process: FloeProcess?
    private(set) var client = WireClient(port: 0)
    private var starts = 0

    init(_ flows: [CrashFlow], common: String = "", seed: UInt64) throws {
        self.folder = try TemporaryFolder()
        self.token = "\(getpid())-\(seed)-\(UInt64.random(in: 0...UInt64.max))"
        try self.write(CrashTask.script, to: "work.sh")
        let names = ["{LEDGER}": self.folder.file("ledger"), "{TOKEN}": self.token, "{WORK}": self.folder.file("work.sh")]
        func filled(_ text: String) -> String { names.reduce(text) { $0.replacing($1.key, with: $1.value) } }
        let probes = ["x", "y", "z"].map {
            "  - {id: probe-\($0), resource-tags: [\($0)], tasks: [{id: t, type: timer, listen: trigger.good, opts: {period: 0}}]}"
        }
        try self.write(
            filled("\(common)flows:\n\(flows.map(\.text).joined(separator: "\n"))\n\(probes.joined(separator: "\n"))\n"), to: "default.yml")
        for flow in flows { if let text = flow.file { try self.write(filled(text), to: "\(flow.id).yml") } }
        try self.write("", to: "ledger")
    }

    deinit {
        self.process?.send(SIGKILL)
        // The keeper would go on with what runs.
        self.killKeeper()
        self.killTasks()
    }

    /// The process that owns the tasks, as it says itself.
    var keeper: Int32? { self.folder.text("root/keeper").flatMap { $0.split(separator: " ").last }.flatMap { Int32($0.dropLast()) } }

    /// Ends the keeper as a crash does; the next start makes another.
    func killKeeper() { if let keeper { Glibc.kill(keeper, SIGKILL) } }

    var root: String { self.folder.file("root") }
    var printed: String { self.process?.printed ?? "" }

    func write(_ text: String, to name: String) throws {
        let file = open(self.folder.file(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        defer { close(file) }
        let bytes = Array(text.utf8)
        guard file >= 0, Glibc.write(file, bytes, bytes.count) == bytes.count else {
            throw WireClient.Failure(description: "cannot write \(name)")
        }
    }

    /// Starts it; false when it died before it could be reached, as a failpoint may have it.
    func start(failpoint: String? = nil, environment: [String: String] = [:]) async throws -> Bool {
        self.starts += 1
        var environment = environment
        environment["FLOE_FAILPOINT"] = failpoint
        let process = try FloeProcess(
            ["-host_name=h1", "-root", self.root, "-pub_bind=127.0.0.1:0", "-admin", TestHost.admin, "-log_level=warning"],
            folder: self.folder.path, output: self.folder.file("output.\(self.starts)"), environment: environment)
        self.process = process
        let line: String
        do { line = try await process.line("dashboard:") } catch {
            guard failpoint != nil, try await process.exit() == 128 + SIGKILL else { throw error }
            return false
        }
        guard let port = line.split(separator: ":").last.flatMap({ Int($0.prefix(while: \.isNumber)) }) else {
            throw WireClient.Failure(description: "no port in '\(line)'")
        }
        self.client = WireClient(port: port, headers: ["X-Floe-Auth": TestHost.admin])
        return true
    }

    /// Kills it where it is, unless it is dead already, and waits for its end.
    func kill() async throws {
        self.process?.send(SIGKILL)
        guard let status = try await self.process?.exit() else { return }
        guard status == 128 + SIGKILL else {
            throw WireClient.Failure(description: "floe ended with status \(status) and was not killed; it printed:\n\(self.printed)")
        }
    }

    /// Processes of its tasks, also of those that left their session.
    var tasks: [Int32] { Self.processes(with: "CRASH_TOKEN=\(self.token)") }

    func killTasks() { for id in self.tasks { Glibc.kill(id, SIGKILL) } }

    /// What a process is, for whoever finds it where it should not be.
    static func words(of id: Int32) -> String {
        func text(_ name: String) -> [Substring] {
            (try? TextFile.read("/proc/\(id)/\(name)", limit: 1 << 20))?.split(separator: "\0") ?? []
        }
        let marks = text("environ").filter { $0.hasPrefix("FLOE_RUN=") || $0.hasPrefix("FLOE_NODE=") }
        return "\(id) \(text("cmdline").joined(separator: " ")) \(marks.joined(separator: " "))"
    }

    /// Living processes that have this in their environment.
    static func processes(with entry: String) -> [Int32] {
        guard let folder = opendir("/proc") else { return [] }
        defer { closedir(folder) }
        var found: [Int32] = []
        let wanted = Array(entry.utf8) + [0]
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while let next = readdir(folder) {
            let name = withUnsafePointer(to: &next.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard let id = Int32(name) else { continue }
            let file = open("/proc/\(id)/environ", O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { continue }
            defer { close(file) }
            let count = read(file, &buffer, buffer.count)
            if count > 0, buffer[..<count].firstRange(of: wanted) != nil { found.append(id) }
        }
        return found
    }
}
