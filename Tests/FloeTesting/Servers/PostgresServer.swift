internal import Glibc
internal import Synchronization

/// A PostgreSQL of the tests' own, in a temporary folder, on a socket there: nothing of the system's is touched. Everybody who can reach the
/// socket is let in as `floe`; on its port, if it has one, with the password `pass word/%`.
///
/// It ends with its last reference, and with the process of the tests.
public final class PostgresServer: Sendable {
    /// One for all tests that do not stop it; each works in a schema of its own.
    public static let shared = Result { try PostgresServer() }
    private static let schemas = Atomic(0)

    public let folder: TemporaryFolder
    private let options: [String]
    private let server: Mutex<TestServer?>

    /// Makes an empty server and starts it.
    /// - Parameter options: `name=value`, as in `postgresql.conf`.
    public init(_ options: [String] = []) throws {
        self.folder = try TemporaryFolder()
        self.options = options
        // The server does not run as root.
        try TestCommand.sh(
            """
            as=
            if [ "$(id -u)" = 0 ]; then
                chown postgres . && as="setpriv --reuid postgres --regid postgres --clear-groups --"
            fi
            bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
            [ -n "$bin" ] || bin=$(dirname "$(command -v postgres)")
            printf 'pass word/%%' > password
            chmod 644 password
            $as "$bin/initdb" -D data -U floe -E UTF8 --locale=C --no-sync --auth-local=trust --auth-host=scram-sha-256 \
                --pwfile=password >initdb.log 2>&1 || { cat initdb.log; exit 1; }
            echo "$as $bin/postgres" > command
            """, in: self.folder.path)
        self.server = Mutex(nil)
        try self.start()
    }

    deinit { self.stop(SIGQUIT) }

    /// Starts it; it takes connections when the call returns.
    public func start() throws {
        let started = try TestServer(script: Self.script, [self.folder.path] + self.options)
        self.server.withLock { $0 = started }
    }

    /// Ends it: at once with `SIGQUIT`, as a crash does with `SIGKILL`. Returns when it takes no connections any more.
    public func stop(_ signal: Int32) {
        if let process = self.process { kill(process, signal) }
        // The script ends when the server has.
        self.server.withLock { $0?.waitForEnd() }
        self.server.withLock { $0 = nil }
    }

    private var port: String { self.options.last { $0.hasPrefix("port=") }.map { String($0.dropFirst(5)) } ?? "5432" }

    /// The process that takes connections.
    public var process: Int32? {
        (try? TestCommand.sh("head -n1 data/postmaster.pid", in: self.folder.path)).flatMap { Int32($0) }
    }

    /// The address of a schema of its own, made empty.
    public func address() throws -> String {
        let schema = "s\(Self.schemas.add(1, ordering: .relaxed).newValue)"
        try self.sql("CREATE SCHEMA \(schema)")
        return self.address(schema: schema)
    }

    public func address(schema: String) -> String {
        let socket = self.folder.path.utf8.map { byte in
            byte == UInt8(ascii: "/") ? "%2F" : String(UnicodeScalar(byte))
        }.joined()
        return "postgres://floe@\(socket):\(self.port)/postgres?options=-csearch_path%3D\(schema)"
    }

    /// What `psql` prints of statements that must succeed. Blocks.
    @discardableResult
    public func sql(_ text: String) throws -> String {
        try TestCommand.sh(
            "psql -h '\(self.folder.path)' -p \(self.port) -U floe -d postgres -X -q -A -t -v ON_ERROR_STOP=1 <<'END'\n\(text)\nEND",
            in: self.folder.path)
    }

    /// Prints a number when the server takes connections. A crashed one's memory may be in use for a moment: it is tried again.
    private static let script = #"""
        import os, signal, subprocess, sys, threading, time
        parent, folder = os.getppid(), sys.argv[1]
        command = open(folder + "/command").read().split()
        settings = ["listen_addresses=", "unix_socket_directories=" + folder, "fsync=off", "full_page_writes=off", "shared_buffers=16MB",
                    "max_connections=300", "lc_messages=C", "log_min_messages=log"] + sys.argv[2:]
        for setting in settings: command += ["-c", setting]
        def start():
            server = subprocess.Popen(command + ["-D", folder + "/data"], stderr=subprocess.PIPE, text=True, cwd=folder)
            for line in server.stderr:
                with open(folder + "/log", "a") as log: log.write(line)
                if "ready to accept connections" in line: return server
            server.wait()
        end = time.monotonic() + 60
        server = start()
        while server is None and time.monotonic() < end:
            time.sleep(0.1)
            server = start()
        if server is None: sys.exit(1)
        def watch():
            while os.getppid() == parent: time.sleep(0.2)
            server.send_signal(signal.SIGQUIT)
        threading.Thread(target=watch, daemon=True).start()
        print(1, flush=True)
        for line in server.stderr: pass
        server.wait()
        """#
}
