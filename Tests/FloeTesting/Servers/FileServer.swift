/// Serves the files of a folder over http with ranges and validators, and plays faults under some paths:
/// `/f/` as it should be, `/plain/` without ranges and validators, `/cut/` breaks off half way
/// through what it was asked for, `/short/` the same and cannot go on, `/hang/` never answers, `/stall/` stops half way,
/// `/part/` says of the whole that it is a part, `/status/N`, `/loop/`, `/to/PATH` redirects, `/away/` redirects to a file url.
public final class FileServer: Sendable {
    private let server: TestServer
    private let root: String
    public var port: Int { self.server.port }

    public init(root: String) throws {
        self.root = root
        self.server = try TestServer(script: Self.script, [root])
    }

    public func url(_ path: String) -> String { "http://127.0.0.1:\(self.server.port)/\(path)" }

    /// Each request so far: method, path, `Range`.
    public func requests() throws -> [String] {
        try TestCommand.sh("cat requests.log 2>/dev/null || true", in: self.root).split(separator: "\n").map(String.init)
    }

    private static let script = #"""
        import hashlib, os, sys, time
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
        root = sys.argv[1]
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def log_message(self, *rest): pass
            def say(self, status, **fields):
                self.send_response(status)
                for name, value in fields.items(): self.send_header(name, value)
                self.send_header("Content-Length", "0"); self.end_headers()
            def serve(self):
                path = self.path.split("/", 2)[2] if self.path.count("/") > 1 else ""
                mode = self.path.split("/")[1]
                if self.path.startswith("http://"): mode, path = "f", self.path.split("/", 4)[4]
                with open(root + "/requests.log", "a") as log:
                    log.write("%s %s %s\n" % (self.command, self.path, self.headers.get("Range", "-")))
                if mode == "hang": time.sleep(3600)
                if mode == "status": return self.say(int(path))
                if mode == "loop": return self.say(302, Location="/loop/x")
                if mode == "to": return self.say(302, Location="/" + path)
                if mode == "away": return self.say(302, Location="file:///etc/passwd")
                name = root + "/" + path.split("?")[0]
                if not os.path.isfile(name): return self.say(404)
                size = os.path.getsize(name)
                file = open(name, "rb")
                tag = '"' + hashlib.md5(file.read(1 << 16)).hexdigest() + '"'
                plain = mode in ("plain", "short")
                if not plain and self.headers.get("If-None-Match") == tag: return self.say(304, ETag=tag)
                start = 0
                ranged = self.headers.get("Range")
                if ranged and not plain and self.headers.get("If-Range") == tag: start = int(ranged[6:].split("-")[0])
                if start >= size > 0: return self.say(416)
                self.send_response(206 if start or mode == "part" else 200)
                if start or mode == "part": self.send_header("Content-Range", "bytes %d-%d/%d" % (start, size - 1, size))
                if not plain: self.send_header("ETag", tag)
                self.send_header("Content-Length", str(size - start)); self.end_headers()
                length = size - start
                if mode in ("cut", "short", "stall"): length = length // 2 if length > 1000 or mode != "cut" else length
                self.wfile.flush()
                if length: self.connection.sendfile(file, start, length)
                if mode == "stall": time.sleep(3600)
                if length < size - start: self.close_connection = True; self.connection.shutdown(2)
            def do_GET(self):
                try: self.serve()
                except (BrokenPipeError, ConnectionResetError): self.close_connection = True
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        server.handle_error = lambda *rest: None
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """#
}
