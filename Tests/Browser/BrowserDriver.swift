import FloeSystem
import FloeTesting
import Glibc
import Testing

/// Runs a script of `driver/`; each check of it that fails becomes an issue of the test.
enum BrowserDriver {
    static func run(_ scenario: String) async throws {
        guard let python = self.program("python3") else {
            Issue.record("python3 is needed to drive the browser: install the package python3")
            return
        }
        let folder = try TemporaryFolder(), output = folder.file("checks")
        let script = FilePath.folder(of: #filePath) + "/driver/drive.py"
        var environment = ["HOME": folder.path, "PYTHONDONTWRITEBYTECODE": "1"]
        for name in ["PATH", "FLOE_SHOTS", "FLOE_WEBAPP"] {
            if let value = getenv(name) { environment[name] = String(cString: value) }
        }
        let process = try RunningProcess.start(
            ProcessSpec(
                program: python, arguments: ["python3", script, scenario, FloeProcess.program], environment: environment,
                folder: folder.path, output: output))
        // What it has started ends with it.
        defer { kill(process.id, SIGKILL) }
        let end = await process.exit(by: .now + .seconds(270))
        let printed = (try? TextFile.read(output, limit: 1 << 20)) ?? ""
        let failed = printed.split(separator: "\nFAILED ").dropFirst()
        for check in (printed.hasPrefix("FAILED ") ? [printed[...]] : []) + failed { Issue.record("\(scenario): \(check)") }
        if end != .exited(0), failed.isEmpty { Issue.record("\(scenario) ended with \(end):\n\(printed)") }
        #expect(printed.contains("ok "), "\(scenario) checked nothing:\n\(printed)")
    }

    private static func program(_ name: String) -> String? {
        guard let path = getenv("PATH") else { return nil }
        return String(cString: path).split(separator: ":").map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
    }
}
