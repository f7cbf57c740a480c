import Foundation

/// A `floe serve` as it is shipped, in a folder of its own, on a port of its own.
final class FloeHost: @unchecked Sendable {
    static let token = "bench-token"
    let folder: ScratchFolder
    let port: Int
    private(set) var process: Process
    private let flows: String
    private let name: String
    private let more: [String]

    /// The program that was built beside this one.
    static var program: URL {
        URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("floe")
    }

    var root: String { "\(self.folder.path)/root" }

    /// Starts it and waits until it answers. `flows` is the file's text, `more` further flags.
    init(flows: String, folder: ScratchFolder? = nil, name: String = "h1", port: Int? = nil, more: [String] = []) throws {
        self.folder = try folder ?? ScratchFolder()
        self.flows = flows
        self.name = name
        self.more = more
        self.port = try port ?? Wire.freePort()
        self.process = Process()
        try flows.write(toFile: "\(self.folder.path)/flows.yml", atomically: true, encoding: .utf8)
        _ = try self.start()
    }

    deinit { self.kill() }

    /// Seconds from starting it to its first answer.
    @discardableResult
    func start() throws -> Double {
        let process = Process()
        process.executableURL = Self.program
        process.arguments =
            [
                "serve", "-conf", "\(self.folder.path)/flows.yml", "-root", self.root, "-host_name", self.name, "-pub_bind",
                "127.0.0.1:\(self.port)",
                "-admin", Self.token,
            ] + self.more
        let log = "\(self.folder.path)/floe.out"
        if !FileManager.default.fileExists(atPath: log) { _ = FileManager.default.createFile(atPath: log, contents: nil) }
        process.standardOutput = FileHandle(forWritingAtPath: log)
        process.standardError = process.standardOutput
        let start = ContinuousClock.now
        try process.run()
        self.process = process
        while true {
            if let wire = try? Wire(port: self.port), (try? wire.get("/readyz").status) == 200 { break }
            guard process.isRunning, .now - start < .seconds(120) else { throw FloorFailed(what: "start of floe: see \(log)") }
            usleep(200)
        }
        return (.now - start) / .seconds(1)
    }

    func kill() {
        guard self.process.isRunning else { return }
        Glibc.kill(self.process.processIdentifier, SIGKILL)
        self.process.waitUntilExit()
    }

    func wire() throws -> Wire { try Wire(port: self.port) }

    /// Starts a flow; gives the run's reference.
    func trigger(_ flow: String, on wire: Wire) throws -> String {
        let answer = try wire.post("/build/api/flows/\(flow)/runs", "{}")
        guard answer.status == 202, let run = answer.field("run") else {
            throw FloorFailed(what: "trigger (\(answer.status) \(answer.body))")
        }
        return run
    }

    /// Waits until nothing is pending or active.
    func settle(on wire: Wire) throws {
        while true {
            let text = try wire.get("/metrics").body
            let live = text.split(separator: "\n").filter { $0.hasPrefix("floe_runs_active") || $0.hasPrefix("floe_runs_pending") }
            if live.allSatisfy({ $0.hasSuffix(" 0") || $0.hasSuffix(" 0.0") }) { return }
            usleep(1000)
        }
    }

    /// Starts a flow and waits for its good end; gives the seconds between.
    func run(_ flow: String, on wire: Wire, every pause: UInt32 = 1000) throws -> Double {
        let start = ContinuousClock.now
        let run = try self.trigger(flow, on: wire)
        while true {
            let body = try wire.get("/build/api/runs/\(run)").body
            if body.contains(#""state":"archive""#) {
                guard body.contains(#""result":"good""#) else { throw FloorFailed(what: "run of \(flow) (\(body.prefix(2000)))") }
                return (.now - start) / .seconds(1)
            }
            usleep(pause)
        }
    }

    /// A number of `/proc/PID/status`: kB of `VmRSS`, `VmHWM`, `RssAnon`.
    func status(_ name: String) -> Double {
        let text = (try? String(contentsOfFile: "/proc/\(self.process.processIdentifier)/status", encoding: .utf8)) ?? ""
        let line = text.split(separator: "\n").first { $0.hasPrefix("\(name):") } ?? ""
        return Double(line.split(whereSeparator: { !$0.isNumber }).first ?? "") ?? 0
    }

    /// Seconds of processor it has used.
    var processorSeconds: Double {
        let text = (try? String(contentsOfFile: "/proc/\(self.process.processIdentifier)/stat", encoding: .utf8)) ?? ""
        let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// How often its threads have gone to sleep until now.
    var naps: Double {
        let tasks = "/proc/\(self.process.processIdentifier)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? []
        return threads.reduce(0) { sum, thread in
            let text = (try? String(contentsOfFile: "\(tasks)/\(thread)/status", encoding: .utf8)) ?? ""
            let line = text.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches") } ?? ""
            return sum + (Double(line.split(whereSeparator: { !$0.isNumber }).first ?? "") ?? 0)
        }
    }
}
