import FloeCore
import FloeTesting
import Glibc

/// An agent in a folder of its own, that can be killed and started again.
final class TestAgent {
    let name: String
    let folder: TemporaryFolder
    private(set) var process: FloeProcess?
    private var starts = 0

    init(_ name: String = "web1") throws {
        self.name = name
        self.folder = try TemporaryFolder()
    }

    deinit {
        self.process?.send(SIGKILL)
        // The keeper would go on with what runs.
        if let keeper { Glibc.kill(keeper, SIGTERM) }
    }

    /// The process that owns the tasks, as it says itself.
    var keeper: Int32? { self.folder.text("root/keeper").flatMap { $0.split(separator: " ").last }.flatMap { Int32($0.dropLast()) } }

    var printed: String { self.process?.printed ?? "" }

    /// Starts it; does not wait until it is linked.
    ///
    /// - Parameter port: Of the hub, or of what stands before it.
    func start(_ port: Int, _ more: [String] = [], token: String = TestHost.admin, environment: [String: String] = [:]) throws {
        self.starts += 1
        self.process = try FloeProcess(
            [
                "agent", "--join", "http://127.0.0.1:\(port)", "--token", token, "-host_name=\(self.name)", "-root",
                self.folder.file("root"), "-tags=linux,web",
            ] + more, folder: self.folder.path, output: self.folder.file("output.\(self.starts)"), environment: environment)
    }

    /// Ends the agent as a crash would; what its keeper has goes on.
    func kill() async throws {
        self.process?.send(SIGKILL)
        _ = try await self.process?.exit()
        self.process = nil
    }

    func exit() async throws -> Int32? { try await self.process?.exit() }
}

extension WireClient {
    /// What the hub knows of a host or an agent.
    func host(_ name: String) async throws -> Value { try await self.get("\(Self.base)/hosts/\(name)").json }

    func linked(_ name: String, _ isLinked: Bool = true) async throws {
        try await Eventually.holds("\(name) is \(isLinked ? "" : "not ")linked") {
            (try await self.host(name)["state"] == "active") == isLinked
        }
    }
}
