import Foundation

/// Output of one task through floe into its log, against the shell's own redirection into a file.
private final class Output {
    let host: FloeHost
    private let wire: Wire
    private let script: String
    private var most = 0.0
    private let before: Double

    init(_ script: String) throws {
        self.script = script
        self.host = try FloeHost(
            flows: """
                flows:
                  - id: output
                    triggers: [{id: go, type: data}]
                    tasks:
                      - {id: a, listen: trigger.good, type: exec, opts: {shell: '\(script)'}}
                """)
        self.wire = try self.host.wire()
        self.before = self.host.status("VmHWM")
    }

    func floor() throws -> Double {
        let file = self.host.folder.fresh()
        defer { try? FileManager.default.removeItem(atPath: file) }
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/bash")
        shell.arguments = ["-c", "{ \(self.script); } > \(file)"]
        return try measured {
            try shell.run()
            shell.waitUntilExit()
        }
    }

    func ours() throws -> Double {
        let seconds = try self.host.run("output", on: self.wire, every: 500)
        self.most = self.host.status("VmHWM")
        // The disk is not to fill over the rounds.
        try? FileManager.default.removeItem(atPath: "\(self.host.root)/logs/output")
        return seconds
    }

    var remarks: [String] {
        [String(format: "memory of the host grew by %.1f MB (target ≤ 32)", (self.most - self.before) / 1024)]
    }
}

/// 1 GB through one task.
struct OutputBytes: Measured {
    static let row = Row(name: "output-bytes", what: "1 GB of output through one task", target: .speed(atLeast: 0.9)) { try OutputBytes() }
    private let output: Output
    init() throws { self.output = try Output("head -c 1000000000 /dev/zero") }
    func floor() throws -> Double { try self.output.floor() }
    func ours() throws -> Double { try self.output.ours() }
    var remarks: [String] { self.output.remarks }
}

/// Ten million short lines through one task.
struct OutputLines: Measured {
    static let row = Row(name: "output-lines", what: "10 million short lines through one task", target: .speed(atLeast: 0.5)) {
        try OutputLines()
    }
    private let output: Output
    init() throws { self.output = try Output("yes a line | head -n 10000000") }
    func floor() throws -> Double { try self.output.floor() }
    func ours() throws -> Double { try self.output.ours() }
    var remarks: [String] { self.output.remarks }
}
