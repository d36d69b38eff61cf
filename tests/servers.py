"""The real servers and the real browser, as a pytest plugin. conftest.py names it in `pytest_plugins`.

`make test` starts PostgreSQL and Redis and sets DATABASE_URL and REDIS_URL; the fixtures here add the Celery worker,
an SMTP server, a shared store of files and Chromium. Each part that was really used is noted in the file $PARTS_USED.
"""

import os
import socket
import sys
import time
from pathlib import Path

import pytest

from devtools.parts import find_chromium
from devtools.processes import Child, free_port, stop_all
from tests.mailbox import Mailbox

ROOT = Path(__file__).resolve().parent.parent
REASON_ALLOWED = "shared data folder absent"
WORKER_FIXTURES = {"celery_worker", "celery_worker_process"}
STORE_FIXTURES = {"s3_server", "shared_store"}
BROWSER_FIXTURES = {"page", "context", "browser", "new_context"}
REAL_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "mailbox"}
_skipped: list[str] = []


def real_servers() -> bool:
    return bool(os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"))


def strict() -> bool:
    """Whether a skipped test is a failure: in CI always."""
    return os.environ.get("CI") == "true" or os.environ.get("FAIL_ON_SKIP") == "1"


def note_use(part: str) -> None:
    """Remember that a real part took part in this run."""
    if os.environ.get("PARTS_USED"):
        with Path(os.environ["PARTS_USED"]).open("a", encoding="utf-8") as file:
            file.write(part + "\n")


def wait_until(true, seconds: float = 20, what: str = "the condition"):
    """Poll until `true()` is true and answer it; for what another process does."""
    deadline = time.monotonic() + seconds
    while not (answer := true()):
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come true within {seconds} s")
        time.sleep(0.1)
    return answer


# --- The run as a whole ----------------------------------------------------------------------------------------------


def pytest_configure(config):
    config.addinivalue_line("markers", "bare: touches no database and no server; set here, runs in the first pass only")
    # Playwright keeps an event loop in the main thread; Django would refuse the ORM beside it.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """Whoever uses a worker or a page belongs to the second pass, marked by hand or not; who uses no real part at all,
    to the first: it would do the same again.

    Over several processes: one Celery worker, one store, one window with the demo office in all: a browser keeps more
    than one processor busy, so beside it goes what needs none. Else a file stays together, with its rows.
    """
    for item in items:
        names, group = set(item.fixturenames), item.location[0]
        if names & WORKER_FIXTURES:
            item.add_marker("servers")
            group = "celery worker"
        elif names & STORE_FIXTURES:
            item.add_marker("servers")
            group = "s3 server"
        elif names & BROWSER_FIXTURES or "demo_office" in names:
            group = "window"
        if config.pluginmanager.hasplugin("xdist"):
            item.add_marker(pytest.mark.xdist_group(group))
        if names & BROWSER_FIXTURES:
            item.add_marker("browser")
        if not names & REAL_FIXTURES and not any(map(item.get_closest_marker, ("django_db", "servers", "browser"))):
            item.add_marker("bare")


def pytest_runtest_setup(item):
    if item.get_closest_marker("servers") and not real_servers():
        pytest.skip("needs the real servers: make test")


def pytest_runtest_logreport(report):
    _note_skip(report)


def pytest_collectreport(report):
    _note_skip(report)


def _note_skip(report) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reason = reason.removeprefix("Skipped: ")
        if not reason.startswith(REASON_ALLOWED):
            _skipped.append(f"{report.nodeid}: {reason}")


def pytest_sessionfinish(session, exitstatus):
    if strict() and _skipped and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    if strict() and _skipped:
        terminalreporter.section("skipped tests count as failures here", red=True)
        for line in _skipped:
            terminalreporter.write_line(line)


# --- Celery worker and SMTP ------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def smtp_server():
    """A real SMTP server on a free port; `.messages` holds what arrived, parsed."""
    with Mailbox() as mailbox:
        note_use("SMTP (aiosmtpd)")
        yield mailbox


@pytest.fixture
def mailbox(smtp_server, settings):
    """The SMTP server, empty, with Django's mail switched on and pointed at it."""
    smtp_server.messages.clear()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_ENABLED = True
    settings.EMAIL_HOST, settings.EMAIL_PORT = smtp_server.host, smtp_server.port
    return smtp_server


@pytest.fixture(scope="session")
def celery_worker_process(django_db_setup, smtp_server, tmp_path_factory):
    """A real prefork worker on the live test database and the real Redis, with e-mail going to `smtp_server`."""
    if not real_servers():
        pytest.skip("needs the real servers: make test")
    from django.db import connection

    from config.celery import app

    app.control.purge()  # what tests without a worker left in the queue
    variables = {
        **os.environ,
        "DATABASE_URL": database_url(connection.settings_dict),
        "EMAIL_ENABLED": "1",
        "EMAIL_HOST": smtp_server.host,
        "EMAIL_PORT": str(smtp_server.port),
    }
    name = f"tests-{os.getpid()}@localhost"
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--pool", "prefork", "--concurrency", "2"]
    log = tmp_path_factory.mktemp("worker") / "worker.log"
    worker = Child("worker", [*command, "--hostname", name, "--loglevel", "INFO"], log, cwd=ROOT, env=variables)
    worker.node = name
    try:
        wait_until(lambda: answers(worker), 60, "the Celery worker's start")
        note_use("Celery worker (prefork)")
        yield worker
    finally:
        stop_all([worker])


@pytest.fixture
def celery_worker(celery_worker_process, transactional_db):
    """The running worker for one test: `.delay()` goes through Redis. Ends when the worker is idle again."""
    from config.celery import app

    eager, app.conf.task_always_eager = app.conf.task_always_eager, False
    yield celery_worker_process
    app.conf.task_always_eager = eager
    # The database is emptied next; a task still running would lock it or write into the next test.
    wait_until(lambda: idle(celery_worker_process), 30, "an idle worker")


def answers(worker: Child) -> bool:
    from config.celery import app

    assert worker.exit_code is None, "\n".join(worker.last_lines(30))
    return bool(app.control.ping(destination=[worker.node], timeout=1))


def idle(worker: Child) -> bool:
    """Nothing queued, reserved or running."""
    from config.celery import app

    inspect = app.control.inspect(destination=[worker.node], timeout=2)
    with app.connection_for_read() as connection:
        queued = connection.default_channel.client.llen(app.conf.task_default_queue)
    return not queued and all(tasks == [] for tasks in (_of(inspect.reserved(), worker), _of(inspect.active(), worker)))


def _of(answer: dict | None, worker: Child):
    return (answer or {}).get(worker.node)


def database_url(settings_dict: dict) -> str:
    """The address of a database that Django is connected to; the other way round of config.env.postgres."""
    from urllib.parse import quote

    user, password = quote(settings_dict["USER"], ""), quote(settings_dict["PASSWORD"], "")
    host, port = settings_dict["HOST"], settings_dict["PORT"]
    socket = host.startswith("/")
    who = f"{user}:{password}" if password else user
    where = ("" if socket else host) + (f":{port}" if port else "")
    return f"postgres://{who}@{where}/{quote(settings_dict['NAME'])}" + (f"?host={quote(host)}" if socket else "")


# --- A shared store of files ------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory):
    """A real server of the S3 protocol as its own process, with an empty bucket; answers the settings of an office."""
    port = free_port()
    office = {
        "FILE_STORAGE": "s3",
        "S3_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "S3_BUCKET": "suggestions",
        "S3_ACCESS_KEY": "key",
        "S3_SECRET_KEY": "secret",
    }
    log = tmp_path_factory.mktemp("s3") / "s3.log"
    server = Child("s3", [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], log, cwd=ROOT)
    try:
        wait_until(lambda: listens(server, port), 60, "the S3 server's start")
        note_use("S3 server (moto)")
        yield office
    finally:
        stop_all([server])


def listens(server: Child, port: int) -> bool:
    assert server.exit_code is None, "\n".join(server.last_lines(30))
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def shared_store(s3_server, settings, monkeypatch):
    """Uploads go to the S3 server's bucket, empty at first, as an office's settings would send them; answers it."""
    from config import storage

    for name, value in s3_server.items():
        monkeypatch.setenv(name, value)
    settings.STORAGES = {**settings.STORAGES, "default": storage.uploads()}
    from django.core.files.storage import default_storage

    client = default_storage.connection.meta.client
    client.create_bucket(Bucket=s3_server["S3_BUCKET"])
    yield default_storage
    default_storage.bucket.objects.all().delete()


# --- Chromium --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """The system's Chromium; there is no host for it but this machine."""
    program = find_chromium()
    if program is None:
        pytest.skip("no Chromium found: set CHROMIUM or run make test")
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    alone = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
    # With the page goes all that V8 has compiled for it: what it would gain by optimizing is never gained.
    plain = "--js-flags=--no-maglev --no-turbofan"
    return {
        **browser_type_launch_args,
        "executable_path": program,
        "args": ["--no-sandbox", "--disable-gpu", "--disable-quic", alone, plain, *quiet],
    }


@pytest.fixture(scope="session")
def browser(browser):
    note_use(f"Chromium {browser.version}")
    return browser


@pytest.fixture(scope="session")
def base_url(live_server):
    """So that a story says `page.goto("/login/")`. pytest-playwright's own is switched off in pyproject.toml."""
    return live_server.url


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """The office's screen, language and clock."""
    office = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": {"width": 1366, "height": 768}}
    return {**browser_context_args, **office}
