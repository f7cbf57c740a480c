import Foundation

/// A plain server of ours for what floe gets over HTTP: files of a folder, and git repositories below `/git/`.
final class PlainServer {
    let port: Int
    private let process = Process()

    init(_ folder: String) throws {
        let output = Pipe()
        self.process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        self.process.arguments = ["python3", "-c", Self.script, folder]
        self.process.standardOutput = output
        self.process.standardError = FileHandle.nullDevice
        try self.process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = Int(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw FloorFailed(what: "start of the server of files")
        }
        self.port = port
    }

    deinit { self.process.terminate() }

    private static let script = #"""
        import os, subprocess, sys
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
        root = sys.argv[1]
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = 1 << 16
            def log_message(self, *rest): pass
            def git(self):
                data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                path, _, query = self.path[4:].partition("?")
                env = dict(os.environ, GIT_PROJECT_ROOT=root, GIT_HTTP_EXPORT_ALL="1", PATH_INFO=path, QUERY_STRING=query,
                    REQUEST_METHOD=self.command, CONTENT_TYPE=self.headers.get("Content-Type", ""), REMOTE_ADDR="127.0.0.1",
                    HTTP_CONTENT_ENCODING=self.headers.get("Content-Encoding", ""), CONTENT_LENGTH=str(len(data)),
                    GIT_PROTOCOL=self.headers.get("Git-Protocol", ""))
                answer = subprocess.run(["git", "http-backend"], input=data, stdout=subprocess.PIPE, env=env).stdout
                head, _, body = answer.partition(b"\r\n\r\n")
                status = 200
                lines = [line.decode().split(": ", 1) for line in head.split(b"\r\n")]
                for name, value in lines:
                    if name == "Status": status = int(value.split()[0])
                self.send_response(status)
                for name, value in lines:
                    if name != "Status": self.send_header(name, value)
                self.send_header("Content-Length", str(len(body))); self.end_headers()
                self.wfile.write(body); self.wfile.flush()
            def do_POST(self): self.git()
            def do_GET(self):
                if self.path.startswith("/git/"): return self.git()
                with open(root + self.path.partition("?")[0], "rb") as file:
                    size = os.fstat(file.fileno()).st_size
                    self.send_response(200)
                    self.send_header("Content-Length", str(size)); self.send_header("ETag", '"%d"' % size); self.end_headers()
                    self.wfile.flush()
                    if self.command != "HEAD": self.connection.sendfile(file)
            do_HEAD = do_GET
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """#
}

/// Runs a command of the shell; its seconds.
@discardableResult
func shell(_ script: String) throws -> Double {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-ec", script]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return try measured {
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw FloorFailed(what: "command \(script.prefix(200))") }
    }
}
