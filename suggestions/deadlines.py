"""When a reply is due, how that day was reached, and how late it is.

Pure: days in, days out. Every period is counted from its start and never from an earlier due day, so 3 months
extended to 6 are 6 months from the assignment. Article by article in docs/deadlines.md: 《代表法》(2025) art. 51 for
the limits, 《民法典》 arts. 201–203 for the counting, the office's own rules (`Rule`) for the shorter windows.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from suggestions import deadline_steps as say
from suggestions.calendar import ONE_DAY, WorkCalendar
from suggestions.deadline_steps import cn
from suggestions.errors import RuleViolation

STATUTORY_MONTHS = 3, 6  # 《代表法》第51条: three months; six where the matter is wide or hard
UNITS = {"workdays": "{}个工作日", "days": "{}日", "months": "{}个月", "days_before_due": "答复期限前{}日"}
START_DAYS = {"assignment": "交办之日", "receipt": "签收之日", "closing": "闭会之日"}


class DeadlineRefusal(RuleViolation, ValueError):
    """The date asked for cannot be given; carries the sentence the unit reads."""


@dataclass(frozen=True)
class Window:
    """A short period such as 10个工作日. ValueError for an unknown unit or an amount below 1."""

    amount: int
    unit: str

    def __post_init__(self):
        if self.unit not in UNITS:
            raise ValueError(f"unknown unit {self.unit!r}")
        if not isinstance(self.amount, int) or self.amount < 1:
            raise ValueError(f"a window lasts at least 1, not {self.amount!r}")

    def __str__(self):
        return UNITS[self.unit].format(self.amount)


@dataclass(frozen=True)
class Rule:
    """The office's settings that decide dates (domain.md 8).

    ValueError unless 1 ≤ reply_months ≤ longest_months ≤ 6, as long as the statute lets any office go; and when a
    window counts back from the reply's due day although it may run where there is none.
    """

    reply_months: int = 3
    longest_months: int = 6
    roll_over: bool = True
    extension_needs_consent: bool = True
    return_window: Window = Window(10, "workdays")
    assisting: Window = Window(1, "months")
    rehandling: Window = Window(1, "months")
    assignment: Window = Window(7, "workdays")
    receipt: Window = Window(3, "workdays")
    feedback: Window = Window(15, "workdays")
    plan: Window = Window(5, "workdays")
    second_opinion: Window = Window(5, "workdays")
    countersign: Window = Window(3, "workdays")
    clock_start: str = "assignment"
    internal_target: Window | None = None

    def __post_init__(self):
        if not 1 <= self.reply_months <= self.longest_months <= max(STATUTORY_MONTHS):
            raise ValueError(f"{self.reply_months} and {self.longest_months} months do not keep 《代表法》第51条")
        if self.clock_start not in START_DAYS:
            raise ValueError(f"unknown clock start {self.clock_start!r}")
        forward = self.return_window, self.rehandling, self.assignment, self.receipt, self.feedback, self.plan
        if any(window.unit == "days_before_due" for window in (*forward, self.second_opinion, self.countersign)):
            raise ValueError("only the assisting opinion and the internal target may count back from the due day")


@dataclass(frozen=True)
class Deadline:
    """A due day and how it was reached.

    `last_day` ends the period as counted, `due_on` is the same after rest days; `is_provisional` when a day that
    decided it lies in a year whose calendar is not loaded; `steps` are the Chinese sentences of 怎样算出来的.
    """

    start: date
    last_day: date
    due_on: date
    is_provisional: bool
    steps: tuple[str, ...]

    @property
    def explanation(self) -> str:
        return "".join(self.steps)


def add_months(start: date, months: int) -> date:
    """The last day of a period of `months` from `start`, which is not itself counted; before rest days.

    The corresponding day of the month of expiry, or its last day where there is none (《民法典》第201、202条).
    ValueError if `months` is below 1.
    """
    if months < 1:
        raise ValueError(f"a period lasts at least 1 month, not {months}")
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def _after_rest_days(start: date, last_day: date, rule: Rule, calendar: WorkCalendar, steps: Iterable[str]) -> Deadline:
    """A last day that is a rest day gives way to the day after the rest days (《民法典》第203条), where rolled over."""
    if not rule.roll_over:  # the calendar decides nothing
        return Deadline(start, last_day, last_day, False, (*steps, *say.kept(last_day, calendar)))
    due_on = calendar.next_workday(last_day)
    steps = (*steps, *say.rolled(last_day, due_on, calendar))
    return _as_far_as_known(Deadline(start, last_day, due_on, False, steps), calendar, since=last_day)


def _as_far_as_known(deadline: Deadline, calendar: WorkCalendar, *, since: date) -> Deadline:
    """Provisional, and saying so, when a day from `since` to the due day lies in a year that is not loaded."""
    unknown = sorted({day.year for day in say.days(since, deadline.due_on) if not calendar.is_known(day)})
    return replace(deadline, is_provisional=bool(unknown), steps=(*deadline.steps, *say.provisional(unknown)))


def clock_start(
    rule: Rule, *, assigned_on: date, signed_on: date | None = None, session_closed_on: date | None = None
) -> date:
    """The day the reply period starts from: 交办之日 (《代表法》第51条), unless the office's rule says otherwise.

    In: `session_closed_on` only for a suggestion of that session. Where the day the rule asks for is not there yet,
    the assignment day stands in, so a unit that does not sign gains nothing; `clock_start_reason` says so.
    """
    days = {"assignment": assigned_on, "receipt": signed_on, "closing": session_closed_on}
    return days[rule.clock_start] or assigned_on


def clock_start_reason(
    rule: Rule, *, assigned_on: date, signed_on: date | None = None, session_closed_on: date | None = None
) -> str:
    """The Chinese sentence that says which of these days `clock_start` takes, and why."""
    days = {"assignment": assigned_on, "receipt": signed_on, "closing": session_closed_on}
    wanted, day = START_DAYS[rule.clock_start], days[rule.clock_start]
    if day is None:
        return f"办理规则设定自{wanted}起算；该日尚未登记，自交办之日{cn(assigned_on)}起算（《代表法》第51条）。"
    return f"自{wanted}{cn(day)}起算（{'《代表法》第51条' if rule.clock_start == 'assignment' else '办理规则'}）。"


def reply_deadline(start: date, rule: Rule, calendar: WorkCalendar, months: int | None = None) -> Deadline:
    """When the reply is due: `rule.reply_months` from `start`, or `months` for a wide or hard one (《代表法》第51条).

    ValueError unless `months` is within 1 and `rule.longest_months`.
    """
    months = rule.reply_months if months is None else months
    if not 1 <= months <= rule.longest_months:
        raise ValueError(f"{months} months are not within 1 and {rule.longest_months}")
    source = "《代表法》第51条" if months in STATUTORY_MONTHS else "办理规则，在《代表法》第51条规定的最长期限以内"
    last_day = add_months(start, months)
    period = f"答复期限为{months}个月（{source}）。"
    steps = (say.opening(start, _start_word(rule)), period, say.month_end(start, last_day))
    return _after_rest_days(start, last_day, rule, calendar, steps)


def longest_deadline(start: date, rule: Rule, calendar: WorkCalendar) -> Deadline:
    """The latest a reply can ever be due: `rule.longest_months` from `start` itself (《代表法》第51条)."""
    return reply_deadline(start, rule, calendar, rule.longest_months)


def window_deadline(
    start: date, window: Window, rule: Rule, calendar: WorkCalendar, what: str = "期限", due_on: date | None = None
) -> Deadline:
    """When a short window that opens on `start` closes: receipt, return, assisting opinion, feedback (office's rules).

    In: `what` names it in the steps; `due_on` is the reply's due day, for a window counted back from it, which never
    closes before the day after `start`. Counted by 《民法典》第201–203条. ValueError when a needed `due_on` is missing.
    """
    opening = (say.opening(start), f"{what}为{window}（办理规则）。")
    if window.unit == "workdays":  # ends on a working day as it is
        last_day = calendar.add_workdays(start, window.amount)
        steps = (*opening, *say.workdays(start, last_day, calendar))
        return _as_far_as_known(Deadline(start, last_day, last_day, False, steps), calendar, since=start + ONE_DAY)
    if window.unit == "months":
        last_day = add_months(start, window.amount)
        step = say.month_end(start, last_day)
    elif window.unit == "days":
        last_day = start + timedelta(days=window.amount)
        step = f"第{window.amount}日{cn(last_day)}为期间的最后一日。"
    elif due_on is None:
        raise ValueError("a window counted back from the due day needs the due day")
    else:
        counted_back = due_on - timedelta(days=window.amount)
        last_day = max(counted_back, start + ONE_DAY)
        early = f"，早于起算日的次日，以{cn(last_day)}为准" if last_day > counted_back else ""
        step = f"自答复期限{cn(due_on)}往前数{window.amount}日为{cn(counted_back)}{early}。"
    return _after_rest_days(start, last_day, rule, calendar, (*opening, step))


def _start_word(rule: Rule) -> str:
    """Only under the statute's own start is `start` surely 交办之日; see `clock_start_reason` for the others."""
    return START_DAYS["assignment"] if rule.clock_start == "assignment" else "起算日"


# Extension


def extension_limit(start: date, rule: Rule, calendar: WorkCalendar) -> date:
    """The last day an extension may reach: 6 months from `start`, never 3 months after 3 (《代表法》第51条)."""
    return longest_deadline(start, rule, calendar).due_on


def check_extension(
    *, start: date, requested_until: date, current_due_on: date, today: date, rule: Rule, calendar: WorkCalendar
) -> None:
    """Pass when an extension to `requested_until` may be asked for today; the due day itself is still in time.

    DeadlineRefusal, with its sentence, when the due day has passed, when the date is not later than the current one,
    or when it lies beyond the limit, which is named (《代表法》第51条; local rules, domain.md 1.2 "To 6 months").
    """
    if is_overdue(current_due_on, today):
        raise DeadlineRefusal(f"答复期限{cn(current_due_on)}已过，不能再申请延期，请尽快答复。")
    if requested_until <= current_due_on:
        raise DeadlineRefusal(f"申请延至的日期应当晚于现在的答复期限{cn(current_due_on)}。", field="until")
    limit = extension_limit(start, rule, calendar)
    if requested_until > limit:
        longest = f"自{_start_word(rule)}{cn(start)}起最长{rule.longest_months}个月，最晚可延至{cn(limit)}"
        raise DeadlineRefusal(f"不能延至{cn(requested_until)}：{longest}（《代表法》第51条）。", field="until")


def extended_deadline(start: date, until: date, rule: Rule, calendar: WorkCalendar) -> Deadline:
    """The due day under an extension granted to `until`: a function of `start` and `until`, never an increment.

    `until` rolls over rest days like any last day and stops at `extension_limit`, even if the limit has moved since
    the grant (《代表法》第51条). ValueError if `until` is not after `start`.
    """
    if until <= start:
        raise ValueError(f"an extension until {until} ends before it starts on {start}")
    limit = extension_limit(start, rule, calendar)
    granted = f"经同意延期至{cn(until)}（办理规则）。"
    verdict = "延期没有超过" if until <= limit else "延期以此为限"
    bound = f"自{_start_word(rule)}起最长{rule.longest_months}个月，即{cn(limit)}（《代表法》第51条），{verdict}。"
    steps = (say.opening(start, _start_word(rule)), granted, bound)
    return _after_rest_days(start, min(until, limit), rule, calendar, steps)


# Lateness: derived from the stored day, never stored


class Light(TextChoices):
    """How near a due day is, in a word."""

    OVERDUE = "overdue", _("逾期")
    DUE_TODAY = "due_today", _("今日到期")
    DUE_SOON = "due_soon", _("7日内到期")
    DUE_MONTH = "due_month", _("30日内到期")
    IN_TIME = "in_time", _("期限内")
    DONE = "done", _("已答复")
    NONE = "none", _("未定期限")


_MOST_DAYS_LEFT = {Light.OVERDUE: -1, Light.DUE_TODAY: 0, Light.DUE_SOON: 7, Light.DUE_MONTH: 30, Light.IN_TIME: None}


def days_left(due_on: date, today: date) -> int:
    """Days until `due_on`: 0 on the day itself, negative after it."""
    return (due_on - today).days


def is_overdue(due_on: date, today: date) -> bool:
    """Whether `due_on` has passed. The day itself is in time to its end, 二十四时 (《民法典》第203条)."""
    return today > due_on


def was_on_time(due_on: date, done_on: date) -> bool:
    """Whether what was done on `done_on` kept `due_on`; the due day itself does (《民法典》第203条)."""
    return not is_overdue(due_on, done_on)


def light(due_on: date | None, today: date, done_on: date | None = None) -> Light:
    """The light to show: DONE once done, NONE without a due day, else by the days left."""
    if done_on is not None:
        return Light.DONE
    if due_on is None:
        return Light.NONE
    bounds = light_bounds(today).items()
    return next(kind for kind, (first, last) in bounds if (first or date.min) <= due_on <= (last or date.max))


def light_bounds(today: date) -> dict[Light, tuple[date | None, date | None]]:
    """For each light of an open item, the first and the last `due_on` that show it today; None is without end.

    `light` reads these and so do queries: the badge and the list filter cannot differ. DONE and NONE have no dates.
    """
    bounds, first = {}, None
    for kind, most in _MOST_DAYS_LEFT.items():
        last = None if most is None else today + timedelta(days=most)
        bounds[kind] = first, last
        first = last and last + ONE_DAY
    return bounds
