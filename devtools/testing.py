"""`make test`: everything on SQLite, then all that needs a database on the real servers, and an honest account."""

import os
import re
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from devtools import environment, parts
from devtools.environment import PYTHON, ROOT
from devtools.processes import call
from devtools.processes import signal as signals
from devtools.say import say
from devtools.servers import servers

# What a whole second pass must have touched; the tests note it down themselves (tests/servers.py).
EXPECTED = ("Celery worker", "Chromium", "SMTP", "S3")
NO_TESTS = 5  # pytest's exit code when nothing was selected


@dataclass
class Result:
    """One pass: its name, pytest's exit code, and how long it took."""

    name: str
    code: int
    seconds: float


def main(arguments: list[str]) -> int:
    """Both passes; 0 only when all passed and nothing was missing. Arguments are handed to pytest."""
    environment.make_venv(system_may_change=True)
    with (
        tempfile.TemporaryDirectory(prefix="suggestions-tests-") as name,
        ThreadPoolExecutor(thread_name_prefix="parts") as beside,
    ):
        folder = Path(name)
        # On a new machine the servers take a minute to arrive, and the first pass needs none of them.
        fetched = beside.submit(parts.fetch)
        environment.set_up(environment.TESTS)
        used = [f"SQLite {sqlite_version()}"]
        results = [run_pass("SQLite", "not servers and not browser", arguments, test_variables(folder / "sqlite"))]
        fetched.result()
        found = parts.ensure()
        missing = [f"{part.name} is not installed: {part.remedy}" for part in parts.PARTS if found[part.name] is None]
        if found["PostgreSQL"] and found["Redis"]:
            results.append(second_pass(found, arguments, folder, used))
        else:
            missing.append("the second pass, which needs PostgreSQL and Redis")
    if not arguments and len(results) == 2:
        missing += [f"{part}: no test used it" for part in EXPECTED if part not in " ".join(used)]
    return account(results, used, missing, selected=bool(arguments))


def second_pass(found: dict, arguments: list[str], folder: Path, used: list[str]) -> Result:
    with servers(found["PostgreSQL"], found["Redis"]) as addresses:
        notes = folder / "used"
        variables = {**test_variables(folder / "servers"), **addresses, "PARTS_USED": str(notes)}
        which = "not bare" if found["Chromium"] else "not bare and not browser"
        result = run_pass("PostgreSQL, Redis, Celery worker, Chromium", which, arguments, variables)
        used.append(f"PostgreSQL {parts.version(found['PostgreSQL'] + '/postgres')}")
        name = "Valkey" if "valkey" in found["Redis"] else "Redis"
        used.append(f"{name} {parts.version(found['Redis'])}")
        if notes.exists():
            used += sorted(set(notes.read_text(encoding="utf-8").splitlines()))
    return result


def run_pass(name: str, marks: str, arguments: list[str], variables: dict[str, str]) -> Result:
    say("", f"== Tests on {name} ==")
    started = time.monotonic()
    # A whole pass uses the cores; a few chosen tests are quicker, and easier to read, in one process.
    parallel = (
        [] if arguments else ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "loadgroup", "--no-loadscope-reorder"]
    )
    # INT, not TERM: pytest then ends its fixtures, and with them the worker and the browser.
    command = [str(PYTHON), "-m", "pytest", "-m", marks, *parallel, *arguments]
    code, _ = call(command, cwd=ROOT, env=variables, stop_with=signals.SIGINT)
    return Result(name, code, time.monotonic() - started)


def test_variables(folder: Path) -> dict[str, str]:
    """The environment of a pass: no setting of this machine, no .env, a var/ of its own."""
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    settings = set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", example, re.MULTILINE))
    variables = {name: value for name, value in os.environ.items() if name not in settings}
    folder.mkdir(parents=True)
    variables |= {"ENV_FILE": os.devnull, "VAR_DIR": str(folder)}
    return variables if may_miss() else {**variables, "FAIL_ON_SKIP": "1"}


def may_miss() -> bool:
    """ALLOW_MISSING=1 lets a developer go on without a part; CI never does."""
    return os.environ.get("ALLOW_MISSING") == "1" and os.environ.get("CI") != "true"


def account(results: list[Result], used: list[str], missing: list[str], selected: bool) -> int:
    """Say what ran and what did not; the answer is the exit code."""
    say("")
    # A selection (-k, a file) may leave one of the passes without a test, but not both.
    ran_none = all(result.code == NO_TESTS for result in results)
    failed = False
    for result in results:
        passed = result.code == 0 or (result.code == NO_TESTS and selected and not ran_none)
        failed |= not passed
        say(f"{'passed' if passed else 'FAILED'} in {result.seconds:.0f} s: {result.name}")
    for what in missing:
        say(f"NOT RUN: {what}")
    say(f"Real parts used: {' · '.join(used)}")
    return 1 if failed or (missing and not may_miss()) else 0


def sqlite_version() -> str:
    return call([str(PYTHON), "-c", "import sqlite3; print(sqlite3.sqlite_version)"], capture=True)[1].strip()
