"""A year as twelve small months, weeks from Monday, for the calendar page."""

from calendar import Calendar
from dataclasses import dataclass
from datetime import date

from suggestions.calendar import WorkCalendar

REST, WORK, WEEKEND, PLAIN = "rest", "work", "weekend", "plain"


@dataclass(frozen=True)
class Day:
    """One cell: what kind of day, and its name where it has one of its own."""

    day: date
    kind: str
    name: str


def months(year: int, calendar: WorkCalendar) -> list[tuple[int, list[list[Day | None]]]]:
    """For each month its weeks; days of the neighbouring months are None."""
    weeks = Calendar().monthdatescalendar
    return [
        (
            month,
            [[_day(day, calendar) if day.month == month else None for day in week] for week in weeks(year, month)],
        )
        for month in range(1, 13)
    ]


def _day(day: date, calendar: WorkCalendar) -> Day:
    moved = calendar.special_days.get(day)
    if moved is None:
        return Day(day, WEEKEND if day.weekday() >= 5 else PLAIN, "")
    return Day(day, WORK if moved else REST, calendar.names.get(day, ""))
