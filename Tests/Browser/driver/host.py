"""A floe in a folder of its own, that can be killed and started again."""
import ctypes, json, os, re, shutil, signal, socket, subprocess, tempfile, urllib.request
from condition import until


def die_with_us():
    """Ends a child with its parent, however that ends."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Host:
    def __init__(self, program, flows, webapp=None):
        self.program = program
        self.folder = tempfile.mkdtemp(prefix="floe-host-")
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        with open(self.folder + "/default.yml", "w") as file: file.write(flows)
        self.more = []
        if webapp:
            os.symlink(webapp, self.folder + "/webapp")
            self.more = ["-dev"]
        self.process = None

    def start(self):
        self.output = self.folder + "/output"
        with open(self.output, "w") as out:
            self.process = subprocess.Popen(
                [self.program, "serve", "-host_name=h1", "-root", self.folder + "/root", f"-pub_bind=127.0.0.1:{self.port}", *self.more],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=out, stderr=out, preexec_fn=die_with_us,
                env={"PATH": os.environ["PATH"], "HOME": self.folder, "LANG": "C.UTF-8", "TZ": "UTC"})
        until("floe listens", lambda: self._reached() or self._ended())
        return self

    def _reached(self):
        return re.search(r"^token:", open(self.output).read(), re.M)

    def _ended(self):
        if self.process.poll() is not None:
            raise RuntimeError(f"floe ended with {self.process.returncode}; it printed:\n{open(self.output).read()}")

    def link(self):
        """The link that signs in once."""
        return re.search(r"^sign in:\s+(\S+)", open(self.output).read(), re.M).group(1)

    def token(self):
        return open(self.folder + "/root/admin.token").read().strip()

    def kill(self):
        self.process.kill()
        self.process.wait()

    def call(self, path, body=None):
        """What the API answers to a program."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + "/build/api" + path, data, {"X-Floe-Auth": self.token(), "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def run(self, flow, **values):
        """Starts a flow; gives the reference of the run."""
        return self.call(f"/flows/{flow}/runs", {"values": values})["run"]

    def ended(self, ref, within=60):
        """The run, once it is archived."""
        return until(f"{ref} ends", lambda: (lambda run: run if run["state"] == "archive" else None)(self.call(f"/runs/{ref}")), within)

    def close(self):
        if self.process and self.process.poll() is None: self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
