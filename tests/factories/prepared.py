"""A unit that signs and plans: its rows at once, as handed_over.py does it.

Neither reaches anybody or sets a clock, but for a signature where the office counts from receipt.
"""

from datetime import date

from accounts.models import User
from suggestions.actions import _transition, plan, sign
from suggestions.clocks import read_clockwork, window_due_on
from suggestions.models import Assignment, Event, HandlingPlan, Suggestion
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
    steps = [step(task, Action.SIGN, by=by, on=on)]
    task.signed_at, task.signed_by = at(on), by
    if task.role in ANSWERING:
        task.plan_due_on = window_due_on(clock, on, clock.rule.plan)
    if fixings and task.plan_due_on:
        words = vars(fixings(task))
        HandlingPlan.objects.create(assignment=task, filed_by=by, filed_on=on, changed_at=at(on), **words)
        steps.append(step(task, Action.FILE_PLAN, by=by, on=on, new_date=words["complete_on"], detail="首次填报"))
    task.save(update_fields=["state", "version", "signed_at", "signed_by", "plan_due_on"])
    Event.objects.bulk_create(steps)


def step(subject: Assignment | Suggestion, action: Action, *, by: User, on: date, **words) -> Event:
    """A step along the table of the workflow, on the object; its line of history, not saved yet.

    Of a task: its suggestion counts on with it, in the database too, as nobody saves it for this.
    """
    task = subject if isinstance(subject, Assignment) else None
    item, field = (task.suggestion, "state") if task else (subject, "status")
    old = getattr(subject, field)
    new = next_state(action, old)
    setattr(subject, field, new)
    subject.version += 1
    if task:
        item.version = _transition.touch(item)
    return _transition.new_event(item, task, action, by=by, at=at(on), from_state=old, to_state=new, **words)
