"""A Chromium without a window, driven over the DevTools protocol through a pair of pipes."""
import json, os, shutil, subprocess, tempfile, threading
from condition import Late, until
from host import die_with_us

NAMES = ["chromium", "chromium-browser", "google-chrome"]
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--no-default-browser-check",
         "--disable-background-networking", "--disable-component-update", "--disable-extensions", "--disable-sync", "--mute-audio",
         "--hide-scrollbars", "--force-color-profile=srgb", "--window-size=1440,900", "--remote-debugging-pipe"]


def program():
    return next((found for found in map(shutil.which, NAMES) if found), None)


class Chromium:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="floe-browser-")
        to_read, self.to_write = os.pipe()
        self.to_hear, to_say = os.pipe()

        def ready():
            # It reads orders from 3 and answers on 4; both ends are moved out of the way first, for they may be 3 or 4 themselves.
            die_with_us()
            low, high = os.dup(to_read), os.dup(to_say)
            while low < 5: low = os.dup(low)
            while high < 5: high = os.dup(high)
            os.dup2(low, 3)
            os.dup2(high, 4)

        self.said = open(self.folder + "/output", "w")
        # Nothing of it may wait for a bus or a display of the person who runs the tests.
        env = dict(os.environ, HOME=self.folder, DBUS_SESSION_BUS_ADDRESS="disabled:")
        self.process = subprocess.Popen([program(), *FLAGS, "--user-data-dir=" + self.folder + "/profile"], preexec_fn=ready, env=env,
                                        close_fds=False, stdin=subprocess.DEVNULL, stdout=self.said, stderr=self.said)
        os.close(to_read)
        os.close(to_say)
        self.heard = threading.Condition()
        self.order, self.answers, self.hearers, self.over = 0, {}, {}, False
        threading.Thread(target=self._hear, daemon=True).start()

    def _hear(self):
        rest = b""
        while True:
            part = os.read(self.to_hear, 1 << 16)
            if not part: break
            *whole, rest = (rest + part).split(b"\0")
            for text in whole: self._take(json.loads(text))
        with self.heard:
            self.over = True
            self.heard.notify_all()

    def _take(self, message):
        with self.heard:
            if "id" in message:
                self.answers[message["id"]] = message
                self.heard.notify_all()
                return
            hearer = self.hearers.get(message.get("sessionId"))
        if hearer: hearer(message["method"], message.get("params", {}))

    def call(self, method, session=None, within=60, **params):
        """What a command answers."""
        with self.heard:
            self.order += 1
            mine = self.order
        message = {"id": mine, "method": method, "params": params}
        if session: message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data: data = data[os.write(self.to_write, data):]
        with self.heard:
            if not self.heard.wait_for(lambda: mine in self.answers or self.over, within):
                raise Late(f"Chromium did not answer {method} within {within} s")
            if mine not in self.answers:
                raise Late("Chromium ended by itself:\n" + open(self.folder + "/output").read()[-2000:])
            answer = self.answers.pop(mine)
        if "error" in answer: raise RuntimeError(f"{method}: {answer['error'].get('message')}")
        return answer["result"]

    def close(self):
        try:
            os.close(self.to_write)
            self.process.wait(10)
        except (OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        self.said.close()
        shutil.rmtree(self.folder, ignore_errors=True)
