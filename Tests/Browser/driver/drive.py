"""drive.py SCENARIO FLOE : drives a browser against a floe of its own and prints a line a check; ends with 1 when one failed.

FLOE_SHOTS=FOLDER keeps pictures of the pages there; FLOE_WEBAPP=FOLDER serves the dashboard from there instead of from the program.
"""
import os, shutil, sys, traceback
import approval, build, logs, looks, restart
from checks import Checks
from chromium import Chromium, NAMES, program
from host import Host

SCENARIOS = {module.__name__: module for module in [approval, build, logs, looks, restart]}


def main(scenario, floe):
    if not program(): sys.exit(f"FAILED  a browser is needed: install the package chromium (looked for {', '.join(NAMES)} in PATH)")
    if not shutil.which("git"): sys.exit("FAILED  git is needed: install the package git")
    here = os.path.dirname(os.path.realpath(__file__))
    with open(os.path.join(here, "../../../default.yml")) as file: flows = file.read()
    module = SCENARIOS[scenario]
    check, host, browser = Checks(), Host(os.path.realpath(floe), flows + getattr(module, "FLOWS", ""), os.environ.get("FLOE_WEBAPP")), None
    try:
        host.start()
        browser = Chromium()
        module.drive(check, host, browser)
    except Exception as error:
        check(scenario, False, "".join(traceback.format_exception(error)))
        print("floe printed:\n" + open(host.output).read()[-3000:], flush=True)
    finally:
        if browser: browser.close()
        host.close()
    sys.exit(1 if check.failed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
