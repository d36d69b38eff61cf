"""Signing for receipt (签收)."""

from datetime import date, datetime

from django.db import transaction

from suggestions.actions import _transition
from suggestions.actions._settle import settle
from suggestions.choices import UnitRole
from suggestions.clocks import read_clockwork, reply_clock
from suggestions.models import Assignment
from suggestions.workflow import Action


@transaction.atomic
def sign(*, assignment: Assignment, by, on: date, at: datetime) -> None:
    """The unit confirms that it has the task. Only where the office counts from receipt does this set the clock."""
    changes = {"signed_at": at, "signed_by": by}
    clock = read_clockwork()
    if clock.rule.clock_start == "receipt" and assignment.role != UnitRole.ASSISTING and assignment.round == 1:
        changes |= reply_clock(clock, assignment.suggestion, assigned_on=assignment.assigned_on, signed_on=on)
    _transition.move(
        assignment,
        Action.SIGN,
        by=by,
        at=at,
        old_date=assignment.due_on if "due_on" in changes else None,
        new_date=changes.get("due_on"),
        changes=changes,
    )
    settle(assignment.suggestion)
