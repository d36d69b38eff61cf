"""The command line of dev.py."""

import os

from devtools import environment, processes, run, testing
from devtools.say import Interrupted, Stop, complain, say, tolerate_any_terminal

USAGE = "usage: dev.py run | test [pytest arguments] | setup"


def main(arguments: list[str]) -> int:
    """Run one command; the answer is the exit code."""
    tolerate_any_terminal()
    # All that is started from here reads the same files: what one process has compiled, the next need not.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    try:
        with processes.signals():
            if command == "run" and not rest:
                return run.main()
            if command == "test":
                return testing.main(rest)
            if command == "setup" and not rest:
                environment.set_up(environment.TESTS)
                return 0
    except Stop as stop:
        complain(stop)
        return stop.code
    except Interrupted:
        say("Stopped. 已停止。")
        return 0 if command == "run" else 130
    say(USAGE)
    return 2
