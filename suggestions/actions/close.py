"""Closing (办结), and opening again."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from suggestions.actions import _transition, meeting
from suggestions.actions._settle import settle
from suggestions.choices import Grade, Status
from suggestions.errors import RuleViolation
from suggestions.models import Suggestion
from suggestions.workflow import Action


def check_ripe(suggestion: Suggestion, *, today: date) -> None:
    """RuleViolation while something must come first: the feedback limit of what nobody judged (重庆 art 29); a second
    handling where the deputy is dissatisfied, the meeting where dissatisfied again."""
    if suggestion.status == Status.REPLIED and suggestion.feedback_due_on and today <= suggestion.feedback_due_on:
        raise RuleViolation(
            _("代表尚未反馈，反馈期限为%(day)s；到期仍未反馈的方可办结。")
            % {"day": f"{suggestion.feedback_due_on:%Y-%m-%d}"}
        )
    if suggestion.grade == Grade.DISSATISFIED and suggestion.status == Status.JUDGED:
        if suggestion.round == 1:
            raise RuleViolation(_("代表不满意，须先交承办单位重新办理，不能直接办结。"))
        meeting.check_held(suggestion)


@transaction.atomic
def close(*, suggestion: Suggestion, reason: str = "", by, today: date, at: datetime) -> None:
    """Close what is judged; what nobody judged with a reason, and what the deputy is dissatisfied with again."""
    check_ripe(suggestion, today=today)
    if not reason.strip():
        if suggestion.status == Status.REPLIED:
            raise RuleViolation(_("代表没有反馈，办结须说明情况（如已催请反馈的日期和方式）。"), field="reason")
        if suggestion.grade == Grade.DISSATISFIED and suggestion.status == Status.JUDGED:
            raise RuleViolation(_("代表再次不满意，办结须说明理由。"), field="reason")
    _transition.move(suggestion, Action.CLOSE, by=by, at=at, reason=reason, changes={"closed_at": at, "closed_by": by})


@transaction.atomic
def reopen(*, suggestion: Suggestion, reason: str, by, at: datetime) -> None:
    """Closed by mistake, or the matter came up again."""
    _transition.move(
        suggestion, Action.REOPEN, by=by, at=at, reason=reason, changes={"closed_at": None, "closed_by": None}
    )
    settle(suggestion)
