#!/usr/bin/env python3
"""`python3 dev.py run | test | setup`: everything from a fresh clone to a running office. Standard library only.

run    sets up what is missing and serves the application with its worker until Ctrl-C
test   sets up what is missing and runs all tests, on SQLite and on the real servers; further words go to pytest
setup  only the virtual environment with the test tools
"""

import sys


def main() -> int:
    # Before any other import: the rest of the launcher is written for this version.
    if sys.version_info < (3, 11):  # noqa: UP036  (an older python3 is the case this line is for)
        print(
            "Python 3.11 or newer is needed: PYTHON=python3.11 make run\n需要 Python 3.11 或更高版本。", file=sys.stderr
        )
        return 1
    from devtools import commands

    return commands.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
