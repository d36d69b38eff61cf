"""When a reply is due, how that day was reached, and how late it is.

Pure: a day in, a day out. Every period is counted from its start day and never from an earlier due day, so 3 months
extended to 6 are 6 months from the assignment. Sources in docs/deadlines.md: 《代表法》(2025) art. 51 for the limits,
《民法典》 arts. 201–203 for the counting, the office's own rules (`Rule`) for the shorter windows.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from suggestions.calendar import ONE_DAY, WorkCalendar
from suggestions.errors import RuleViolation

STATUTORY_MONTHS = 3, 6  # 《代表法》第51条: three months; six where the matter is wide or hard

UNITS = {"workdays": "个工作日", "days": "日", "months": "个月", "days_before_due": "日(自答复期限往前数)"}
START_DAYS = {"assignment": "交办之日", "receipt": "签收之日", "closing": "闭会之日"}


class DeadlineRefusal(RuleViolation, ValueError):
    """The date asked for cannot be given; carries the sentence the unit reads."""


# What the office sets


@dataclass(frozen=True)
class Window:
    """A short period such as "10 workdays". ValueError for an unknown unit or an amount below 1."""

    amount: int
    unit: str

    def __post_init__(self):
        if self.unit not in UNITS:
            raise ValueError(f"unknown unit {self.unit!r}")
        if not isinstance(self.amount, int) or self.amount < 1:
            raise ValueError(f"a window lasts at least 1, not {self.amount!r}")

    def __str__(self):
        return f"{self.amount}{UNITS[self.unit]}"


@dataclass(frozen=True)
class Rule:
    """The office's settings that decide dates (domain.md 8).

    ValueError unless 1 ≤ reply_months ≤ longest_months ≤ 6, which is as long as the statute lets any office go; or
    when a window counts back from the due day although its own period may run where there is none.
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
    clock_start: str = "assignment"
    internal_target: Window | None = None

    def __post_init__(self):
        if not 1 <= self.reply_months <= self.longest_months <= max(STATUTORY_MONTHS):
            raise ValueError(f"{self.reply_months} and {self.longest_months} months do not keep 《代表法》第51条")
        if self.clock_start not in START_DAYS:
            raise ValueError(f"unknown clock start {self.clock_start!r}")
        for window in (self.return_window, self.rehandling, self.assignment, self.receipt, self.feedback):
            if window.unit == "days_before_due":
                raise ValueError("only the assisting opinion and the internal target may count back from the due day")


# What comes out


@dataclass(frozen=True)
class Deadline:
    """A due day and how it was reached.

    `last_day` is the end of the period as counted, `due_on` the same after rest days; `is_provisional` when a day that
    decided it lies in a year whose calendar is not loaded; `steps` the Chinese sentences of 怎样算出来的.
    """

    start: date
    last_day: date
    due_on: date
    is_provisional: bool
    steps: tuple[str, ...]

    @property
    def explanation(self) -> str:
        """The steps as one paragraph."""
        return "".join(self.steps)


# The counting rules of the Civil Code


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
    """Ends on a rest day → the day after the rest days (《民法典》第203条), where the office rolls over."""
    if not rule.roll_over:
        kept = (
            () if calendar.is_workday(last_day) else (f"{_named([last_day], calendar)}是休假日,办理规则设定不顺延。",)
        )
        return Deadline(start, last_day, last_day, False, (*steps, *kept))
    due_on = calendar.next_workday(last_day)
    if due_on > last_day:
        passed = _named(_days(last_day, due_on - ONE_DAY), calendar)
        rolled = (f"{passed}是休假日,以休假日结束的次日{_cn(due_on)}为最后一日(《民法典》第203条)。",)
    elif due_on.weekday() >= 5:
        rolled = (f"{_cn(due_on)}虽是周末,但调休上班,不顺延。",)
    else:
        rolled = ()
    return _decided(start, last_day, due_on, calendar, (*steps, *rolled), since=last_day)


def _decided(start, last_day, due_on, calendar, steps, *, since: date) -> Deadline:
    """The deadline, provisional when a day from `since` to `due_on` lies in a year that is not loaded."""
    unknown = sorted({day.year for day in _days(since, due_on) if not calendar.is_known(day)})
    remarks = [f"{year}年放假安排尚未载入,暂按周一至周五为工作日推算,载入后重新计算。" for year in unknown]
    return Deadline(start, last_day, due_on, bool(unknown), (*steps, *remarks))


