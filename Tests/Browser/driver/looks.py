"""No page is wider than its window, in any of the usual widths; pictures of all of them for who wants to look."""
from condition import until
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
  - id: hostile
    name: "<img src=x onerror='window.hacked=1'> and a name that is so long that no page has the room to show all of it"
    tasks:
      - id: nasty
        name: "<script>window.hacked=1</script> and a name without an end, or so it seems to who has to read all of it"
        type: exec
        listen: trigger.good
        timeout: 1m
        opts:
          shell: |
            echo "<img src=x onerror='window.hacked=1'>"
            echo "<b>=<img src=x onerror='window.hacked=1'>" >> $FLOE_OUTPUT
            exit 3
  - id: locked
    name: Locked
    resource-tags: [lock]
    tasks:
      - {name: Hold, type: exec, listen: trigger.good, timeout: 30m, opts: {shell: "echo holds; sleep 1000"}}
  - id: rework
    name: Rework
    tasks:
      - {name: Plan, type: exec, listen: trigger.good, timeout: 1m, opts: {shell: "true"}}
      - {name: Again, class: merge, type: any, again: true, max-passes: 9, wait: [task.plan.good, task.mend.good]}
      - {name: Make, type: exec, listen: merge.again.good, max-passes: 9, timeout: 1m, opts: {shell: "echo $FLOE_PASS; exit $((FLOE_PASS < 3))"}}
      - {name: Mend, type: exec, listen: task.make.bad, max-passes: 9, timeout: 1m, opts: {shell: "echo mended"}}
      - {name: Other, type: exec, listen: task.make.bad, max-passes: 9, timeout: 1m, opts: {shell: "echo noted"}}
      - {name: Done, type: end, listen: task.make.good}
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
    nasty, again = host.run("hostile"), host.run("rework")
    holder, held = host.run("locked"), host.run("locked")
    host.ended(nasty)
    host.ended(again)
    count = host.run("long")
    host.ended(count)
    look(check, page, "dash", host.url + "/app/dash", "find('h2', 'Waits for an answer') && find('a', 'Watch')")
    look(check, page, "runs", host.url + "/app/runs", f"find('main', '{live}')")
    look(check, page, "waiting", host.url + "/app/waiting", "find('main', 'Was that right?')")
    look(check, page, "flow", host.url + "/app/flows/hello", "find('#start', 'Whom shall I greet?')")
    look(check, page, "flow-build", host.url + "/app/flows/build", "find('#start', 'What shall be built?')")
    look(check, page, "run-live", f"{host.url}/app/runs/{live}", "find('.lines', 'step 9')")
    look(check, page, "flow-timer", host.url + "/app/flows/health", "find('main', 'next start in') && find('.fire', 'in ')")
    page.click("Start", "#start button")
    check("a flow that a clock starts can be started by hand", page.until("its run is shown", "location.pathname.startsWith('/app/runs/')"))
    page.open(f"{host.url}/app/runs/{last}")
    page.click("Keep", "button")
    page.see("kept by admin")
    check("a run that is kept says by whom, and can be let go", page.until("the other button", "!!find('button', 'Do not keep')"))
    look(check, page, "run-ended", f"{host.url}/app/runs/{last}?node=say", "find('.now[data-state=good]', null) && find('.lines', 'Hello, Bob')")
    look(check, page, "run-long", f"{host.url}/app/runs/{count}?node=count", "find('.lines', 'this is line 999999')")
    look(check, page, "run-build", f"{host.url}/app/runs/{bad}", "find('main .now', null)")
    look(check, page, "queue", host.url + "/app/queue", f"find('main', 'held by {holder}')")
    look(check, page, "why-queued", f"{host.url}/app/runs/{held}?view=why", "find('.why', 'Hold is running') || find('.why', 'hold is running')")
    look(check, page, "hosts", host.url + "/app/hosts", "find('main', 'this one')")
    look(check, page, "run-rework", f"{host.url}/app/runs/{again}", "find('.gantt', '×3')")
    look(check, page, "run-hostile", f"{host.url}/app/runs/{nasty}", "find('.lines', 'onerror')")
    look(check, page, "flow-hostile", f"{host.url}/app/flows/hostile", "find('h1', 'onerror')")
    look(check, page, "nowhere", f"{host.url}/app/<img src=x onerror='window.hacked=1'>", "find('h1', 'Nothing is at this address')")
    for view in ["values", "events"]: look(check, page, "hostile-" + view, f"{host.url}/app/runs/{nasty}?view={view}", "find('.views, .events', null)")
    check("names that are markup are shown as they are, and do nothing", page.eval("window.hacked === undefined"))
    for view in ["values", "events", "artifacts", "why"]:
        look(check, page, "run-" + view, f"{host.url}/app/runs/{last}?view={view}", "find('.runtabs [aria-current=page]', null) && !find('.busy', null)")
    with open(host.folder + "/default.yml", "w") as file: file.write("common: {store-type: local}\nflows: []\n")
    until("the flows are gone", lambda: not host.call("/flows")["flows"])
    look(check, page, "empty", host.url + "/app/dash", "find('h1', 'No flows yet') && find('.g-node', null)")
    with open(host.folder + "/default.yml", "w") as file: file.write(page.text(".code") + "\n")
    until("the flow of the empty page is taken up", lambda: [f["id"] for f in host.call("/flows")["flows"]] == ["hello"])
    page.open(host.url + "/app/dash")
    page.see("hello")
    check("the flow that is shown to who has none is a whole one", True)
    check.quiet(page)


def waiting(host, ref):
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
        if page.shoots or width == 1440:
            page.theme("dark")
            page.shot(f"{name}-{width}-dark")
            page.theme("light")
    check(f"{name} fits 390, 1024 and 1440 pixels", not wide, "; ".join(wide))
