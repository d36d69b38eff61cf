"""Fill the database of DATABASE_URL with so many suggestions, measure each page, print one line of JSON."""

import gc
import json
import os
import statistics
import sys
import time
import tracemalloc
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django
from django.conf import settings

settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "django.contrib.admin.apps.SimpleAdminConfig"]  # bench/admin.py
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import User  # noqa: E402
from bench import raw  # noqa: E402
from bench.admin import ADDRESS as ADMIN  # noqa: E402
from suggestions.clocks import read_calendar  # noqa: E402
from suggestions.models import Session, Suggestion  # noqa: E402
from supervision import reminders  # noqa: E402
from supervision.actions import annual_report as reports  # noqa: E402
from supervision.models import ReportDraft  # noqa: E402
from supervision.reports import making  # noqa: E402

RUNS = 15


def main(size: int) -> None:
    settings.ALLOWED_HOSTS, settings.ROOT_URLCONF = ["testserver"], "bench.admin"
    started = time.perf_counter()
    with quiet():
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["*.map"])
        call_command("load_holidays", verbosity=0)
        filling = time.perf_counter()
        call_command("load_demo", suggestions=size, verbosity=0)
        filled = time.perf_counter() - filling
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client()
    client.force_login(User.objects.get(username="clerk"))
    session = Session.objects.get(is_current=True).pk
    item = Suggestion.objects.filter(session=session, status="closed").latest("pk").pk
    today = timezone.localdate()
    days = {"session": session, "today": today, "month": today + timedelta(30)}
    pages = {
        "list, first page of the session": page(client, "/suggestions/", raw.LIST, {"session": session}),
        "the same rows in Django's admin": page(client, f"{ADMIN}{session}", raw.LIST, {"session": session}),
        "list, all sessions": page(client, "/suggestions/?session=all", raw.LIST_ALL, {}),
        "detail": page(client, f"/suggestions/{item}/", raw.DETAIL, {"item": item}),
        "dashboard, the session": page(client, "/supervision/", raw.DASHBOARD, days),
        "dashboard, units' tasks": page(client, "/supervision/?by=tasks", raw.TASKS, days),
        "dashboard, all sessions": page(client, "/supervision/?session=all", raw.DASHBOARD_ALL, days),
        "wall, what it fetches": page(client, "/supervision/wall/figures/", raw.DASHBOARD[:-1], days),
        "export, all sessions": page(client, "/suggestions/export/?session=all", raw.EXPORT, {}, runs=1, rows=size),
        "annual report of the session: frozen, workbook and Word written": annual_report(session, today),
        **sweep(),
    }
    print(json.dumps({"pages": pages, "fill_seconds": filled, "seconds": time.perf_counter() - started}))


class quiet:
    """What the commands say goes to stderr: stdout carries the answer."""

    def __enter__(self):
        self.out, sys.stdout = sys.stdout, sys.stderr

    def __exit__(self, *error):
        sys.stdout = self.out


def page(client: Client, address: str, statements: tuple[str, ...], values: dict, *, runs=RUNS, rows=None) -> dict:
    def ask() -> int:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return len(b"".join(response.streaming_content) if response.streaming else response.content)

    def ask_database() -> None:
        nonlocal answered
        answered = run(statements, values)

    answered = 0
    ms = p50(ask, runs)
    raw_ms = p50(ask_database, runs)
    with CaptureQueriesContext(connection) as caught:
        ask()
    return {"ms": ms, "raw_ms": raw_ms, "queries": len(caught), "mib": peak(ask), "rows": rows or answered}


def sweep() -> dict:
    """The first night of the house, then the same night again: the second finds nothing and writes nothing."""
    day = timezone.localdate()
    while not read_calendar().is_workday(day):
        day += timedelta(days=1)
    at = datetime.now(tz=timezone.get_current_timezone())
    values = {"today": day}
    raw_ms = p50(lambda: run(raw.SWEEP, values, keep=False), 3)
    found = {}
    for name in ("reminders, first night", "reminders, run again"):
        ms = p50(lambda: undone(lambda: reminders.send(day, at=at)), 3)
        with CaptureQueriesContext(connection) as caught:
            undone(lambda: reminders.send(day, at=at))
        mib = peak(lambda: undone(lambda: reminders.send(day, at=at)))
        plan = reminders.send(day, at=at)  # kept: the second night finds it
        found[name] = {"ms": ms, "raw_ms": raw_ms, "queries": len(caught), "mib": mib, "rows": len(plan.items)}
    return found


def annual_report(session: int, today) -> dict:
    """Rows and figures kept as of today and the workbook made of them; beside it the statement of the overview's."""
    frame = {"session": Session.objects.get(pk=session), "as_of": today}
    head, at = User.objects.get(username="head"), timezone.now()

    def freeze() -> None:
        asked = reports.ask(**frame, by=head, at=at)
        reports.count(asked.pk, now=lambda: at, decimals=2)
        report = reports.freeze(draft=ReportDraft.objects.get(pk=asked.pk), by=head, at=at)
        for kind in ("workbook", "word"):
            making.make(kind, report, office="")

    values = {"session": session, "today": today, "month": today + timedelta(30)}
    with CaptureQueriesContext(connection) as caught:
        undone(freeze)
    rows = Suggestion.objects.filter(session=session).count()
    return {
        "ms": p50(lambda: undone(freeze), 1),
        "raw_ms": p50(lambda: run(raw.OVERVIEW, values), RUNS),
        "queries": len(caught),
        "mib": peak(lambda: undone(freeze)),
        "rows": rows,
    }


def undone(action) -> None:
    """What `action` wrote is rolled back, so that it can be measured again."""
    with transaction.atomic():
        action()
        transaction.set_rollback(True)


def run(statements: tuple[str, ...], values: dict, *, keep: bool = True) -> int:
    """The statements one after the other, all rows fetched; `keep` False undoes what they wrote. Returns the rows."""
    rows = 0
    with connection.cursor() as cursor:
        if not keep:
            cursor.execute("BEGIN")
        for statement in statements:
            cursor.execute(statement, values)
            rows += len(cursor.fetchall()) if cursor.description else cursor.rowcount
        if not keep:
            cursor.execute("ROLLBACK")
    return rows


def p50(action, runs: int) -> float:
    if runs > 1:
        action()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        action()
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def peak(action) -> float:
    gc.collect()
    tracemalloc.start()
    action()
    mib = tracemalloc.get_traced_memory()[1] / 2**20
    tracemalloc.stop()
    return mib


if __name__ == "__main__":
    main(int(sys.argv[1]))