# The periods


def clock_start(
    rule: Rule, *, assigned_on: date, signed_on: date | None = None, session_closed_on: date | None = None
) -> date:
    """The day the reply period starts from: 交办之日 (《代表法》第51条), unless the office's rule says otherwise.

    In: `session_closed_on` only for a suggestion of that session. Where the day the rule asks for has not come, the
    day of assignment stands in, so that a unit which does not sign gains nothing; `clock_start_reason` says so.
    """
    chosen = {"assignment": assigned_on, "receipt": signed_on, "closing": session_closed_on}[rule.clock_start]
    return chosen or assigned_on


def clock_start_reason(
    rule: Rule, *, assigned_on: date, signed_on: date | None = None, session_closed_on: date | None = None
) -> str:
    """The sentence that says which day `clock_start` took, and why."""
    chosen = {"assignment": assigned_on, "receipt": signed_on, "closing": session_closed_on}[rule.clock_start]
    wanted = START_DAYS[rule.clock_start]
    if chosen is None:
        return f"办理规则设定自{wanted}起算,因没有该日记录,自交办之日{_cn(assigned_on)}起算(《代表法》第51条)。"
    source = "《代表法》第51条" if rule.clock_start == "assignment" else "办理规则"
    return f"自{wanted}{_cn(chosen)}起算({source})。"


def reply_deadline(start: date, rule: Rule, calendar: WorkCalendar, months: int | None = None) -> Deadline:
    """When the reply is due: `rule.reply_months` from `start` (《代表法》第51条), or `months` where the office has
    found the matter wide or hard. ValueError if `months` is not within 1 and `rule.longest_months`.
    """
    months = rule.reply_months if months is None else months
    if not 1 <= months <= rule.longest_months:
        raise ValueError(f"{months} months are not within 1 and {rule.longest_months}")
    source = "《代表法》第51条" if months in STATUTORY_MONTHS else "办理规则,在《代表法》第51条规定的最长期限以内"
    last_day = add_months(start, months)
    steps = (_opening(start, rule), f"答复期限为{months}个月({source})。", _month_step(start, last_day))
    return _after_rest_days(start, last_day, rule, calendar, steps)


def longest_deadline(start: date, rule: Rule, calendar: WorkCalendar) -> Deadline:
    """The latest a reply can ever be due: `rule.longest_months` from `start` itself (《代表法》第51条)."""
    return reply_deadline(start, rule, calendar, rule.longest_months)


def window_deadline(
    start: date, window: Window, rule: Rule, calendar: WorkCalendar, what: str = "期限", due_on: date | None = None
) -> Deadline:
    """When a short window that opens on `start` closes: return, assisting opinion, receipt, feedback and the like.

    In: `what` names it in the steps; `due_on` is the reply's due day, needed to count back from. The day `start` is
    not counted (《民法典》第201条); workdays need no roll-over; counted back, it never closes before the day after
    `start`. ValueError when `due_on` is missing.
    """
    opening = (_opening(start), f"{what}为{window}(办理规则)。")
    if window.unit == "workdays":
        last_day = calendar.add_workdays(start, window.amount)
        steps = (*opening, *_workday_steps(start, last_day, calendar))
        return _decided(start, last_day, last_day, calendar, steps, since=start + ONE_DAY)
    if window.unit == "months":
        last_day = add_months(start, window.amount)
        step = _month_step(start, last_day)
    elif window.unit == "days":
        last_day = start + timedelta(days=window.amount)
        step = f"第{window.amount}日{_cn(last_day)}为期间的最后一日。"
    elif due_on is None:
        raise ValueError("a window counted back from the due day needs the due day")
    else:
        counted_back = due_on - timedelta(days=window.amount)
        last_day = max(counted_back, start + ONE_DAY)
        early = "" if last_day == counted_back else f",早于起算日的次日,以{_cn(last_day)}为准"
        step = f"答复期限{_cn(due_on)}往前数{window.amount}日为{_cn(counted_back)}{early}。"
    return _after_rest_days(start, last_day, rule, calendar, (*opening, step))


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
        raise DeadlineRefusal(f"答复期限{_cn(current_due_on)}已过,不能再申请延期,请尽快答复。")
    if requested_until <= current_due_on:
        raise DeadlineRefusal(f"申请延至的日期应当晚于现在的答复期限{_cn(current_due_on)}。")
    limit = extension_limit(start, rule, calendar)
    if requested_until > limit:
        raise DeadlineRefusal(
            f"自{_start_word(rule)}{_cn(start)}起最长{rule.longest_months}个月,最晚可延至{_cn(limit)}"
            f"(《代表法》第51条);申请的{_cn(requested_until)}已超过,请改为不晚于该日。"
        )


