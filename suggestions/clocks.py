"""The office's rule and calendar from the database, and the dates they give. The arithmetic is in deadlines.py."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from accounts.at_length import read_once
from suggestions import deadlines
from suggestions.calendar import WorkCalendar
from suggestions.choices import Period
from suggestions.deadlines import Deadline, Rule, Window
from suggestions.models import CalendarDay, CalendarYear, Regulation


@dataclass(frozen=True)
class Clockwork:
    """The rule in force and the calendar, read once per request or job."""

    rule: Rule
    calendar: WorkCalendar


class _SpecialDays:
    """The days that differ from the week, a year of them fetched when one of its days is first asked for: a date
    looks at one or two years, and the calendar holds more than twenty. Whoever goes through them all fetches all.
    """

    def __init__(self):
        self._found: dict[date, tuple[bool, str]] = {}
        self._years: set[int] = set()
        self._is_whole = False

    def around(self, day: date) -> dict[date, tuple[bool, str]]:
        if not self._is_whole and day.year not in self._years:
            self._years.add(day.year)
            self._take(CalendarDay.objects.filter(date__range=(date(day.year, 1, 1), date(day.year, 12, 31))))
        return self._found

    def whole(self) -> dict[date, tuple[bool, str]]:
        if not self._is_whole:
            self._is_whole = True
            self._take(CalendarDay.objects.all())
        return self._found

    def _take(self, days) -> None:
        for day, is_workday, name in days.values_list("date", "is_workday", "name"):
            self._found[day] = is_workday, name


class _Column(Mapping):
    """One thing that is said of the special days: whether they are worked, or their name (may be empty)."""

    def __init__(self, days: _SpecialDays, place: int):
        self._days, self._place = days, place

    def __getitem__(self, day: date):
        return self._days.around(day)[day][self._place]

    def __iter__(self) -> Iterator[date]:
        return iter(self._days.whole())

    def __len__(self) -> int:
        return len(self._days.whole())


@read_once
def read_clockwork() -> Clockwork:
    """A few small queries; an office that has set nothing works by the statute's defaults."""
    return Clockwork(rule=rule_of(newest_regulation()), calendar=read_calendar())


@read_once
def newest_regulation() -> Regulation | None:
    """The version in force, if the office ever set one. Read with every click: only the keys are sorted."""
    pk = Regulation.objects.values_list("pk", flat=True).first()
    return None if pk is None else Regulation.objects.get(pk=pk)


def read_calendar() -> WorkCalendar:
    days = _SpecialDays()
    return WorkCalendar(
        special_days=_Column(days, 0),
        names=_Column(days, 1),
        known_years=frozenset(CalendarYear.objects.order_by().values_list("year", flat=True)),
    )


def rule_of(regulation: Regulation | None) -> Rule:
    """The pure Rule of a stored one. ValueError when its numbers do not keep the statute."""
    if regulation is None:
        return Rule()
    target = regulation.internal_target_amount
    return Rule(
        reply_months=regulation.reply_months,
        longest_months=regulation.longest_months,
        roll_over=regulation.is_roll_over,
        extension_needs_consent=regulation.is_extension_consent_needed,
        return_window=Window(regulation.return_amount, str(regulation.return_unit)),
        assisting=Window(regulation.assisting_amount, str(regulation.assisting_unit)),
        rehandling=Window(regulation.rehandling_amount, str(regulation.rehandling_unit)),
        assignment=Window(regulation.assignment_amount, str(regulation.assignment_unit)),
        receipt=Window(regulation.receipt_amount, str(regulation.receipt_unit)),
        feedback=Window(regulation.feedback_amount, str(regulation.feedback_unit)),
        plan=Window(regulation.plan_amount, str(regulation.plan_unit)),
        second_opinion=Window(regulation.second_opinion_amount, str(regulation.second_opinion_unit)),
        countersign=Window(regulation.countersign_amount, str(regulation.countersign_unit)),
        clock_start=str(regulation.clock_start),
        internal_target=Window(target, str(regulation.internal_target_unit)) if target else None,
    )


def start_day(clock: Clockwork, suggestion, *, assigned_on: date, signed_on: date | None = None) -> tuple[date, str]:
    """The day the reply period runs from, and the sentence that says why. The closing day counts in session only."""
    closing = suggestion.session.closed_on if suggestion.period == Period.IN_SESSION else None
    days = {"assigned_on": assigned_on, "signed_on": signed_on, "session_closed_on": closing}
    return deadlines.clock_start(clock.rule, **days), deadlines.clock_start_reason(clock.rule, **days)


def reply_clock(clock: Clockwork, suggestion, *, assigned_on: date, signed_on: date | None = None) -> dict:
    """The clock fields of a lead or separate Assignment in the first round."""
    start, reason = start_day(clock, suggestion, assigned_on=assigned_on, signed_on=signed_on)
    deadline = deadlines.reply_deadline(start, clock.rule, clock.calendar)
    target = None
    if clock.rule.internal_target:
        found = deadlines.window_deadline(
            start, clock.rule.internal_target, clock.rule, clock.calendar, due_on=deadline.due_on
        )
        target = min(found.due_on, deadline.due_on)
    return {**_clock_fields(deadline, clock.rule, reason), "target_on": target}


def assisting_clock(clock: Clockwork, *, assigned_on: date, reply_due_on: date) -> dict:
    """The clock fields of an assisting Assignment; its opinion is never due after the lead's reply."""
    deadline = deadlines.window_deadline(
        assigned_on, clock.rule.assisting, clock.rule, clock.calendar, what="协办意见期限", due_on=reply_due_on
    )
    return _window_fields(deadline, clock.rule, clock.rule.assisting)


def rehandling_clock(clock: Clockwork, *, demanded_on: date) -> dict:
    """The clock fields of a second handling: a fresh period from the demand (domain.md 2.3)."""
    deadline = deadlines.window_deadline(
        demanded_on, clock.rule.rehandling, clock.rule, clock.calendar, what="重新办理期限"
    )
    return _window_fields(deadline, clock.rule, clock.rule.rehandling)


def unit_windows(clock: Clockwork, *, assigned_on: date) -> dict:
    """Until when the unit signs for the task, and until when it may hand it back."""
    rule, calendar = clock.rule, clock.calendar
    return {
        "receipt_due_on": deadlines.window_deadline(assigned_on, rule.receipt, rule, calendar).due_on,
        "return_until_on": deadlines.window_deadline(assigned_on, rule.return_window, rule, calendar).due_on,
    }


def window_due_on(clock: Clockwork, start: date, window: Window) -> date:
    """The last day of one of the office's short windows."""
    return deadlines.window_deadline(start, window, clock.rule, clock.calendar).due_on


def due_fields(deadline: Deadline, rule: Rule) -> dict:
    """The due day of a task and what a later calendar counts from again: nothing where the rule does not roll over."""
    return {
        "due_on": deadline.due_on,
        "last_day_on": deadline.last_day if rule.roll_over else None,
        "counted_workdays": None,
        "is_due_provisional": deadline.is_provisional,
    }


def _clock_fields(deadline: Deadline, rule: Rule, *first_steps: str) -> dict:
    return {
        "start_on": deadline.start,
        "original_due_on": deadline.due_on,
        "due_steps": [*first_steps, *deadline.steps],
        **due_fields(deadline, rule),
    }


def _window_fields(deadline: Deadline, rule: Rule, window: Window) -> dict:
    fields = _clock_fields(deadline, rule)
    if window.unit == "workdays":
        fields |= {"last_day_on": None, "counted_workdays": window.amount}
    return fields
