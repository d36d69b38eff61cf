"""Freezing the annual report: rows, figures, who and when; a correction is the next revision."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.roles import Permission
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from suggestions.models import Session
from supervision.actions.snapshot import take
from supervision.models import AnnualReport
from supervision.reports import changes, figures


@dataclass(frozen=True)
class Preview:
    """What freezing now would give: the figures, and against the revision that stands, if there is one."""

    figures: dict
    revision: int
    changes: dict
    standing: AnnualReport | None

    @property
    def is_correction(self) -> bool:
        return self.standing is not None

    @property
    def is_the_same(self) -> bool:
        return self.standing is not None and changes.is_empty(self.changes)


def check_freeze(user) -> None:
    if not user.may(Permission.FREEZE_REPORT):
        raise NotAllowed(
            _("年度报告由代表工作机构负责人定稿；您的角色是“%(role)s”，可以查看和下载，不能定稿。")
            % {"role": user.get_role_display()}
        )


def preview(*, session: Session, as_of: date, decimals: int, by, at: datetime) -> Preview:
    """Freeze, look, and leave nothing behind: what is shown is what would be stored. RuleViolation as `take`."""
    with transaction.atomic():
        found, _snapshot = _prepared(session, as_of, decimals, by=by, at=at)
        transaction.set_rollback(True)
    return found


@transaction.atomic
def freeze(
    *, session: Session, as_of: date, reason: str = "", decimals: int, seen: int | None = None, by, at: datetime
) -> AnnualReport:
    """The report of `session` as of `as_of`; another one for the same day is its next revision and needs a reason.

    `seen`: the number of the revision the person was shown; Conflict when another one was frozen meanwhile.
    NotAllowed; RuleViolation for a day to come, a correction without words or without anything to correct.
    """
    check_freeze(by)
    found, snapshot = _prepared(session, as_of, decimals, by=by, at=at)
    if seen is not None and seen != found.revision:
        raise Conflict(_("刚刚有人定稿了这一截止日期的报告，没有重复定稿。请核对后再操作。"))
    if found.is_correction and not reason.strip():
        raise RuleViolation(_("这是对已定稿报告的更正，请写明更正理由。"), field="reason")
    if found.is_the_same:
        raise RuleViolation(
            _("与第%(n)d版相比没有任何变化，不需要另出一版。") % {"n": found.standing.revision}, field="as_of"
        )
    return AnnualReport.objects.create(
        session=session,
        as_of=as_of,
        revision=found.revision,
        snapshot=snapshot,
        figures=found.figures,
        changes=found.changes,
        reason=reason.strip() if found.is_correction else "",
        frozen_by=by,
        frozen_by_name=by.name,
        frozen_at=at,
    )


def _prepared(session: Session, as_of: date, decimals: int, *, by, at: datetime):
    """The snapshot's lock on the session lets two freezings follow each other."""
    snapshot = take(session=session, as_of=as_of, by=by, at=at)
    standing = AnnualReport.objects.filter(session=session, as_of=as_of).order_by("-revision").first()
    counted = figures.compute(snapshot, decimals=decimals)
    differing = changes.between(standing.snapshot, standing.figures, snapshot, counted) if standing else {}
    revision = standing.revision + 1 if standing else 1
    return Preview(counted, revision, differing, standing), snapshot
