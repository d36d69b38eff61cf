"""Freezing the annual report: rows, figures, who and when; a correction is the next revision.

Counting takes seconds for a thousand suggestions, so it is done in the background and looked at; freezing signs what
was looked at.
"""

from collections.abc import Callable
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.recipients import local_day
from accounts.roles import Permission
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from suggestions.models import Session
from supervision.actions import _job
from supervision.actions.snapshot import check_day, take
from supervision.choices import BuildState
from supervision.models import AnnualReport, ReportDraft, Snapshot
from supervision.reports import changes, figures


def check_freeze(user) -> None:
    if not user.may(Permission.FREEZE_REPORT):
        raise NotAllowed(
            _("年度报告由代表工作机构负责人定稿；您的角色是“%(role)s”，可以查看和下载，不能定稿。")
            % {"role": user.get_role_display()}
        )


def is_stuck(draft: ReportDraft, at: datetime) -> bool:
    return _job.is_stuck(draft, at)


def is_of_today(draft: ReportDraft, at: datetime) -> bool:
    """Counted on an earlier day it may miss what was entered since."""
    return local_day(draft.asked_at) == local_day(at)


def standing(session: Session | int, as_of: date) -> AnnualReport | None:
    return AnnualReport.objects.filter(session=session, as_of=as_of).order_by("-revision").first()


@transaction.atomic
def ask(*, session: Session, as_of: date, by, at: datetime) -> ReportDraft:
    """Queue the counting of a draft, in the row of an earlier one.

    RuleViolation for a day to come, and while this one is being counted.
    """
    check_day(as_of, at)
    Session.objects.select_for_update().get(pk=session.pk)
    key = {"session": session, "as_of": as_of}
    draft = ReportDraft.objects.filter(**key).first() or ReportDraft(**key)
    _job.ask(draft, _("正在统计，请稍候。"), by=by, at=at)
    return draft


def count(pk: int, *, now: Callable[[], datetime], decimals: int) -> str:
    """Count draft `pk`; returns the state it ended in, as `build_report.make` does. Drafts of earlier days go."""
    draft = _job.take(ReportDraft.objects.select_related("session__term", "asked_by"), pk, at=now())
    if draft is None:
        return ""

    def progress(done: int, of: int) -> None:
        _job.move(draft, 80 * done // of, at=now())

    try:
        _clear_away(ReportDraft.objects.exclude(pk=pk), draft.asked_at)
        day = {"session": draft.session, "as_of": draft.as_of}
        snapshot = take(**day, by=draft.asked_by, at=draft.asked_at, progress=progress)
        before = standing(**day)
        counted = figures.compute(snapshot, decimals=decimals)
        differing = changes.between(before.snapshot, before.figures, snapshot, counted) if before else {}
        found = {"figures": counted, "changes": differing, "revision": before.revision + 1 if before else 1}
        with transaction.atomic():
            ended = _job.end(draft, at=now(), snapshot=snapshot, **found)
            _without_report(draft.snapshot_id if ended else snapshot.pk).delete()
    except Exception as error:
        return _job.fail(draft, error, at=now())
    return BuildState.DONE if ended else ""


def give_up(pk: int, why: str, *, at: datetime) -> None:
    _job.give_up(ReportDraft.objects.all(), pk, why, at=at)


@transaction.atomic
def freeze(*, draft: ReportDraft, seen: int | None = None, reason: str = "", by, at: datetime) -> AnnualReport:
    """The report that the draft shows; another one for the same session and day is its next revision, with a reason.

    `seen`: the snapshot that the person was shown; Conflict when the draft was counted again, or another one frozen,
    meanwhile. NotAllowed; RuleViolation for a draft of an earlier day, a correction without words or without anything
    to correct.
    """
    check_freeze(by)
    Session.objects.select_for_update().get(pk=draft.session_id)  # two freezings follow each other
    same = ReportDraft.objects.filter(pk=draft.pk, state=BuildState.DONE, snapshot=seen or draft.snapshot_id)
    before = standing(draft.session_id, draft.as_of)
    if not same.exists() or draft.revision != (before.revision + 1 if before else 1):
        raise Conflict(_("刚刚有人定稿或重新统计了这一截止日期的报告，没有重复定稿。请核对后再操作。"))
    if not is_of_today(draft, at):
        raise RuleViolation(_("这些数字不是今天统计的，请重新统计、核对后再定稿。"))
    if before and not reason.strip():
        raise RuleViolation(_("这是对已定稿报告的更正，请写明更正理由。"), field="reason")
    if before and changes.is_empty(draft.changes):
        raise RuleViolation(_("与第%(n)d版相比没有任何变化，不需要另出一版。") % {"n": before.revision})
    made = AnnualReport.objects.create(
        session=draft.session,
        as_of=draft.as_of,
        revision=draft.revision,
        snapshot=draft.snapshot,
        figures=draft.figures,
        changes=draft.changes,
        reason=reason.strip() if before else "",
        frozen_by=by,
        frozen_by_name=by.name,
        frozen_at=at,
    )
    draft.delete()
    return made


@transaction.atomic
def _clear_away(drafts: QuerySet[ReportDraft], at: datetime) -> None:
    """Those that can no longer be frozen, with their rows."""
    for draft in drafts:
        if not is_of_today(draft, at):
            draft.delete()
            _without_report(draft.snapshot_id).delete()


def _without_report(pk: int | None) -> QuerySet[Snapshot]:
    return Snapshot.objects.filter(pk=pk, report__isnull=True)
