"""A unit that signs and plans: its rows at once, as handed_over.py does it.

Neither reaches anybody or sets a clock, but for a signature where the office counts from receipt.
"""

from datetime import date

from accounts.models import User
from suggestions.actions import _transition, plan, sign
from suggestions.clocks import read_clockwork, window_due_on
from suggestions.models import Assignment, Event, HandlingPlan
from suggestions.workflow import ANSWERING, Action, next_state
from tests.factories.people import at


def signed(task: Assignment, fixings, *, by: User, on: date) -> None:
    """With its handling plan where one is asked for: `fixings(task)` are what it says, None files none."""
    clock = read_clockwork()
    if clock.rule.clock_start == "receipt":
        sign.sign(assignment=task, by=by, on=on, at=at(on))
        if fixings and task.plan_due_on:
            plan.file(assignment=task, fixings=fixings(task), by=by, on=on, at=at(on))
        return
    steps = [_step(task, Action.SIGN, by=by, on=on)]
    task.signed_at, task.signed_by = at(on), by
    if task.role in ANSWERING:
        task.plan_due_on = window_due_on(clock, on, clock.rule.plan)
    if fixings and task.plan_due_on:
        words = vars(fixings(task))
        HandlingPlan.objects.create(assignment=task, filed_by=by, filed_on=on, changed_at=at(on), **words)
        steps.append(_step(task, Action.FILE_PLAN, by=by, on=on, new_date=words["complete_on"], detail="首次填报"))
    task.save(update_fields=["state", "version", "signed_at", "signed_by", "plan_due_on"])
    Event.objects.bulk_create(steps)


def _step(task: Assignment, action: Action, *, by: User, on: date, **words) -> Event:
    old, task.state = task.state, next_state(action, task.state)
    task.version += 1
    item = task.suggestion
    item.version = _transition.touch(item)
    return _transition.new_event(item, task, action, by=by, at=at(on), from_state=old, to_state=task.state, **words)
