"""Start, watch and stop other programs so that none outlives the launcher and none is cut off in its work."""

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from devtools.say import Interrupted

PR_SET_PDEATHSIG = 1
ORPHAN_LIMIT = 3  # seconds
LOG_LIMIT = 5 * 1024 * 1024
_asked_to_stop = False


@contextlib.contextmanager
def signals() -> Iterator[None]:
    """INT, TERM and HUP only raise a flag: work in progress is ended in order, not torn apart."""

    def handle(_number, _frame):
        global _asked_to_stop
        _asked_to_stop = True

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def check_interrupted() -> None:
    if _asked_to_stop:
        raise Interrupted


def pause(seconds: float = 0.2) -> None:
    """Sleep, unless Ctrl-C or TERM arrived."""
    check_interrupted()
    time.sleep(seconds)


def _libc() -> ctypes.CDLL | None:
    return ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


LIBC = _libc()


def die_with_parent() -> None:
    """In the child, before it becomes another program: TERM it when the launcher is killed without a word."""
    if LIBC is not None:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0)


def call(command: list[str], *, capture: bool = False, stop_with=signal.SIGTERM, **options) -> tuple[int, str]:
    """Run to the end; when the launcher is asked to stop, let the program end first. Answers exit code and output."""
    check_interrupted()
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "errors": "replace"}
    process = subprocess.Popen(
        command, start_new_session=True, preexec_fn=die_with_parent, stdin=subprocess.DEVNULL,
        **(pipes if capture else {}), **options,
    )  # fmt: skip
    asked = False
    while True:
        try:
            output, _ = process.communicate(timeout=0.2)
            break
        except subprocess.TimeoutExpired:
            if _asked_to_stop and not asked:
                asked = True
                process.send_signal(stop_with)
    check_interrupted()
    return process.returncode, output or ""


class Child:
    """A long-running program with its own log file."""

    def __init__(self, name: str, command: list[str], log: Path, **options):
        self.name, self.log = name, log
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > LOG_LIMIT:
            log.replace(log.with_suffix(".log.1"))
        with log.open("ab") as file:
            self.start_of_log = file.tell()
            # Its own session: a Ctrl-C in the terminal reaches the launcher alone, which then stops each in order.
            self.process = subprocess.Popen(
                command, stdout=file, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
                start_new_session=True, preexec_fn=die_with_parent, **options,
            )  # fmt: skip

    @property
    def exit_code(self) -> int | None:
        return self.process.poll()

    def last_lines(self, count: int = 15) -> list[str]:
        with self.log.open("rb") as file:
            file.seek(self.start_of_log)
            return file.read().decode("utf-8", "replace").splitlines()[-count:]


def stop_all(children: list[Child], grace: float = 20, ask_with: int = signal.SIGTERM) -> None:
    """Ask all at once, wait, and kill only what does not answer, with everything it started."""
    for child in children:
        if child.exit_code is None:
            child.process.send_signal(ask_with)
        else:  # it died and may have left its own children behind
            _signal_group(child, signal.SIGTERM)
    deadline = time.monotonic() + grace
    for child in children:
        while child.exit_code is None and time.monotonic() < deadline:
            time.sleep(0.05)
        if child.exit_code is None:
            _signal_group(child, signal.SIGKILL)
            child.process.wait()
    # A little longer for what a dead one left behind; not the whole time, since nobody may collect such orphans.
    deadline = time.monotonic() + ORPHAN_LIMIT
    for child in children:
        while _signal_group(child, 0) and time.monotonic() < deadline:
            time.sleep(0.05)
        _signal_group(child, signal.SIGKILL)


def _signal_group(child: Child, number: int) -> bool:
    """Reach the process and all it started; False when none of them is left. Signal 0 only asks."""
    try:
        os.killpg(child.process.pid, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def port_is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
