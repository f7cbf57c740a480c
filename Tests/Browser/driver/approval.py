"""Sign in by the link, start a flow by its form, watch it in two windows, approve; start another, and cancel it."""
import re, urllib.request
from page import Page

# A pattern that no browser reads: only the server can say whether a value fits.
FLOWS = """
  - id: fussy
    name: Fussy
    triggers:
      - name: start
        type: data
        opts:
          form:
            title: Which version?
            fields:
              - {id: version, prompt: Version, type: text, pattern: "(?i)v[0-9]+", required: true}
              - {id: count, prompt: Count, type: int}
    tasks:
      - {name: Show, type: exec, listen: trigger.good, timeout: 1m, opts: {cmd: echo, args: ["{{trigger.version}}"]}}
"""


def drive(check, host, browser):
    first = Page(browser, "first window")
    first.open(host.url + "/app/flows/hello")
    first.until("the way in", "!!find('#token', null)")
    check("who is not signed in is asked to", "/app/signin" in first.eval("location.pathname"), first.eval("location.href"))
    policy = urllib.request.urlopen(host.url + "/app/dash").headers["Content-Security-Policy"] or ""
    check("pages come with a content security policy", "default-src 'none'" in policy and "unsafe" not in policy, policy)

    link = host.link()
    first.open(link)
    first.see("Hello")
    check("the link signs in", first.eval("location.pathname") == "/app/dash", first.eval("location.href"))
    check("and leaves nothing of itself in the address", "once" not in first.eval("location.href"))
    check("scripts cannot read the session", "floe-sesh" not in first.eval("document.cookie"))
    for flow in ["Build", "Health"]: first.see(flow)

    first.click("Hello", "main a")
    first.see("Whom shall I greet?")
    first.fill("Name", "")
    first.click("Start", "form button[type=submit]")
    first.until("the field is at fault", "find('#start [aria-invalid=true]', null)?.type === 'text'")
    check("a field that must be filled in says so", True)
    first.fill("Name", "Ada <b>&")
    first.click("Ciao", "#start label")
    first.click("Shout it", "#start label")
    first.click("Start", "form button[type=submit]")
    first.until("the page of the run", "location.pathname.startsWith('/app/runs/h1-')")
    ref = re.search(r"[^/]+$", first.eval("location.pathname")).group(0)
    first.see("CIAO, ADA <B>&! Was that right?")
    check("the form starts a run, and its page asks what the flow asks", True)

    second, dash = Page(browser, "second window"), Page(browser, "window of the dash")
    second.open(f"{host.url}/app/runs/{ref}?node=say")
    second.see("CIAO, ADA <B>&!", ".lines")
    check("the log is what the task wrote", True)
    dash.open(host.url + "/app/dash")
    dash.see("CIAO, ADA <B>&! Was that right?")
    for page in [first, second, dash]: page.eval("window.same = true")

    first.fill("Remark", "Well said")
    first.click("Approve", ".answer button")
    for page in [first, second]: page.until("it ended well", "!!find('.now[data-state=good]', null)")
    check("an approval in one window ends the run in both", True)
    dash.until("nobody is asked any more", "!find('h2', 'Waits for an answer')")
    check("and takes the question from the dash", True)
    run = host.ended(ref)
    node = next(n for n in run["nodes"] if n["id"] == "approve")
    check("the answer is kept with the run", run["result"] == "good" and node["values"].get("remark") == "Well said", str(node))

    # Another, from the address of the form's own button; it is cancelled where it waits.
    ref = host.run("hello", name="Bob", greeting="Hello", loud=False)
    dash.see("Hello, Bob! Was that right?")
    check("a run that somebody else starts comes to the dash by itself", True)
    for page in [first, second]: page.open(f"{host.url}/app/runs/{ref}")
    second.see("Was that right?")
    second.eval("window.same = true")
    first.click("Pause", "main button")
    second.until("it is paused", "!!find('.now[data-state=paused]', null)")
    second.click("Resume", "main button")
    first.until("it asks again", "!!find('.now[data-state=waiting]', null)")
    check("a run is paused in one window and resumed in the other", True)
    check("the window's title says what it waits for", first.eval("document.title").startswith("Waits: Hello"), first.eval("document.title"))
    check("and so does the icon of its tab", "%23d08a1a" in first.eval("document.querySelector('link[rel=icon]').getAttribute('href')"))
    first.click("Cancel", "main button")
    first.see("Cancel " + ref, "dialog")
    first.click("Cancel the run", "dialog button")
    for page in [first, second]: page.until("it is cancelled", "!!find('.now[data-state=cancelled]', null)")
    check("a run that is cancelled in one window ends in both", host.ended(ref)["result"] == "cancelled")
    dash.until("nobody is asked any more", "!find('h2', 'Waits for an answer')")
    check("all that without loading a page again", all(p.eval("window.same === true") for p in [second, dash]))

    first.open(host.url + "/app/flows/fussy")
    first.see("Which version?")
    first.fill("Version", "1.2")
    first.fill("Count", "3")
    # The refusal is a 422, which a browser notes as a failed request; this one is wanted.
    noted = len(first.complaints)
    first.click("Start", "form button[type=submit]")
    first.until("the server's word at the field", "find('#start .hint', 'must match')?.closest('.field').querySelector('[aria-invalid=true]') !== undefined")
    del first.complaints[noted:]
    check("what only the server can refuse is told at its field", first.eval("document.activeElement.type") == "text")
    first.fill("Version", "V12")
    first.click("Start", "form button[type=submit]")
    first.see("V12", ".lines")
    check("and what was typed is not lost", True)

    late = Page(browser, "window of who comes late")
    late.open(link)
    late.see("This link was used already", "body")
    check("the link works once, and then leads to where the token is asked for", True)
    late.fill("Token", host.token())
    late.click("Sign in", "form button")
    late.see("Health")
    check("the token signs in", True)
    check.quiet(first, second, dash, late)

    # What is refused from here on is in the console, as it should be.
    late.click("Sign out", "nav button")
    late.until("the way in", "!!find('#token', null)")
    dash.open(host.url + "/app/dash")
    dash.until("the way in", "!!find('#token', null)")
    check("who signs out is out in all windows", True)
