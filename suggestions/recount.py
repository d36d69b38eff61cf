"""A due day already set, counted again under a later calendar. Only rest days move it; no rule is applied anew."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from suggestions import deadline_steps as say
from suggestions.calendar import ONE_DAY, WorkCalendar


@dataclass(frozen=True)
class Recount:
    """The due day under the calendar, whether it still is a guess, and the sentences that say how it was reached."""

    due_on: date
    is_provisional: bool
    steps: tuple[str, ...]


def from_last_day(last_day: date, calendar: WorkCalendar) -> Recount:
    """The last day of a period, or the day after the rest days it falls on (《民法典》第203条)."""
    due_on = calendar.next_workday(last_day)
    return _recount(due_on, say.rolled(last_day, due_on, calendar), calendar, since=last_day)


def from_workdays(start: date, workdays: int, calendar: WorkCalendar) -> Recount:
    """The last of `workdays` working days after `start` (《民法典》第201条)."""
    due_on = calendar.add_workdays(start, workdays)
    return _recount(due_on, say.workdays(start, due_on, calendar), calendar, since=start + ONE_DAY)


def _recount(due_on: date, steps: Iterable[str], calendar: WorkCalendar, *, since: date) -> Recount:
    unknown = sorted({day.year for day in say.days(since, due_on) if not calendar.is_known(day)})
    return Recount(due_on, bool(unknown), (*steps, *say.provisional(unknown)))
