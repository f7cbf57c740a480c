internal import Glibc

/// A server on 127.0.0.1 that a test runs: a Python script which prints its port. It is killed with its children when it goes out of use.
public final class TestServer: Sendable {
    private let pid: pid_t
    public let port: Int

    /// - Parameters:
    ///   - script: listens on port 0 and prints the port it got.
    ///   - arguments: what it finds in `sys.argv` after its own name.
    public init(script: String, _ arguments: [String]) throws {
        let (pid, output) = try TestCommand.start(["python3", "-c", script] + arguments)
        defer { close(output) }
        var digits = ""
        var byte: UInt8 = 0
        while read(output, &byte, 1) == 1, byte != 0x0A { digits.unicodeScalars.append(Unicode.Scalar(byte)) }
        self.pid = pid
        self.port = Int(digits) ?? 0
        guard self.port > 0 else { throw TestCommand.Failure(description: "the server did not start: '\(digits)'") }
    }

    /// Waits for a script that ends by itself. Blocks.
    public func waitForEnd() {
        var info = siginfo_t()
        while waitid(P_PID, id_t(self.pid), &info, WEXITED | WNOWAIT) < 0, errno == EINTR {}
    }

    deinit {
        kill(-self.pid, SIGKILL)
        var status: Int32 = 0
        while waitpid(self.pid, &status, 0) < 0, errno == EINTR {}
    }
}
