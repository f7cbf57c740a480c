import FloeTesting

/// Somebody who gives commands to a host, in a folder of their own.
final class Caller {
    struct Told {
        var status: Int32
        /// Standard output and errors together.
        var text: String
    }

    let folder: TemporaryFolder
    var environment: [String: String]
    private var count = 0

    init(_ environment: [String: String] = [:]) throws {
        self.folder = try TemporaryFolder()
        self.environment = environment
    }

    /// One who talks to a host as its administrator.
    convenience init(to client: WireClient) throws {
        try self.init(["FLOE_URL": "http://127.0.0.1:\(client.port)", "FLOE_TOKEN": TestHost.admin])
    }

    func start(_ arguments: [String]) throws -> FloeProcess {
        self.count += 1
        return try FloeProcess(
            arguments, folder: self.folder.path, output: self.folder.file("output-\(self.count)"), environment: self.environment)
    }

    /// Gives a command and waits for its end.
    func floe(_ arguments: String...) async throws -> Told {
        let process = try self.start(arguments)
        return Told(status: try await process.exit(), text: process.printed)
    }

    /// What a shell prints for a script, in which `floe` is the program.
    func sh(_ script: String) throws -> String {
        let variables = self.environment.map { "export \($0.key)='\($0.value)'" }.joined(separator: "\n")
        return try TestCommand.sh(
            "unset NO_COLOR; export TERM=xterm\n\(variables)\nexport HOME='\(self.folder.path)'\nfloe() { '\(FloeProcess.program)' \"$@\"; }\n\(script)",
            in: self.folder.path)
    }

    /// What a terminal of so many columns shows of a command, and what it exits with.
    ///
    /// - Parameter typed: What is typed, each when a text is to be seen for the first time after the one before.
    func terminal(columns: Int, typed: [(after: String, text: String)] = [], _ arguments: String...) throws -> Told {
        let script = """
            import os, pty, sys, struct, fcntl, termios, time, select
            program, columns, pairs, words = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:]
            typed = [(words[2 * i], words[2 * i + 1]) for i in range(pairs)]
            pid, terminal = pty.fork()
            if pid == 0:
                sys.stdin.readline()
                os.execv(program, ["floe"] + words[2 * pairs:])
            fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
            os.write(terminal, b"\\n")
            told, at, end = b"", 0, time.time() + 40
            while time.time() < end:
                if not select.select([terminal], [], [], 1)[0]: continue
                try: more = os.read(terminal, 4096)
                except OSError: break
                if not more: break
                told += more
                if typed and typed[0][0].encode() in told[at:]:
                    at = len(told)
                    os.write(terminal, typed.pop(0)[1].encode())
            else: os.kill(pid, 9)
            sys.stdout.buffer.write(told.replace(b"\\r\\n", b"\\n"))
            print("\\nexit", os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
            """
        try TestCommand.sh("cat > terminal.py <<'END_OF_SCRIPT'\n\(script)\nEND_OF_SCRIPT", in: self.folder.path)
        let words = typed.flatMap { [$0.after, $0.text] } + arguments
        let quoted = words.map { "'\($0)'" }.joined(separator: " ")
        let told = try self.sh("python3 terminal.py '\(FloeProcess.program)' \(columns) \(typed.count) \(quoted)")
        let lines = told.split(separator: "\n", omittingEmptySubsequences: false)
        let status = lines.last.flatMap { Int32($0.split(separator: " ").last ?? "") } ?? -1
        return Told(status: status, text: lines.dropFirst().dropLast().joined(separator: "\n"))
    }
}