def extended_deadline(start: date, until: date, rule: Rule, calendar: WorkCalendar) -> Deadline:
    """The due day once an extension to `until` is granted: a function of `start` and `until`, never an increment.

    `until` rolls over rest days like any last day and stops at `extension_limit`, even if the limit has moved since
    the grant (《代表法》第51条). ValueError if `until` is not after `start`.
    """
    if until <= start:
        raise ValueError(f"an extension until {until} ends before it starts on {start}")
    limit = longest_deadline(start, rule, calendar)
    steps = [_opening(start, rule), f"经同意延期至{_cn(until)}(办理规则)。"]
    bound = f"自{_start_word(rule)}起最长{rule.longest_months}个月,即{_cn(limit.due_on)}(《代表法》第51条)"
    if until > limit.due_on:
        steps.append(f"{bound},延期以此为限。")
    else:
        steps.append(f"{bound},延期没有超过。")
    return _after_rest_days(start, min(until, limit.due_on), rule, calendar, steps)


# Lateness: derived from the stored day, never stored


class Light(TextChoices):
    """How near a due day is, in a word; the colour beside it is never alone."""

    OVERDUE = "overdue", _("逾期")
    DUE_TODAY = "due_today", _("今日到期")
    DUE_SOON = "due_soon", _("7日内到期")
    DUE_MONTH = "due_month", _("30日内到期")
    IN_TIME = "in_time", _("期限内")
    DONE = "done", _("已答复")
    NONE = "none", _("未定期限")


# Days left, from and to; `light` and `light_bounds` both read this, so the badge and the list filter cannot differ.
_DAYS_LEFT: dict[Light, tuple[int | None, int | None]] = {
    Light.OVERDUE: (None, -1),
    Light.DUE_TODAY: (0, 0),
    Light.DUE_SOON: (1, 7),
    Light.DUE_MONTH: (8, 30),
    Light.IN_TIME: (31, None),
}


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
    left = days_left(due_on, today)
    return next(
        kind
        for kind, (low, high) in _DAYS_LEFT.items()
        if (low is None or low <= left) and (high is None or left <= high)
    )


def light_bounds(today: date) -> Mapping[Light, tuple[date | None, date | None]]:
    """For each light of an open item, the earliest and latest `due_on` that shows it today; None is unbounded.

    For queries. DONE and NONE are not here: they are not about the date.
    """

    def day(left: int | None) -> date | None:
        return None if left is None else today + timedelta(days=left)

    return {kind: (day(low), day(high)) for kind, (low, high) in _DAYS_LEFT.items()}


# The sentences. Plain Chinese: they are stored as the record of a decision.


def _cn(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _named(days: Iterable[date], calendar: WorkCalendar) -> str:
    return "、".join(f"{_cn(day)}({calendar.name(day)})" for day in days)


def _start_word(rule: Rule | None) -> str:
    return START_DAYS["assignment"] if rule and rule.clock_start == "assignment" else "起算日"


def _opening(start: date, rule: Rule | None = None) -> str:
    return f"{_cn(start)}为{_start_word(rule)},当日不计入,自{_cn(start + ONE_DAY)}开始计算(《民法典》第201条)。"


def _month_step(start: date, last_day: date) -> str:
    if last_day.day == start.day:
        return f"到期月的对应日{_cn(last_day)}为期间的最后一日(《民法典》第202条)。"
    month = f"{last_day.year}年{last_day.month}月"
    return f"{month}没有{start.day}日,以月末日{_cn(last_day)}为期间的最后一日(《民法典》第202条)。"


def _workday_steps(start: date, last_day: date, calendar: WorkCalendar) -> Iterable[str]:
    days = _days(start + ONE_DAY, last_day)
    resting = [day for day in days if not calendar.is_workday(day)]
    made_up = [day for day in days if calendar.is_workday(day) and day.weekday() >= 5]
    if resting:
        yield f"其间{_named(resting, calendar)}是休假日,不计入。"
    if made_up:
        yield f"其间{_named(made_up, calendar)}调休上班,计入。"
    yield f"逐个工作日数到{_cn(last_day)}为最后一日。"
