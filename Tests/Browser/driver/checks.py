"""What is found out, a line each."""


class Checks:
    def __init__(self):
        self.failed = 0

    def __call__(self, what, holds, why=""):
        print(f"{'ok     ' if holds else 'FAILED '} {what}{': ' + why if why and (not holds or len(why) < 80) else ''}", flush=True)
        if not holds: self.failed += 1

    def quiet(self, *pages):
        """That no page complained: of a script, of what did not load, of its policy."""
        complaints = [text for page in pages for text in page.complaints]
        self("no errors in the console, and nothing against the content security policy", not complaints, "\n    ".join(complaints))
