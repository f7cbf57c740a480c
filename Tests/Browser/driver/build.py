"""Build a branch of a repository: check out over http, build, test, artifacts, approve; and one that fails."""
from page import Page
from repository import Repository


def drive(check, host, browser):
    repository = Repository()
    try: build(check, host, browser, repository)
    finally: repository.close()


def start(page, host, url, branch, test):
    page.open(host.url + "/app/flows/build")
    page.see("What shall be built?")
    for label, text in [("Repository", url), ("Branch", branch), ("Build command", "./build.sh"), ("Test command", test)]: page.fill(label, text)
    page.click("Start", "form button[type=submit]")
    page.until("the page of the run", "location.pathname.startsWith('/app/runs/h1-')")
    return page.eval("location.pathname").rsplit("/", 1)[1]


def build(check, host, browser, repository):
    page = Page(browser, "window")
    page.open(host.link())
    page.see("Build")
    ref = start(page, host, repository.url, "greeting", "./test.sh")
    page.see(f"Release greeting at {repository.hash}?", within=60)
    check("a branch is checked out, built and tested, and a person is asked", True)
    for node, text in [("build", "built out/product.txt"), ("test", "ok 1 - the product greets"), ("describe", repository.hash)]:
        page.open(f"{host.url}/app/runs/{ref}?node={node}")
        page.see(text, ".lines")
        check(f"the log of {node} says what it did", True)
    page.click("Artifacts", ".runtabs a")
    page.see("report.txt")
    page.see("files.txt")
    kept = page.eval("fetch(find('.files a', 'files.txt').href).then((r) => r.text())")
    check("the artifacts are kept and can be fetched", "source/out/product.txt" in kept, kept)
    page.click("Graph", ".runtabs a")
    page.shot("run-build-waiting-1440-light")
    page.click("Approve", ".answer button")
    page.until("it ended well", "!!find('.now[data-state=good]', null)")
    check("an approval releases it", host.ended(ref)["result"] == "good")
    page.shot("run-build-good-1440-light")

    ref = start(page, host, repository.url, "main", "./test.sh")
    page.until("it ended badly", "!!find('.now[data-state=failed]', null)", 60)
    page.see("Test")
    check("a test that fails ends the run badly, and the page names it", "Test" in page.text(".now"), page.text(".now"))
    # What was looked at stays; who comes now sees what failed.
    page.open(f"{host.url}/app/runs/{ref}")
    page.until("the log of what failed", "find('.logbar h2', 'Test') !== undefined")
    check("and shows its log to who opens it", True)
    page.shot("run-build-failed-1440-light")
    page.click("Retry from here", ".logbar button")
    page.until("it goes again", "!!find('.sub', 'round 2')", 60)
    page.until("it ended badly", "!!find('.now[data-state=failed]', null)", 60)
    passes = [n["pass"] for n in host.ended(ref)["nodes"] if n["id"] in ("build", "test")]
    check("it is tried again from the node on whose log one looks", passes == [1, 1, 2], str(passes))
    page.click("Events", ".runtabs a")
    page.see("task.test.bad pass 2", ".events")
    check("the events tell all of it", True)
    check.quiet(page)
