"""The office's working calendar: a year's notice loaded, or single days changed, with every open due day it moves."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Change
from accounts.roles import Permission
from suggestions.actions import recalculate
from suggestions.actions.recalculate import Move
from suggestions.calendar import WorkCalendar
from suggestions.calendar_lines import Entry
from suggestions.clocks import read_calendar
from suggestions.errors import NotAllowed, RuleViolation
from suggestions.models import CalendarDay, CalendarYear

KIND = "calendar"


@dataclass(frozen=True)
class CalendarChange:
    """`year`: these entries are that whole year. Else the entries are single days; `removed` follow the week again."""

    entries: tuple[Entry, ...]
    source: str
    year: int | None = None
    removed: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Preview:
    """What a change would do: days that come, go or turn, and the open due days it moves."""

    added: list[Entry]
    changed: list[Entry]
    removed: list[CalendarDay]
    moves: list[Move]

    @property
    def moved(self) -> list[Move]:
        return [move for move in self.moves if move.is_moved]

    @property
    def confirmed(self) -> int:
        """Due days that stay and are no guess any more."""
        return sum(not move.is_moved and not move.found.is_provisional for move in self.moves)

    @property
    def is_nothing(self) -> bool:
        return not (self.added or self.changed or self.removed or self.moves)


def preview(change: CalendarChange) -> Preview:
    """Nothing is written."""
    kept = {day.date: day for day in CalendarDay.objects.all()}
    new = {entry.day: entry for entry in change.entries}
    gone = [day for day in kept.values() if day.date not in new and _goes(change, day.date)]
    return Preview(
        added=[entry for entry in change.entries if entry.day not in kept],
        changed=[
            entry
            for entry in change.entries
            if entry.day in kept
            and (kept[entry.day].is_workday, kept[entry.day].name) != (entry.is_workday, entry.name)
        ],
        removed=gone,
        moves=recalculate.moves(_calendar_after(change, {day.date for day in gone})),
    )


@transaction.atomic
def change_calendar(change: CalendarChange, *, by, today: date, at: datetime) -> Preview:
    """Write the calendar and move the open due days it moves, all or nothing; what was done.

    NotAllowed without the right. RuleViolation without a source, or for an empty year.
    """
    if not by.may(Permission.EDIT_CALENDAR):
        raise NotAllowed(_("您的角色不能维护工作日历。"))
    if not change.source.strip():
        raise RuleViolation(_("请填写依据，例如国务院办公厅的通知文号。"), field="source")
    if change.year is not None and not change.entries:
        raise RuleViolation(_("一年的放假安排不能是空的。"), field="lines")
    found = preview(change)
    CalendarDay.objects.filter(date__in=[day.date for day in found.removed]).delete()
    CalendarDay.objects.bulk_create(
        [
            CalendarDay(
                date=entry.day,
                is_workday=entry.is_workday,
                name=entry.name,
                source=change.source[:200],
                changed_by=by,
                changed_at=at,
            )
            for entry in change.entries
        ],
        update_conflicts=True,
        unique_fields=["date"],
        update_fields=["is_workday", "name", "source", "changed_by", "changed_at"],
    )
    if change.year is not None:
        CalendarYear.objects.update_or_create(
            year=change.year, defaults={"source": change.source[:200], "loaded_at": at}
        )
    recalculate.apply(found.moves, reason=change.source, by=by, today=today, at=at)
    _record(change, found, by=by, at=at)
    return found


def _goes(change: CalendarChange, day: date) -> bool:
    return day.year == change.year if change.year is not None else day in change.removed


def _calendar_after(change: CalendarChange, gone: set[date]) -> WorkCalendar:
    now = read_calendar()
    days: Mapping[date, bool] = {day: works for day, works in now.special_days.items() if day not in gone}
    names = {day: name for day, name in now.names.items() if day not in gone | {entry.day for entry in change.entries}}
    return WorkCalendar(
        special_days={**days, **{entry.day: entry.is_workday for entry in change.entries}},
        names={**names, **{entry.day: entry.name for entry in change.entries if entry.name}},
        known_years=now.known_years | ({change.year} if change.year is not None else set()),
    )


def _record(change: CalendarChange, found: Preview, *, by, at: datetime) -> None:
    what = {True: _("班"), False: _("休")}
    lines = [f"+ {entry.day} {what[entry.is_workday]} {entry.name}" for entry in [*found.added, *found.changed]]
    lines += [f"- {day.date} {what[day.is_workday]} {day.name}" for day in found.removed]
    days = _("%(n)d件期限变动") % {"n": len(found.moved)}
    name = _("%(year)d年放假安排") % {"year": change.year} if change.year else _("工作日历")
    Change.objects.create(
        kind=KIND,
        key=str(change.year or ""),
        name=name,
        what=Change.What.DATES_MOVED if found.moved else Change.What.CHANGED,
        detail="\n".join([change.source, days, *lines]),
        by=by,
        by_name=by.name,
        at=at,
    )
