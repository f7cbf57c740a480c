"""The host is killed and started again before an open page."""
from page import Page

FLOWS = """
  - id: slow
    name: Slow
    tasks:
      - name: Work
        type: exec
        listen: trigger.good
        timeout: 30m
        opts: {shell: "echo at work; sleep 1000"}
"""


def drive(check, host, browser):
    pages = page, dash, asked = Page(browser, "window of a run"), Page(browser, "window of the dash"), Page(browser, "window of a question")
    page.open(host.link())
    page.see("Slow")
    old = host.run("hello", name="Ada", greeting="Hello", loud=False)
    page.open(f"{host.url}/app/runs/{old}")
    page.click("Approve", ".answer button")
    host.ended(old)
    waits = host.run("hello", name="Bob", greeting="Ciao", loud=False)
    ref = host.run("slow")
    page.open(f"{host.url}/app/runs/{ref}")
    page.see("at work", ".lines")
    asked.open(f"{host.url}/app/runs/{waits}")
    asked.see("Ciao, Bob! Was that right?")
    asked.fill("Remark", "half a thou")
    dash.open(host.url + "/app/dash")
    dash.see("Ciao, Bob! Was that right?")
    for p in pages:
        p.eval("window.same = true")
        p.forgiven = True

    host.kill()
    page.see("Connection lost.", ".banner-slot")
    check("a page says that it is no longer live", True)
    for width in [1440, 390]:
        page.size(width)
        page.shot(f"offline-{width}-light")
    page.size(1440)
    host.start()
    for p in pages: p.until("the connection is back", "!find('.banner-slot', 'Connection lost') && !!find('.live', 'Live')", 60)
    for p in pages: p.forgiven = False
    check("it comes back by itself", all(p.eval("window.same === true") for p in pages))
    page.until("the run is told as it is", "!!find('.now[data-state=running]', null)")
    check("what ran when the host was killed goes on", host.call(f"/runs/{ref}")["state"] == "active", page.text(".now"))
    check("what was typed is still there", asked.eval("find('.answer textarea', null)?.value") == "half a thou")
    asked.click("Approve", ".answer button")
    asked.until("it ended well", "!!find('.now[data-state=good]', null)")
    check("a question of before is answered after, in the same session", host.ended(waits)["result"] == "good")
    dash.until("nobody is asked any more", "!find('h2', 'Waits for an answer')")

    page.open(host.url + "/app/runs")
    for one in [old, waits, ref]: page.see(one)
    page.open(f"{host.url}/app/runs/{old}?node=say")
    page.see("Hello, Ada!", ".lines")
    page.until("it is told as good", "!!find('.now[data-state=good]', null)")
    check("the history is there, with its logs", True)
    check.quiet(*pages)
