"""The lead unit asks an assisting unit once more for its opinion (再次征求意见; 重庆 art 20)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification
from accounts.recipients import unit_contacts
from suggestions.actions import _transition
from suggestions.clocks import read_clockwork, window_due_on
from suggestions.errors import RuleViolation
from suggestions.models import Assignment, OpinionRequest
from suggestions.selectors.consultation import is_being_written
from suggestions.workflow import Action


def check_may_ask(assignment: Assignment, *, unit_id: int) -> None:
    """RuleViolation when it was asked once already, or when the reply is no longer being written by `unit_id`."""
    asked = OpinionRequest.objects.filter(assignment=assignment).first()
    if asked is not None:
        raise RuleViolation(
            _("%(day)s已经再次征求过%(unit)s的意见，每个协办单位只能再征求一次。")
            % {"day": f"{asked.asked_on:%Y-%m-%d}", "unit": assignment.unit}
        )
    if not is_being_written(assignment, unit_id):
        raise RuleViolation(_("答复已经送签，不再征求协办意见。"))


@transaction.atomic
def ask(*, assignment: Assignment, question: str, by, on: date, at: datetime) -> OpinionRequest:
    """Put `question` to the assisting unit of `assignment`; its next version answers it (opine.file).

    RuleViolation without a question, or as `check_may_ask`.
    """
    if not question.strip():
        raise RuleViolation(_("请写明需要补充的问题。"), field="question")
    check_may_ask(assignment, unit_id=by.unit_id)
    clock = read_clockwork()
    due_on = window_due_on(clock, on, clock.rule.second_opinion)
    _transition.move(assignment, Action.ASK_AGAIN, by=by, at=at, reason=question, new_date=due_on)
    request = OpinionRequest.objects.create(
        assignment=assignment, question=question.strip(), due_on=due_on, asked_by=by, asked_on=on, asked_at=at
    )
    notifications.post(
        unit_contacts([assignment.unit_id], on=on)[assignment.unit_id],
        key=f"asked-again:{assignment.pk}",
        kind=Notification.Kind.CASEWORK,
        subject=_("主办单位再次征求意见：%(suggestion)s") % {"suggestion": assignment.suggestion},
        body=_("请在%(day)s前补充协办意见：%(question)s") % {"day": f"{due_on:%Y-%m-%d}", "question": question.strip()},
        path=assignment.suggestion.get_absolute_url(),
        at=at,
    )
    return request


def note_answer(assignment: Assignment, *, on: date) -> None:
    """A further version of the opinion answers the question."""
    OpinionRequest.objects.filter(assignment=assignment, answered_on=None).update(answered_on=on)
