"""A PostgreSQL and a Redis of their own for one test run: empty at the start, gone at the end."""

import contextlib
import os
import pwd
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from devtools.processes import Child, call, check_interrupted, free_port, pause, signal, stop_all
from devtools.say import Stop

START_LIMIT = 30
# Nothing of this cluster is kept, so nothing need reach the disk.
# Tests roll back: an autovacuum in between would note all tables as empty, and the planner would believe it.
HASTY = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "lc_messages=C",
    "listen_addresses=",
)

# Tables without statistics look large to the planner: it would compile a statement over ten rows, for 0.3 s, and weigh
# all orders of nine joined tables of a row each, for 20 ms. The order written is as good.
FOR_TESTS = ("jit=off", "join_collapse_limit=1", "from_collapse_limit=1")


@contextlib.contextmanager
def servers(postgres_programs: str, redis_program: str) -> Iterator[dict[str, str]]:
    """Both servers running; yields DATABASE_URL and REDIS_URL."""
    folder = Path(tempfile.mkdtemp(prefix="suggestions-servers-"))
    started: list[Child] = []
    try:
        database_url = start_postgres(Path(postgres_programs), folder, started, FOR_TESTS)
        redis_url = start_redis(redis_program, folder, started)
        yield {"DATABASE_URL": database_url, "REDIS_URL": redis_url}
    finally:
        stop_all(started, ask_with=signal.SIGINT)  # PostgreSQL's “fast”: does not wait for idle connections
        shutil.rmtree(folder, ignore_errors=True)


def start_postgres(programs: Path, folder: Path, started: list[Child], more: tuple[str, ...] = ()) -> str:
    """initdb and start, on a socket in the folder; the answer is its address."""
    identity = unprivileged_identity()
    home = folder / "postgres"
    home.mkdir()
    if identity:
        folder.chmod(0o711)
        os.chown(home, identity["user"], identity["group"])
    data = home / "data"
    code, output = call(
        [str(programs / "initdb"), "-D", str(data), "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-U", "postgres",
         "--no-sync"], capture=True, cwd=home, **identity,
    )  # fmt: skip
    if code:
        raise Stop(f"initdb failed:\n{output}", "测试用的 PostgreSQL 无法初始化，原因见上。")
    settings = [word for setting in (*HASTY, *more) for word in ("-c", setting)]
    command = [str(programs / "postgres"), "-D", str(data), "-k", str(home), *settings]
    server = Child("PostgreSQL", command, folder / "postgres.log", cwd=home, **identity)
    started.append(server)
    wait_for_line(server, "ready to accept connections")
    return f"postgres://postgres@/postgres?host={home}"


def start_redis(program: str, folder: Path, started: list[Child]) -> str:
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = Child("Redis", [*command, "--dir", str(folder)], folder / "redis.log", cwd=folder)
    started.append(server)
    wait_for_line(server, "Ready to accept connections")
    return f"redis://127.0.0.1:{port}/0"


def wait_for_line(server: Child, line: str) -> None:
    deadline = time.monotonic() + START_LIMIT
    while not any(line in printed for printed in server.last_lines()):
        check_interrupted()
        if server.exit_code is not None or time.monotonic() > deadline:
            printed = "\n".join(server.last_lines())
            raise Stop(f"{server.name} did not start:\n{printed}", f"测试用的 {server.name} 未能启动，原因见上。")
        pause(0.05)


def unprivileged_identity() -> dict:
    """PostgreSQL refuses to run as root: who it runs as then, as options of subprocess.Popen."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
