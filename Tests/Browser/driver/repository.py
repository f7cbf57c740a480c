"""A git repository with something to build and to test, served over http by git itself."""
import os, subprocess, tempfile, threading, shutil
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FILES = {
    "build.sh": "#!/bin/sh\nset -e\nmkdir -p out\ncp greeting.txt out/product.txt\necho 'built out/product.txt'\n",
    "test.sh": "#!/bin/sh\ngrep -q 'Hello from the branch' out/product.txt && echo 'ok 1 - the product greets'\n",
    "greeting.txt": "Hello from nowhere\n",
}


class Repository:
    def __init__(self):
        self.root = tempfile.mkdtemp(prefix="floe-repository-")
        folder = self.root + "/demo.git"
        os.mkdir(folder)

        def git(*words):
            env = {"PATH": os.environ["PATH"], "HOME": self.root, "GIT_CONFIG_NOSYSTEM": "1"}
            return subprocess.run(["git", "-C", folder, "-c", "user.name=Ada", "-c", "user.email=ada@example.org", *words], check=True,
                                  capture_output=True, text=True, env=env).stdout.strip()

        git("init", "-q", "-b", "main")
        for name, text in FILES.items():
            with open(f"{folder}/{name}", "w") as file: file.write(text)
            os.chmod(f"{folder}/{name}", 0o755)
        git("add", ".")
        git("commit", "-q", "-m", "Begin")
        git("checkout", "-q", "-b", "greeting")
        with open(folder + "/greeting.txt", "w") as file: file.write("Hello from the branch\n")
        git("commit", "-q", "-a", "-m", "Greet as asked")
        self.hash = git("rev-parse", "HEAD")
        git("checkout", "-q", "main")
        root = self.root

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *rest): pass

            def body(self):
                if self.headers.get("Transfer-Encoding") != "chunked": return self.rfile.read(int(self.headers.get("Content-Length") or 0))
                data = b""
                while size := int(self.rfile.readline(), 16):
                    data += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return data

            def do_GET(self):
                data = self.body()
                path, _, query = self.path.partition("?")
                env = dict(PATH=os.environ["PATH"], GIT_PROJECT_ROOT=root, GIT_HTTP_EXPORT_ALL="1", PATH_INFO=path, QUERY_STRING=query,
                           REQUEST_METHOD=self.command, CONTENT_TYPE=self.headers.get("Content-Type", ""), CONTENT_LENGTH=str(len(data)),
                           REMOTE_ADDR="127.0.0.1", HTTP_CONTENT_ENCODING=self.headers.get("Content-Encoding", ""),
                           GIT_PROTOCOL=self.headers.get("Git-Protocol", ""), HOME=root)
                said = subprocess.run(["git", "http-backend"], input=data, stdout=subprocess.PIPE, env=env).stdout
                head, _, rest = said.partition(b"\r\n\r\n")
                fields = [line.split(": ", 1) for line in head.decode().split("\r\n") if ": " in line]
                self.send_response(next((int(value.split()[0]) for name, value in fields if name == "Status"), 200))
                for name, value in fields:
                    if name != "Status": self.send_header(name, value)
                self.send_header("Content-Length", str(len(rest)))
                self.end_headers()
                self.wfile.write(rest)

            do_POST = do_GET

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/demo.git"

    def close(self):
        self.server.shutdown()
        shutil.rmtree(self.root, ignore_errors=True)
