"""What is made in the background, in one row: asked for, taken by one worker, ended, asked for again.

Attempts follow each other in the row. A worker that was silent for `STALE` may still be alive: `asked_at` says whose
the row is, and what an older attempt says late changes nothing.
"""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from suggestions.errors import RuleViolation
from supervision.choices import BuildState
from supervision.models.report import Job

STALE = timedelta(minutes=10)  # without a sign of life its worker is gone


def is_stuck(job: Job, at: datetime) -> bool:
    return job.is_under_way and job.moved_at < at - STALE


def ask(job: Job, words: str, *, by, at: datetime) -> None:
    """A new attempt in the row of `job`, which the caller keeps others from. RuleViolation(words) while one goes on."""
    if job.pk and job.is_under_way and not is_stuck(job, at):
        raise RuleViolation(words)
    job.state, job.done, job.error = BuildState.WAITING, 0, ""
    job.asked_by, job.asked_at, job.moved_at = by, at, at
    asked = ("state", "done", "error", "asked_by", "asked_at", "moved_at")  # what was made is its worker's
    job.save(update_fields=asked if job.pk else None)


def take(jobs: QuerySet[Job], pk: int, *, at: datetime) -> Job | None:
    """The job, for one worker only; None for every other."""
    waiting = jobs.filter(pk=pk, state=BuildState.WAITING)
    return jobs.get(pk=pk) if waiting.update(state=BuildState.RUNNING, moved_at=at, done=1) else None


def move(job: Job, done: int, *, at: datetime) -> None:
    _own(job).update(done=min(done, 99), moved_at=at)


def end(job: Job, *, at: datetime, **made) -> bool:
    """Made. False, and nothing written, when a newer attempt has the row."""
    return bool(_own(job).update(state=BuildState.DONE, done=100, error="", moved_at=at, finished_at=at, **made))


def fail(job: Job, error: Exception, *, at: datetime) -> str:
    """Why, in a sentence; the state that is now the attempt's, empty when a newer one has the row.

    A mistake of ours is raised again, so that it is also in the worker's log.
    """
    why = str(error.message) if isinstance(error, RuleViolation) else f"{type(error).__name__}：{error}"
    failed = {"state": BuildState.FAILED, "error": why[:500] or _("没有说明的错误"), "moved_at": at, "finished_at": at}
    ended = _own(job).update(**failed)
    if not isinstance(error, RuleViolation | OSError):
        raise error
    return BuildState.FAILED if ended else ""


def give_up(jobs: QuerySet[Job], pk: int, why: str, *, at: datetime) -> None:
    """What no worker took is a failure that says why, and can be asked for again."""
    waiting = jobs.filter(pk=pk, state=BuildState.WAITING)
    waiting.update(state=BuildState.FAILED, error=why[:500], moved_at=at, finished_at=at)


def _own(job: Job) -> QuerySet[Job]:
    """The row, as long as it is this attempt's."""
    return type(job).objects.filter(pk=job.pk, asked_at=job.asked_at, state=BuildState.RUNNING)
