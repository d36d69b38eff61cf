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


@transaction.atomic
def close(*, suggestion: Suggestion, reason: str = "", by, today: date, at: datetime) -> None:
    """Close what is judged; what nobody judged only after the feedback limit, with a reason (重庆 art 29).

    Dissatisfied once: handled again, not closed. Dissatisfied again: closed only after the meeting, with a reason.
    """
    if suggestion.status == Status.REPLIED:
        if suggestion.feedback_due_on and today <= suggestion.feedback_due_on:
            raise RuleViolation(
                _("代表尚未反馈，反馈期限为%(day)s；到期仍未反馈的方可办结。")
                % {"day": f"{suggestion.feedback_due_on:%Y-%m-%d}"}
            )
        if not reason.strip():
            raise RuleViolation(_("代表没有反馈，办结须说明情况（如已催请反馈的日期和方式）。"), field="reason")
    if suggestion.grade == Grade.DISSATISFIED and suggestion.status == Status.JUDGED:
        if suggestion.round == 1:
            raise RuleViolation(_("代表不满意，须先交承办单位重新办理，不能直接办结。"))
        meeting.check_held(suggestion)
        if not reason.strip():
            raise RuleViolation(_("代表再次不满意，办结须说明理由。"), field="reason")
    _transition.move(suggestion, Action.CLOSE, by=by, at=at, reason=reason, changes={"closed_at": at, "closed_by": by})


@transaction.atomic
def reopen(*, suggestion: Suggestion, reason: str, by, at: datetime) -> None:
    """Closed by mistake, or the matter came up again."""
    _transition.move(
        suggestion, Action.REOPEN, by=by, at=at, reason=reason, changes={"closed_at": None, "closed_by": None}
    )
    settle(suggestion)
