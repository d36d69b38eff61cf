"""One import from file to answer, for the page and for the commands: read, plan, and (when wanted) write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from suggestions.errors import RuleViolation
from suggestions.imports import assisting, assisting_commit, ledger_commit, ledger_plan, sessions, units
from suggestions.imports.known import read_known
from suggestions.imports.report import Report
from suggestions.imports.source import open_table
from suggestions.models import Session
from suggestions.sheets import Table

LEDGER, ASSISTING, UNITS = "ledger", "assisting", "units"


@dataclass
class Job:
    """What is to be imported, by whom and when. `mapping`: the clerk's columns, None: recognised by alias."""

    kind: str
    table: Table
    name: str
    session_name: str
    by: object
    today: date
    at: datetime
    mapping: Mapping[int, str] | None = None


@dataclass
class Outcome:
    """`plan` has entries of its kind; `session` is None for a list of units."""

    report: Report
    plan: object
    session: Session | None = None


def preview(job: Job) -> Outcome:
    """What the import would do. Writes nothing. RuleViolation when the file or the session cannot be used."""
    return _plan(job, is_locking=False)


@transaction.atomic
def commit(job: Job, *, skip_errors: bool = False) -> Outcome:
    """Plan again on what is there now, and write it: all good lines, or nothing.

    With errors nothing is written unless `skip_errors`; the report then counts what was not done as 0.
    """
    outcome = _plan(job, is_locking=True)
    if outcome.report.errors and not skip_errors:
        outcome.report.created = outcome.report.updated = outcome.report.unchanged = 0
        return outcome
    if job.kind == UNITS:
        units.apply(outcome.plan, by=job.by, at=job.at, name=job.name)
    elif job.kind == ASSISTING:
        assisting_commit.apply(outcome.plan, by=job.by, at=job.at, name=job.name)
    else:
        ledger_commit.apply(outcome.plan, by=job.by, at=job.at, name=job.name)
    return outcome


def _plan(job: Job, *, is_locking: bool) -> Outcome:
    report = Report()
    source = open_table(job.table, job.kind, report, job.mapping)
    if job.kind == UNITS:
        return Outcome(report, units.build(source, report))
    session = sessions.find_or_new(job.session_name)
    who = {"by": job.by, "today": job.today, "at": job.at}
    if job.kind == ASSISTING:
        if session.pk is None:
            raise RuleViolation(_("没有“%(name)s”，请先导入建议台账。") % {"name": session.name}, field="session_name")
        return Outcome(
            report, assisting.build(source, read_known(session, is_locking=is_locking), report, **who), session
        )
    known = read_known(session, is_locking=is_locking)
    return Outcome(report, ledger_plan.build(source, known, report, **who), session)
