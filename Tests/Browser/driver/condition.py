"""Waits that end: for a condition, with a deadline."""
import time


class Late(Exception):
    pass


def until(what, condition, within=30, every=0.02):
    """What `condition` gives as soon as that is true of it."""
    end = time.monotonic() + within
    while True:
        got = condition()
        if got: return got
        if time.monotonic() > end: raise Late(f"{what}: not within {within} s")
        time.sleep(every)
