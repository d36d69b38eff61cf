"""Signing for receipt (签收)."""

from datetime import date, datetime

from django.db import transaction

from suggestions.actions import _transition
from suggestions.actions._settle import settle
from suggestions.clocks import read_clockwork, reply_clock, window_due_on
from suggestions.models import Assignment
from suggestions.workflow import ANSWERING, Action


@transaction.atomic
def sign(*, assignment: Assignment, by, on: date, at: datetime) -> None:
    """The unit confirms that it has the task; who answers has some working days for the handling plan (六定, S18).

    Only where the office counts from receipt does this set the clock.
    """
    changes = {"signed_at": at, "signed_by": by}
    if assignment.role in ANSWERING:
        clock = read_clockwork()
        changes["plan_due_on"] = window_due_on(clock, on, clock.rule.plan)
        if clock.rule.clock_start == "receipt" and assignment.round == 1:
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
    if "due_on" in changes:
        settle(assignment.suggestion)
