"""Seed the working calendar from the chinesecalendar package: the State Council's notices, 2004 to 2026."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version

from chinese_calendar import Holiday
from chinese_calendar.constants import holidays, workdays
from django.db import transaction
from django.utils.translation import gettext as _

from suggestions.actions import recalculate
from suggestions.clocks import read_calendar
from suggestions.models import CalendarDay, CalendarYear

_NAMES = {holiday.value: holiday.chinese for holiday in Holiday}


@dataclass(frozen=True)
class Loaded:
    """Years and days that were added, and how many open due days they moved."""

    years: list[int]
    days: int
    moved: int


@transaction.atomic
def load_holidays(*, today: date, at: datetime) -> Loaded:
    """Add the years that are not loaded yet. A year once loaded is the office's own: nothing in it is touched again,
    and neither is a day that the office entered ahead of its year."""
    known = set(CalendarYear.objects.values_list("year", flat=True))
    source = _("国务院办公厅放假通知（chinesecalendar %(version)s）") % {"version": version("chinesecalendar")}
    own = set(CalendarDay.objects.values_list("date", flat=True))
    days = [
        CalendarDay(date=day, is_workday=works, name=name, source=source, changed_at=at)
        for day, works, name in package_days()
        if day.year not in known and day not in own
    ]
    years = sorted({day.year for day, _works, _name in package_days()} - known)
    if not years:
        return Loaded([], 0, 0)
    CalendarDay.objects.bulk_create(days, batch_size=500)
    CalendarYear.objects.bulk_create([CalendarYear(year=year, source=source, loaded_at=at) for year in years])
    moved = recalculate.apply(recalculate.moves(read_calendar()), reason=source, by=None, today=today, at=at)
    return Loaded(years, len(days), moved)


def package_days() -> Iterator[tuple[date, bool, str]]:
    """(day, is worked, name) of every festival, with the weekends inside it, and of every make-up working day."""
    for day, name in holidays.items():
        yield day, False, _NAMES.get(name, name)
    for day, name in workdays.items():
        yield day, True, f"{_NAMES.get(name, name)}调休上班"
