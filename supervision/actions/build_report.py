"""The files of a frozen report: asked for, made in the background, and asked for again when that failed.

Attempts of one file follow each other in one row. A worker that was silent for `STALE` may still be alive: `asked_at`
says whose the row is, and what an older attempt says late changes nothing.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from suggestions.errors import NotAllowed, RuleViolation
from supervision.choices import BuildState
from supervision.models import AnnualReport, ReportBuild
from supervision.reports import making

STALE = timedelta(minutes=10)  # without a sign of life its worker is gone
UNDER_WAY = (BuildState.WAITING, BuildState.RUNNING)


def check_ask(user) -> None:
    if not user.is_office:
        raise NotAllowed(
            _("报告文件由代表工作机构生成；您的角色是“%(role)s”，可以下载已生成的文件。")
            % {"role": user.get_role_display()}
        )


def is_stuck(build: ReportBuild, at: datetime) -> bool:
    return build.is_under_way and build.moved_at < at - STALE


@transaction.atomic
def ask(*, report: AnnualReport, kind: str, by, at: datetime) -> ReportBuild:
    """Queue one file, in the row of an earlier attempt. RuleViolation while one is being made. NotAllowed."""
    check_ask(by)
    AnnualReport.objects.select_for_update().get(pk=report.pk)
    build = ReportBuild.objects.filter(report=report, kind=kind).first() or ReportBuild(report=report, kind=kind)
    if build.pk and build.is_under_way and not is_stuck(build, at):
        raise RuleViolation(_("此文件正在生成，请稍候。"))
    build.state, build.done, build.error = BuildState.WAITING, 0, ""
    build.asked_by, build.asked_at, build.moved_at = by, at, at
    asked = ("state", "done", "error", "asked_by", "asked_at", "moved_at")  # the file is its worker's
    build.save(update_fields=asked if build.pk else None)
    return build


def make(pk: int, *, now: Callable[[], datetime], office: str) -> str:
    """Make the file of build `pk`; returns the state it ended in. What went wrong is a sentence in the row, never lost.

    A second worker on the same row finds it taken and leaves it. Empty when nothing was done, or for nothing: a newer
    attempt has the row.
    """
    taken = ReportBuild.objects.filter(pk=pk, state=BuildState.WAITING)
    if not taken.update(state=BuildState.RUNNING, moved_at=now(), done=1):
        return ""
    build = ReportBuild.objects.select_related("report__session", "report__snapshot").get(pk=pk)

    def progress(done: int) -> None:
        _own(build).update(done=min(done, 99), moved_at=now())

    try:
        made = making.make(build.kind, build.report, office=office, progress=progress)
        old = build.file.name
        build.file.save(made.name, ContentFile(made.content), save=False)
    except Exception as error:
        reason = str(error.message) if isinstance(error, RuleViolation) else f"{type(error).__name__}：{error}"
        ended = _end(build, BuildState.FAILED, now(), error=reason[:500] or _("没有说明的错误"))
        if isinstance(error, RuleViolation | OSError):
            return BuildState.FAILED if ended else ""
        raise  # a mistake of ours is also in the worker's log
    about = {"name": made.name, "content_type": made.content_type, "size": len(made.content)}
    ended = _end(build, BuildState.DONE, now(), error="", done=100, file=build.file.name, **about)
    left = old if ended else build.file.name
    if left:
        build.file.storage.delete(left)
    return BuildState.DONE if ended else ""


def _own(build: ReportBuild) -> QuerySet[ReportBuild]:
    """The row, as long as it is still this attempt's."""
    return ReportBuild.objects.filter(pk=build.pk, asked_at=build.asked_at, state=BuildState.RUNNING)


def _end(build: ReportBuild, state: str, at: datetime, **fields) -> bool:
    """Compare and swap; False when a newer attempt has the row."""
    return bool(_own(build).update(state=state, moved_at=at, finished_at=at, **fields))


def give_up(pk: int, why: str, *, at: datetime) -> None:
    """What no worker took is a failure that says why, and can be asked for again."""
    waiting = ReportBuild.objects.filter(pk=pk, state=BuildState.WAITING)
    waiting.update(state=BuildState.FAILED, error=why[:500], moved_at=at, finished_at=at)
