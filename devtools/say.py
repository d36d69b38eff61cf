"""What the launcher says: plain sentences in English and Chinese, never a traceback."""

import sys


class Stop(Exception):
    """Work cannot go on; carries the sentence that tells what to do."""

    def __init__(self, english: str, chinese: str, code: int = 1):
        super().__init__(english)
        self.english, self.chinese, self.code = english, chinese, code


class Interrupted(Exception):
    """Ctrl-C or TERM arrived."""


def say(*lines: str) -> None:
    print(*lines, sep="\n", flush=True)


def complain(stop: Stop) -> None:
    sys.stdout.flush()
    print(f"\n{stop.english}\n{stop.chinese}", file=sys.stderr, flush=True)


def tolerate_any_terminal() -> None:
    """A terminal that cannot show Chinese gets question marks instead of a crash."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
