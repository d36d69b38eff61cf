"""Open due days under another calendar: see first what would move, then move it with a line of history each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification
from accounts.recipients import local_day, unit_contacts
from suggestions import recount
from suggestions.actions import _transition
from suggestions.actions._settle import settle_many
from suggestions.calendar import WorkCalendar
from suggestions.deadline_steps import cn
from suggestions.models import Assignment, Event
from suggestions.recount import Recount
from suggestions.workflow import Action

BATCH = 500


@dataclass(frozen=True)
class Move:
    """What the calendar does to one open task: another due day, or only the certainty of the same one."""

    task: Assignment
    old: date
    found: Recount

    @property
    def is_moved(self) -> bool:
        return self.old != self.found.due_on


def moves(calendar: WorkCalendar) -> list[Move]:
    """Every task still owed whose due day, or whose being a guess, differs under `calendar`; by due day.

    A task whose rule does not roll over rest days is never moved. Filed and ended tasks keep their day.
    """
    open_tasks = (
        Assignment.objects.owing()
        .exclude(last_day_on=None, counted_workdays=None)
        .select_related("suggestion", "unit")
        .defer("suggestion__body")
        .order_by("due_on", "pk")
    )
    from_last_day = lru_cache(maxsize=None)(lambda day: recount.from_last_day(day, calendar))
    from_workdays = lru_cache(maxsize=None)(lambda start, n: recount.from_workdays(start, n, calendar))
    found = []
    for task in open_tasks:
        again = (
            from_workdays(task.start_on, task.counted_workdays)
            if task.counted_workdays
            else from_last_day(task.last_day_on)
        )
        if (again.due_on, again.is_provisional) != (task.due_on, task.is_due_provisional):
            found.append(Move(task, task.due_on, again))
    return found


def apply(found: Iterable[Move], *, reason: str, by, today: date, at: datetime) -> int:
    """Write the moves; how many due days changed. Runs in the transaction of the calendar's change."""
    found = list(found)
    events = []
    for move in found:
        task = move.task
        task.due_on, task.is_due_provisional = move.found.due_on, move.found.is_provisional
        task.target_on = min(task.target_on, task.due_on) if task.target_on else None
        task.version += 1
        task.due_steps = [*task.due_steps, _opening(move, reason, today), *move.found.steps]
        if move.is_moved:
            events.append(
                _transition.new_event(
                    task.suggestion,
                    task,
                    Action.MOVE_DATE,
                    by=by,
                    at=at,
                    reason=reason,
                    old_date=move.old,
                    new_date=task.due_on,
                    detail=_("工作日历变更，期限重新推算"),
                )
            )
    fields = ["due_on", "is_due_provisional", "target_on", "version", "due_steps"]
    Assignment.objects.bulk_update([move.task for move in found], fields, batch_size=BATCH)
    Event.objects.bulk_create(events, batch_size=BATCH)
    settle_many({move.task.suggestion_id: move.task.suggestion for move in found}.values())
    _tell_units([event.assignment for event in events], reason, at=at)
    return len(events)


def _opening(move: Move, reason: str, today: date) -> str:
    if not move.is_moved:
        return f"{cn(today)}工作日历更新（{reason}），期限仍为{cn(move.old)}。"
    return f"{cn(today)}工作日历更新（{reason}），期限由{cn(move.old)}改为{cn(move.found.due_on)}。"


def _tell_units(tasks: list[Assignment], reason: str, *, at: datetime) -> None:
    """One message per unit, not one per task."""
    contacts = unit_contacts((task.unit_id for task in tasks), on=local_day(at))
    for unit_id, people in contacts.items():
        own = [task for task in tasks if task.unit_id == unit_id]
        notifications.post(
            people,
            key=f"calendar:{at:%Y%m%d%H%M%S%f}:{unit_id}",
            kind=Notification.Kind.CASEWORK,
            subject=_("工作日历变更，%(n)d件建议的期限有变动") % {"n": len(own)},
            body="\n".join([reason, *(f"{task.suggestion} {task.due_on:%Y-%m-%d}" for task in own[:50])]),
            path=own[0].suggestion.get_absolute_url() if len(own) == 1 else "/",
            at=at,
        )
