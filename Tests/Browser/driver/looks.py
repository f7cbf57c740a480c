"""No page is wider than its window, in any of the usual widths; pictures of all of them for who wants to look."""
from logs import FLOWS as LOGS
from page import Page

FLOWS = LOGS + """
  - id: watch
    name: Watch
    tasks:
      - name: Prepare
        type: exec
        listen: trigger.good
        timeout: 1m
        opts: {shell: "printf '\\\\033[32mprepared\\\\033[0m all of it\\\\n'"}
      - name: Work
        type: exec
        listen: task.prepare.good
        timeout: 30m
        opts: {shell: "for i in 1 2 3 4 5 6 7 8 9; do echo \\"step $i of a long piece of work\\"; done; sleep 1000"}
      - name: Approve
        type: data
        listen: task.work.good
        timeout: 1d
        opts: {form: {title: Fine?, fields: [{id: ok, type: bool, value: false}]}}
"""
WIDTHS = [1440, 1024, 390]


def drive(check, host, browser):
    page = Page(browser, "window")
    look(check, page, "signin", host.url + "/app/signin", "find('#token', null)")
    page.open(host.link())
    page.see("Hello")
    for name in ["Ada", "Bob"]: last = host.run("hello", name=name, greeting="Hello", loud=False)
    host.call(f"/runs/{last}/nodes/approve/answer", {"values": {"approved": True, "remark": "yes"}}) if waiting(host, last) else None
    host.ended(last)
    bad = host.run("build", url=host.url + "/no/such.git", branch="a-branch/with-a-name-that-is-longer-than-most-of-them-are",
                   build="make", test="make test")
    live = host.run("watch")
    count = host.run("long")
    host.ended(count)
    look(check, page, "dash", host.url + "/app/dash", "find('h2', 'Waits for an answer') && find('a', 'Watch')")
    look(check, page, "runs", host.url + "/app/runs", f"find('main', '{live}')")
    look(check, page, "waiting", host.url + "/app/waiting", "find('main', 'Was that right?')")
    look(check, page, "flow", host.url + "/app/flows/hello", "find('#start', 'Whom shall I greet?')")
    look(check, page, "flow-build", host.url + "/app/flows/build", "find('#start', 'What shall be built?')")
    look(check, page, "run-live", f"{host.url}/app/runs/{live}", "find('.lines', 'step 9')")
    look(check, page, "run-ended", f"{host.url}/app/runs/{last}?node=say", "find('.now[data-state=good]', null) && find('.lines', 'Hello, Bob')")
    look(check, page, "run-long", f"{host.url}/app/runs/{count}?node=count", "find('.lines', 'this is line 199999')")
    look(check, page, "run-build", f"{host.url}/app/runs/{bad}", "find('main .now', null)")
    for view in ["values", "artifacts", "why"]:
        look(check, page, "run-" + view, f"{host.url}/app/runs/{last}?view={view}", "find('.runtabs [aria-current=page]', null) && !find('.busy', null)")
    check.quiet(page)


def waiting(host, ref):
    from condition import until
    return until("it asks", lambda: any(n["state"] == "waiting" for n in host.call(f"/runs/{ref}")["nodes"]))


def look(check, page, name, url, ready):
    wide = []
    page.size(1440)
    page.theme("light")
    page.open(url)
    for width in WIDTHS:
        page.size(width, 844 if width < 500 else 900)
        page.until(name + " is there", f"!!({ready})")
        page.eval("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))")
        if over := page.overflow(): wide.append(f"at {width}: {over}")
        page.shot(f"{name}-{width}-light")
        if width == 1440:
            page.theme("dark")
            page.shot(f"{name}-{width}-dark")
            page.theme("light")
    check(f"{name} fits 390, 1024 and 1440 pixels", not wide, "; ".join(wide))
