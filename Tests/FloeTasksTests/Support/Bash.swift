import FloeSystem
import FloeTesting
import Glibc

/// A real bash, run in an empty folder.
struct Bash {
    let folder: TemporaryFolder

    init() throws { self.folder = try TemporaryFolder() }

    /// What the script writes, and its status.
    func run(_ script: String, _ variables: [String: String]) async throws -> (output: [UInt8], status: Int32) {
        let output = try TemporaryFolder()
        let process = try RunningProcess.start(
            ProcessSpec(
                program: "/bin/bash", arguments: ["bash", "-c", script],
                environment: variables.merging(["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"]) { mine, _ in mine },
                folder: self.folder.path, output: output.file("out")))
        let status = await process.exit()
        var bytes: [UInt8] = []
        while case let more = try await LogFile(path: output.file("out")).read(from: Int64(bytes.count)), !more.isEmpty { bytes += more }
        return (bytes, status)
    }
}
