"""Logs: one that grows before the eyes, one that is long, a link to a line."""
import time
from condition import until
from page import Page

# The first of them is the command.
LINES = 1_000_000
# How long after it was written a line may come, in seconds.
SOON = 1.0
FLOWS = f"""
  - id: talk
    name: Talk
    tasks:
      - name: Talk
        type: exec
        listen: trigger.good
        timeout: 5m
        opts:
          shell: |
            echo begun
            for word in one two three; do
              while ! [ -e "$HOME/$word" ]; do sleep 0.05; done
              echo "heard $word"
            done
            while ! [ -e "$HOME/go" ]; do sleep 0.05; done
      - name: Echo
        type: exec
        listen: task.talk.good
        timeout: 5m
        opts:
          shell: |
            echo "and then"
            while ! [ -e "$HOME/four" ]; do sleep 0.05; done
      - name: Last
        type: exec
        listen: task.echo.good
        timeout: 5m
        opts: {{shell: "echo the last of it"}}
  - id: long
    name: Long
    tasks:
      - name: Count
        type: exec
        listen: trigger.good
        timeout: 5m
        opts: {{shell: "seq -f 'this is line %.0f' 1 {LINES - 1}"}}
"""
# The lines in view, first to last.
SHOWN = """(() => { const box = document.querySelector('.lines').getBoundingClientRect();
    return [...document.querySelectorAll('.lines .ln')].filter((el) => { const r = el.getBoundingClientRect(); return r.bottom > box.top && r.top < box.bottom })
        .map((el) => [Number(el.querySelector('.no').innerText), el.querySelector('.tx').innerText]) })()"""


def whole(lines):
    return lines and all(n == 1 or text == f"this is line {n - 1}" for n, text in lines)


def shown(page, what="the lines in view are read", holds=lambda numbers: True):
    """The numbers of the lines in view, once all of them are there and as they should be."""
    def now():
        lines = page.eval(SHOWN)
        numbers = [n for n, _ in lines]
        return numbers if whole(lines) and holds(numbers) else None
    return until(what, now)


def drive(check, host, browser):
    page = Page(browser, "window")
    page.open(host.link())
    page.see("Talk")
    grows(check, host, page)
    long(check, host, page)
    check.quiet(page)


def seconds(times):
    return ", ".join(f"{time:.2f}" for time in times) + " s"


def grows(check, host, page):
    ref = host.run("talk")
    page.open(f"{host.url}/app/runs/{ref}")
    page.see("begun", ".lines")
    check("the log of what runs is shown by itself", True)
    page.shot("run-live-1440-light")
    took, gaps = [], []
    for word in ["one", "two", "three"]:
        # A while without a line, in which it must not become slower: six looks at the log that brought nothing.
        asked = page.requests("/log?")
        until("the page looks for more", lambda: len(page.requests("/log?")) >= len(asked) + 6)
        times = page.requests("/log?")[len(asked):]
        gaps += [later - sooner for sooner, later in zip(times, times[1:])]
        begun = time.monotonic()
        open(f"{host.folder}/{word}", "w").close()
        page.see("heard " + word, ".lines")
        took.append(time.monotonic() - begun)
    check(f"lines come within {SOON} s of being written", sorted(took)[1] <= SOON and max(took) <= 2 * SOON, seconds(took))
    check("what runs is looked at each half second", sorted(gaps)[len(gaps) // 2] <= 0.6, seconds(gaps))
    open(f"{host.folder}/go", "w").close()
    page.see("and then", ".lines")
    check("when a node has ended, the log of what runs next is shown", page.text(".logbar h2") == "Echo", page.text(".logbar h2"))
    page.click("1", ".ln .no")
    page.until("the address names it", "location.search.includes('node=echo') && location.hash === '#L1'")
    open(f"{host.folder}/four", "w").close()
    page.until("it ended well", "!!find('.now[data-state=good]', null)")
    check("but not to who reads in one", "and then" in page.text(".lines"), page.text(".lines"))
    check("the title of the window says how it ended", page.eval("document.title").startswith("Good: Talk"), page.eval("document.title"))
    page.open(f"{host.url}/app/runs/{ref}?node=talk")
    page.see("heard three", ".lines")
    check("the last line is there when it has ended", True)


def long(check, host, page):
    ref = host.run("long")
    host.ended(ref)
    begun = time.monotonic()
    page.open(f"{host.url}/app/runs/{ref}?node=count")
    page.see(f"this is line {LINES - 1}", ".lines")
    took = time.monotonic() - begun
    check("a long log opens at its end", shown(page)[-1] == LINES)
    check("soon", took < 5, seconds([took]))
    check("and draws only what is in view", page.eval("document.querySelectorAll('.ln').length") < 150)
    page.wheel(".lines", -3000)
    numbers = shown(page, "it scrolls up", lambda numbers: numbers[-1] < LINES - 100)
    check("the wheel goes up through it", numbers[-1] > LINES - 400)
    # As a hand that drags the bar: to the middle, then to the top.
    page.eval("(() => { const l = document.querySelector('.lines'); l.scrollTop = l.scrollHeight / 2 })()")
    check("the bar goes to its middle", shown(page, "the middle", lambda numbers: abs(numbers[0] - LINES / 2) < 100))
    page.eval("(() => { const l = document.querySelector('.lines'); l.scrollTop = 0 })()")
    check("and to its start", shown(page, "the first line", lambda numbers: numbers[0] == 1))
    page.key("G")
    check("G goes to its end", shown(page, "the end", lambda numbers: numbers[-1] == LINES))

    page.fill_search("line 777776")
    check("what is searched for is found and shown", shown(page, "the hit", lambda numbers: 777777 in numbers))
    page.until("the count of hits", "document.querySelector('.find output').innerText === '1 of 1'")

    for number in [876543, 1]:
        # Another document, so that the page begins with the link.
        page.call("Page.navigate", url="about:blank")
        page.open(f"{host.url}/app/runs/{ref}?node=count#L{number}")
        page.until("the line", f"find('.ln.sel .no', '{number}')?.innerText === '{number}'")
        check(f"a link to line {number} shows it, picked", number in shown(page))
    number = shown(page)[3]
    page.click(str(number), ".ln .no")
    page.until("its address", f"location.hash === '#L{number}'")
    check("a click on a number makes the address that of the line", True)
