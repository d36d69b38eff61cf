"""The files of a frozen report: asked for, made in the background, and asked for again when that failed."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.db import transaction
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
    build.save()
    return build


def make(pk: int, *, now: Callable[[], datetime], office: str) -> str:
    """Make the file of build `pk`; returns the state it ended in. What went wrong is a sentence in the row, never lost.

    A second worker on the same row finds it taken and leaves it.
    """
    taken = ReportBuild.objects.filter(pk=pk, state=BuildState.WAITING)
    if not taken.update(state=BuildState.RUNNING, moved_at=now(), done=1):
        return ""
    build = ReportBuild.objects.select_related("report__session", "report__snapshot").get(pk=pk)

    def progress(done: int) -> None:
        ReportBuild.objects.filter(pk=pk).update(done=min(done, 99), moved_at=now())

    try:
        made = making.make(build.kind, build.report, office=office, progress=progress)
        old = build.file.name
        build.file.save(made.name, ContentFile(made.content), save=False)
    except Exception as error:
        reason = str(error.message) if isinstance(error, RuleViolation) else f"{type(error).__name__}：{error}"
        _end(build, BuildState.FAILED, now(), error=reason[:500] or _("没有说明的错误"))
        if isinstance(error, RuleViolation | OSError):
            return BuildState.FAILED
        raise  # a mistake of ours is also in the worker's log
    build.name, build.content_type, build.size = made.name, made.content_type, len(made.content)
    _end(build, BuildState.DONE, now())
    if old:
        build.file.storage.delete(old)
    return BuildState.DONE


def _end(build: ReportBuild, state: str, at: datetime, error: str = "") -> None:
    build.state, build.error, build.moved_at, build.finished_at = state, error, at, at
    build.done = 100 if state == BuildState.DONE else build.done
    build.save()


def give_up(pk: int, why: str, *, at: datetime) -> None:
    """What no worker took is a failure that says why, and can be asked for again."""
    waiting = ReportBuild.objects.filter(pk=pk, state=BuildState.WAITING)
    waiting.update(state=BuildState.FAILED, error=why[:500], moved_at=at, finished_at=at)
