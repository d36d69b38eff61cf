"""The files of a frozen report: asked for, made in the background, and asked for again when that failed."""

from collections.abc import Callable
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from suggestions.errors import NotAllowed
from supervision.actions import _job
from supervision.choices import BuildState
from supervision.models import AnnualReport, ReportBuild
from supervision.reports import making


def check_ask(user) -> None:
    if not user.is_office:
        raise NotAllowed(
            _("报告文件由代表工作机构生成；您的角色是“%(role)s”，可以下载已生成的文件。")
            % {"role": user.get_role_display()}
        )


def is_stuck(build: ReportBuild, at: datetime) -> bool:
    return _job.is_stuck(build, at)


@transaction.atomic
def ask(*, report: AnnualReport, kind: str, by, at: datetime) -> ReportBuild:
    """Queue one file, in the row of an earlier attempt. RuleViolation while one is being made. NotAllowed."""
    check_ask(by)
    AnnualReport.objects.select_for_update().get(pk=report.pk)
    build = ReportBuild.objects.filter(report=report, kind=kind).first() or ReportBuild(report=report, kind=kind)
    _job.ask(build, _("此文件正在生成，请稍候。"), by=by, at=at)
    return build


def make(pk: int, *, now: Callable[[], datetime], office: str) -> str:
    """Make the file of build `pk`; returns the state it ended in. What went wrong is a sentence in the row, never lost.

    A second worker on the same row finds it taken and leaves it. Empty when nothing was done, or for nothing: a newer
    attempt has the row.
    """
    build = _job.take(ReportBuild.objects.select_related("report__session", "report__snapshot"), pk, at=now())
    if build is None:
        return ""
    try:
        made = making.make(
            build.kind, build.report, office=office, progress=lambda done: _job.move(build, done, at=now())
        )
        old = build.file.name
        build.file.save(made.name, ContentFile(made.content), save=False)
    except Exception as error:
        return _job.fail(build, error, at=now())
    about = {"name": made.name, "content_type": made.content_type, "size": len(made.content)}
    ended = _job.end(build, at=now(), file=build.file.name, **about)
    left = old if ended else build.file.name
    if left:
        build.file.storage.delete(left)
    return BuildState.DONE if ended else ""


def give_up(pk: int, why: str, *, at: datetime) -> None:
    _job.give_up(ReportBuild.objects.all(), pk, why, at=at)
