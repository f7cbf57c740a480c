internal import FloeSystem
internal import Glibc

/// A real `floe`, as a person would start it. Killed when it goes out of use.
public final class FloeProcess: Sendable {
    private let process: RunningProcess
    private let output: String

    /// The program that was built beside the tests.
    public static var program: String {
        guard let path = realpath("/proc/self/exe", nil) else { return "floe" }
        defer { free(path) }
        return FilePath.folder(of: String(cString: path)) + "/floe"
    }

    /// Starts it; returns at once.
    ///
    /// - Parameters:
    ///   - output: The file that what it prints is appended to.
    ///   - through: A program, with its arguments, that starts it in its own place.
    ///   - environment: Beside `PATH` and `HOME`.
    public init(
        _ arguments: [String], through: [String] = [], folder: String, output: String, environment: [String: String] = [:]
    ) throws {
        let usual = ["PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": folder]
        self.output = output
        self.process = try RunningProcess.start(
            ProcessSpec(
                program: through.first ?? Self.program,
                arguments: through.isEmpty ? ["floe"] + arguments : through + [Self.program] + arguments,
                environment: usual.merging(environment) { $1 }, folder: folder,
                output: output))
    }

    deinit { kill(self.process.id, SIGKILL) }

    public var id: Int32 { self.process.id }

    public var hasEnded: Bool { self.process.status != nil }

    public func send(_ signal: Int32) { kill(self.process.id, signal) }

    /// Waits for its end: the exit status, 128 + N after signal N.
    public func exit(within time: Duration = .seconds(120)) async throws -> Int32 {
        guard case .exited(let status) = await self.process.exit(by: .now + time) else {
            throw Deadline.Passed(description: "floe did not end within \(time); it printed:\n\(self.printed)")
        }
        return status
    }

    /// What it has printed so far.
    public var printed: String { (try? TextFile.read(self.output, limit: 1 << 24)) ?? "" }

    /// Waits until it has printed a line that begins so; gives the rest of that line.
    public func line(_ start: String, within time: Duration = .seconds(120)) async throws -> String {
        try await Deadline.until("the line '\(start)'", within: time) { self.find(start) != nil || self.process.status != nil }
        guard let line = self.find(start) else {
            throw Deadline.Passed(description: "floe ended with status \(self.process.status ?? -1); it printed:\n\(self.printed)")
        }
        return line
    }

    private func find(_ start: String) -> String? {
        // A line that has no end yet is not whole.
        let text = self.printed
        guard let end = text.lastIndex(of: "\n") else { return nil }
        return text[..<end].split(separator: "\n").last { $0.hasPrefix(start) }.map {
            String($0.dropFirst(start.count).drop { $0 == " " })
        }
    }
}
