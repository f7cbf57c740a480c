"""A tab: what is in it, and the hands of who sits before it. What it complains of is kept."""
import base64, json, os
from condition import Late, until

# Told by the page itself, in case the console is not.
WATCH = """
addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI));
"""
FIND = """
const seen = (el) => el.checkVisibility({visibilityProperty: true, opacityProperty: true}) && el.getClientRects().length;
const find = (where, text) => [...document.querySelectorAll(where)].find((el) => seen(el) && (text === null || el.innerText.includes(text)));
"""
KEYS = {"Enter": ("Enter", 13, "\\r"), "Escape": ("Escape", 27, ""), "End": ("End", 35, ""), "Home": ("Home", 36, "")}


class Page:
    def __init__(self, browser, name, width=1440, height=900):
        self.browser, self.name = browser, name
        # A window each: a tab behind another is hidden, and does less.
        self.target = browser.call("Target.createTarget", url="about:blank", newWindow=True)["targetId"]
        self.session = browser.call("Target.attachToTarget", targetId=self.target, flatten=True)["sessionId"]
        self.complaints, self.forgiven, self.asked = [], False, []
        browser.hearers[self.session] = self._hear
        for domain in ["Page", "Runtime", "Log", "Network", "Audits"]: self.call(domain + ".enable")
        self.call("Page.addScriptToEvaluateOnNewDocument", source=WATCH)
        self.call("Emulation.setFocusEmulationEnabled", enabled=True)
        self.size(width, height)

    def call(self, method, **params):
        return self.browser.call(method, self.session, **params)

    def _hear(self, method, params):
        text = None
        if method == "Network.requestWillBeSent": self.asked.append((params["request"]["url"], params["timestamp"]))
        if method == "Runtime.exceptionThrown":
            details = params["exceptionDetails"]
            text = details.get("exception", {}).get("description") or details["text"]
        elif method == "Runtime.consoleAPICalled" and params["type"] in ("error", "warning", "assert"):
            text = " ".join(str(a.get("value", a.get("description"))) for a in params["args"])
        elif method == "Log.entryAdded" and params["entry"]["level"] in ("error", "warning"):
            text = params["entry"]["text"] + " " + params["entry"].get("url", "")
        elif method == "Audits.issueAdded" and params["issue"]["code"] == "ContentSecurityPolicyIssue":
            text = "policy: " + json.dumps(params["issue"]["details"])[:500]
        if text and not (self.forgiven and ("ERR_CONNECTION" in text or "WebSocket connection" in text)):
            self.complaints.append(f"{self.name}: {text}")

    def size(self, width, height=900):
        self.width = width
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def theme(self, which):
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": which}])

    def open(self, url):
        answer = self.call("Page.navigate", url=url)
        if answer.get("errorText"): raise RuntimeError(f"{url}: {answer['errorText']}")
        self.until("the page has loaded", "document.readyState === 'complete' && location.href !== 'about:blank'")

    def eval(self, script):
        answer = self.call("Runtime.evaluate", expression="(() => {" + FIND + "return (" + script + ")})()", returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise RuntimeError(f"{script}: {details.get('exception', {}).get('description', details['text'])}")
        return answer["result"].get("value")

    def until(self, what, script, within=30):
        def now():
            try: return self.eval(script)
            except RuntimeError as error:
                # Between two documents there is none to ask.
                if "context" in str(error) or "navigated" in str(error): return None
                raise
        try: return until(f"{self.name}: {what}", now, within)
        except Late as late: raise Late(f"{late}\n    at {self.eval('location.href')}:\n{self.text()[:1500]}") from None

    def text(self, where="body"):
        return self.eval(f"document.querySelector({json.dumps(where)})?.innerText ?? ''")

    def see(self, text, where="main", within=30):
        """Waits for a text."""
        return self.until(f"'{text}' in {where}", f"[...document.querySelectorAll({json.dumps(where)})].some((el) => el.innerText.includes({json.dumps(text)}))", within)

    def at(self, text, where):
        """Waits for an element that holds a text, scrolls to it; gives its middle, when nothing lies above it and it stays where it is."""
        find = f"find({json.dumps(where)}, {json.dumps(text)})"
        self.until(f"{where} {text or ''} is there", f"!!{find}")
        script = f"""(() => {{ const el = {find}; if (!el) return null; el.scrollIntoView({{block: 'center', behavior: 'instant'}});
            const r = el.getClientRects()[0], x = r.x + r.width / 2, y = r.y + r.height / 2, hit = document.elementFromPoint(x, y);
            return el.disabled || !hit || !(el.contains(hit) || hit.contains(el)) ? null : [x, y] }})()"""
        # What loads late moves what is below it: the same place in two looks, a frame apart, is where it will be clicked.
        settled = f"(async () => {{ const look = () => {script}, at = look(); await new Promise(requestAnimationFrame); return at && String(at) === String(look()) ? at : null }})()"
        return self.until(f"{where} {text or ''} can be clicked", settled)

    def click(self, text, where="button, a, label"):
        x, y = self.at(text, where)
        for kind in ["mouseMoved", "mousePressed", "mouseReleased"]:
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="none" if kind == "mouseMoved" else "left", clickCount=1)

    def fill(self, label, text):
        """Types into the field with that label, in place of what is there."""
        find = f"[...document.querySelectorAll('label')].find((l) => seen(l) && l.innerText.trim() === {json.dumps(label)})"
        self.until(f"the field {label}", f"!!{find}")
        self.eval(f"(() => {{ const f = document.getElementById({find}.htmlFor); f.focus(); f.select() }})()")
        self.call("Input.insertText", text=text)

    def fill_search(self, text):
        self.click(None, ".find input")
        self.call("Input.insertText", text=text)
        self.key("Enter")

    def key(self, key):
        if key in KEYS:
            code, number, text = KEYS[key]
            more = {"key": key, "code": code, "windowsVirtualKeyCode": number, **({"text": "\r"} if text else {})}
        else:
            more = {"key": key, "text": key}
        self.call("Input.dispatchKeyEvent", type="keyDown", **more)
        self.call("Input.dispatchKeyEvent", type="keyUp", **{k: v for k, v in more.items() if k != "text"})

    def wheel(self, where, by):
        x, y = self.at(None, where)
        self.call("Input.dispatchMouseEvent", type="mouseWheel", x=x, y=y, deltaX=0, deltaY=by)

    def requests(self, part):
        """When it asked for addresses with that in them, in seconds."""
        return [at for url, at in list(self.asked) if part in url]

    def overflow(self):
        """By how many pixels the page is wider than its window, and what sticks out."""
        return self.eval("""(() => { const w = document.documentElement.clientWidth, over = document.documentElement.scrollWidth - w;
            return over <= 0 ? null : over + ' px: ' + [...document.querySelectorAll('body *')].filter((el) => el.getBoundingClientRect().right > w + 1)
                .slice(0, 4).map((el) => el.tagName + '.' + el.getAttribute('class')).join(', ') })()""")

    shoots = bool(os.environ.get("FLOE_SHOTS"))

    def shot(self, name):
        """A picture of the whole page in the folder that FLOE_SHOTS names, when it names one."""
        if not self.shoots: return
        folder = os.environ["FLOE_SHOTS"]
        os.makedirs(folder, exist_ok=True)
        high = min(6000, max(900, self.eval("document.documentElement.scrollHeight")))
        data = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True,
                         clip={"x": 0, "y": 0, "width": self.width, "height": high, "scale": 1})["data"]
        with open(f"{folder}/{name}.png", "wb") as file: file.write(base64.b64decode(data))
