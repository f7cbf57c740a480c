/// Serves the repositories of a folder over http, through `git http-backend`, and plays faults under some paths:
/// `/r/` as it should be, `/old/` without protocol 2, `/auth/` 401, `/forbidden/` 403, `/hang/` never answers,
/// `/cut/` breaks off in the middle of a pack, `/slow/` sends a pack byte by byte, `/evil/` says that HEAD is the ref
/// which the file `head` names.
public final class GitServer: Sendable {
    private let server: TestServer
    private let root: String

    public init(root: String) throws {
        self.root = root
        self.server = try TestServer(script: Self.script, [root])
    }

    public func url(_ path: String) -> String { "http://127.0.0.1:\(self.server.port)/\(path)" }

    /// How many requests came until now.
    public func requests() throws -> Int {
        Int(try TestCommand.sh("cat requests.log 2>/dev/null | wc -l", in: self.root)) ?? 0
    }

    private static let script = #"""
        import os, subprocess, sys, time
        from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
        root = sys.argv[1]
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def log_message(self, *rest): pass
            def body(self):
                if self.headers.get("Transfer-Encoding") == "chunked":
                    data = b""
                    while True:
                        size = int(self.rfile.readline(), 16)
                        data += self.rfile.read(size); self.rfile.readline()
                        if size == 0: return data
                return self.rfile.read(int(self.headers.get("Content-Length") or 0))
            def say(self, status):
                self.send_response(status)
                if status == 401: self.send_header("WWW-Authenticate", 'Basic realm="git"')
                self.send_header("Content-Length", "0"); self.end_headers()
            def handle_git(self):
                data = self.body()
                with open(root + "/requests.log", "a") as log: log.write(self.command + " " + self.path + "\n")
                path, _, query = self.path.partition("?")
                _, mode, rest = path.split("/", 2)
                if mode == "auth": return self.say(401)
                if mode == "forbidden": return self.say(403)
                if mode == "hang": time.sleep(3600)
                env = dict(os.environ, GIT_PROJECT_ROOT=root, GIT_HTTP_EXPORT_ALL="1", PATH_INFO="/" + rest, QUERY_STRING=query,
                    REQUEST_METHOD=self.command, CONTENT_TYPE=self.headers.get("Content-Type", ""), REMOTE_ADDR="127.0.0.1",
                    HTTP_CONTENT_ENCODING=self.headers.get("Content-Encoding", ""), CONTENT_LENGTH=str(len(data)))
                env.pop("GIT_PROTOCOL", None)
                if mode != "old" and self.headers.get("Git-Protocol"): env["GIT_PROTOCOL"] = self.headers["Git-Protocol"]
                child = subprocess.Popen(["git", "http-backend"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env)
                import threading
                def feed():
                    try: child.stdin.write(data); child.stdin.close()
                    except OSError: pass
                threading.Thread(target=feed, daemon=True).start()
                status, headers = 200, []
                while True:
                    line = child.stdout.readline().strip()
                    if not line: break
                    name, _, value = line.decode().partition(": ")
                    if name == "Status": status = int(value.split()[0])
                    else: headers.append((name, value))
                self.send_response(status)
                for header in headers: self.send_header(*header)
                self.send_header("Transfer-Encoding", "chunked"); self.end_headers()
                if mode == "evil" and b"command=ls-refs" in data:
                    said = child.stdout.read(); child.wait()
                    at = said.find(b" HEAD symref-target:")
                    if at >= 44:
                        start = at - 44
                        end = start + int(said[start:start + 4], 16)
                        line = said[start + 4:at] + b" HEAD symref-target:" + open(root + "/head", "rb").read().strip() + b"\n"
                        said = said[:start] + b"%04x" % (len(line) + 4) + line + said[end:]
                    self.wfile.write(b"%x\r\n" % len(said) + said + b"\r\n0\r\n\r\n")
                    return
                pack = self.command == "POST" and b"command=ls-refs" not in data
                sent = 0
                while True:
                    part = child.stdout.read1(65536)
                    if pack and mode == "cut":
                        part = part[:max(0, 600 - sent)]
                        if not part:
                            child.kill(); child.wait(); self.close_connection = True
                            self.connection.shutdown(2); return
                    if pack and mode == "slow":
                        for byte in part:
                            self.wfile.write(b"1\r\n" + bytes([byte]) + b"\r\n"); self.wfile.flush(); time.sleep(0.05)
                        if part: continue
                    self.wfile.write(b"%x\r\n" % len(part) + part + b"\r\n")
                    sent += len(part)
                    if not part: break
                child.wait()
            def do_GET(self):
                try: self.handle_git()
                except (BrokenPipeError, ConnectionResetError): self.close_connection = True
            do_POST = do_GET
        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        server.handle_error = lambda *rest: None
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """#
}
