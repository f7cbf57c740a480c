import FloeCore
import FloeTesting
import Glibc

/// A host in a folder of its own, that can be killed and started again.
final class TestHost {
    /// Token of its administrator.
    static let admin = "scenario-token"
    let folder: TemporaryFolder
    private let output: String
    /// The last that was started; it lives as long as the host does.
    private var process: FloeProcess?

    init(flows: String) throws {
        self.folder = try TemporaryFolder()
        self.output = self.folder.file("output")
        try self.write(flows)
    }

    deinit {
        self.process?.send(SIGKILL)
        // The keeper would go on with what runs.
        if let keeper { kill(keeper, SIGTERM) }
    }

    /// The process that owns the tasks, as it says itself.
    var keeper: Int32? { self.folder.text("root/keeper").flatMap { $0.split(separator: " ").last }.flatMap { Int32($0.dropLast()) } }

    func write(_ flows: String) throws {
        try TestCommand.sh("cat > default.yml <<'END_OF_FLOWS'\n\(flows)\nEND_OF_FLOWS", in: self.folder.path)
    }

    /// Starts it on a port that is free, and waits until it can be reached.
    ///
    /// - Parameter through: A program, with its arguments, that starts it in its own place.
    func start(
        _ more: [String] = [], admin: Bool = true, environment: [String: String] = [:], through: [String] = []
    ) async throws -> (FloeProcess, WireClient) {
        try TestCommand.sh(": > output", in: self.folder.path)
        let process = try FloeProcess(
            ["-host_name=h1", "-root", self.folder.file("root"), "-pub_bind=127.0.0.1:0"] + (admin ? ["-admin", Self.admin] : []) + more,
            through: through, folder: self.folder.path, output: self.output, environment: environment)
        self.process = process
        let address = try await process.line("dashboard:")
        guard let port = address.split(separator: ":").last.flatMap({ Int($0.prefix(while: \.isNumber)) }) else {
            throw WireClient.Failure(description: "no port in '\(address)'")
        }
        return (process, WireClient(port: port, headers: ["X-Floe-Auth": Self.admin]))
    }

    /// Runs another command of floe in the host's folder to its end.
    func floe(_ arguments: [String], through: [String] = []) async throws -> (status: Int32, printed: String) {
        let output = self.folder.file("printed")
        try TestCommand.sh(": > printed", in: self.folder.path)
        let process = try FloeProcess(arguments, through: through, folder: self.folder.path, output: output)
        return (try await process.exit(), process.printed)
    }
}

extension WireClient {
    static let base = "/build/api"

    /// Waits for the end of a run.
    func ended(_ ref: String) async throws -> Value { try await self.run(ref, until: "archived") { $0["state"] == "archive" } }

    /// All stored events of a run, in order.
    func events(_ ref: String) async throws -> [Value] {
        try await self.get("\(Self.base)/runs/\(ref)/events?limit=1000").json["events"].list ?? []
    }

    func log(_ ref: String, _ node: String) async throws -> String {
        try await self.get("\(Self.base)/runs/\(ref)/nodes/\(node)/log").text
    }

    /// The log without its first line, which is the command.
    func output(_ ref: String, _ node: String) async throws -> String {
        try await self.log(ref, node).split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).last.map(String.init) ?? ""
    }

    /// Asks for a run until it is as it should be.
    func run(_ ref: String, until what: String, _ holds: (Value) -> Bool) async throws -> Value {
        let end = ContinuousClock.now + .seconds(120)
        while true {
            let answer = try await self.get("\(Self.base)/runs/\(ref)")
            if answer.status == 200, holds(answer.json) { return answer.json }
            guard .now < end else { throw Deadline.Passed(description: "\(ref) is not \(what): \(answer.status) \(answer.text)") }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Starts a flow; gives the run's reference.
    func trigger(_ flow: String, _ values: String = "{}", headers: [String: String] = [:]) async throws -> String {
        let answer = try await self.post("\(Self.base)/flows/\(flow)/runs", "{\"values\": \(values)}", headers: headers)
        guard answer.status == 202, let run = answer.json["run"].string else {
            throw Failure(description: "\(flow) was not started: \(answer.status) \(answer.text)")
        }
        return run
    }
}

extension Value {
    /// Of a map; null where there is none.
    subscript(key: String) -> Value { self.map?[key] ?? .null }
    subscript(at: Int) -> Value { self.list.flatMap { $0.indices.contains(at) ? $0[at] : nil } ?? .null }

    /// The entry of a run's node.
    func node(_ id: String) -> Value { self["nodes"].list?.last { $0["id"].string == id } ?? .null }
}
