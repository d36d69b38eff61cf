"""Which reminder is due on which day, and to whom.

A ladder of days before the due day, then the day after it, then weekly. Only the rung reached is a function of the
date; whether it has been sent stands in the ledger. So a missed night is caught up by the newest rung alone.
"""

from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from suggestions.calendar import WorkCalendar
from suggestions.deadlines import days_left
from suggestions.errors import RuleViolation


class Kind(TextChoices):
    """What is being waited for."""

    REPLY = "reply", _("主办答复")
    OPINION = "opinion", _("协办意见")
    RECEIPT = "receipt", _("签收")
    FEEDBACK = "feedback", _("代表反馈")
    COMMITMENT = "commitment", _("承诺事项")
    PLAN = "plan", _("六定方案")
    SECOND_OPINION = "second_opinion", _("补充协办意见")
    COUNTERSIGN = "countersign", _("会签")
    FINDING = "finding", _("督办整改")
    INSTRUCTION = "instruction", _("领导批示")


class Audience(TextChoices):
    """Who may be told; which persons these are is looked up elsewhere."""

    UNIT_CONTACTS = "unit_contacts", _("承办单位联系人")
    UNIT_HEAD = "unit_head", _("承办单位负责人")
    ASKING_UNIT = "asking_unit", _("征求意见的主办单位联系人")
    COORDINATOR = "coordinator", _("系统协调人")
    OFFICE = "office", _("代表工作机构")
    DEPUTY = "deputy", _("人大代表")


LADDER = (30, 15, 7, 3, 1, 0)

# Days before the due day. A short window starts lower down, or its first reminder would come with the task itself.
LADDERS: dict[Kind, tuple[int, ...]] = {
    Kind.REPLY: LADDER,
    Kind.OPINION: LADDER,
    Kind.RECEIPT: (1, 0),
    Kind.FEEDBACK: (15, 7, 3, 1, 0),
    Kind.COMMITMENT: LADDER,
    Kind.PLAN: (1, 0),
    Kind.SECOND_OPINION: (3, 1, 0),
    Kind.COUNTERSIGN: (3, 1, 0),
    Kind.FINDING: LADDER,
    Kind.INSTRUCTION: LADDER,
}
FIRST_OVERDUE = -1
WEEK = 7
YEARS = range(2000, 2100)  # a day asked for lies in them: no ladder runs off the end of the calendar

_UNIT = frozenset({Audience.UNIT_CONTACTS})
_UNIT_AND_ABOVE = _UNIT | {Audience.UNIT_HEAD, Audience.COORDINATOR, Audience.OFFICE}
_AND_WHO_ASKED = _UNIT_AND_ABOVE | {Audience.ASKING_UNIT}
_DEPUTY = frozenset({Audience.DEPUTY})

# To the due day and with it, and after it.
AUDIENCES: dict[Kind, tuple[frozenset[Audience], frozenset[Audience]]] = {
    Kind.REPLY: (_UNIT, _UNIT_AND_ABOVE),
    Kind.OPINION: (_UNIT, _UNIT_AND_ABOVE),
    Kind.RECEIPT: (_UNIT, _UNIT_AND_ABOVE),
    Kind.FEEDBACK: (_DEPUTY, _DEPUTY | {Audience.OFFICE}),
    Kind.COMMITMENT: (_UNIT, _UNIT_AND_ABOVE),
    Kind.PLAN: (_UNIT, _UNIT_AND_ABOVE),
    Kind.SECOND_OPINION: (_UNIT, _AND_WHO_ASKED),
    Kind.COUNTERSIGN: (_UNIT, _AND_WHO_ASKED),
    Kind.FINDING: (_UNIT, _UNIT_AND_ABOVE),
    Kind.INSTRUCTION: (_UNIT, _UNIT_AND_ABOVE),  # addressed to the office: only to it
}

_WORDS = {
    Kind.REPLY: "答复",
    Kind.OPINION: "协办意见",
    Kind.RECEIPT: "签收",
    Kind.FEEDBACK: "反馈",
    Kind.COMMITMENT: "承诺",
    Kind.PLAN: "六定方案",
    Kind.SECOND_OPINION: "补充意见",
    Kind.COUNTERSIGN: "会签",
    Kind.FINDING: "整改",
    Kind.INSTRUCTION: "批示落实",
}


def rung(due_on: date, today: date, kind: Kind = Kind.REPLY) -> int | None:
    """The latest rung of `kind` whose day has come: days before `due_on`, or −1, −8, −15 … after it.

    None while the first has not come.
    """
    left = days_left(due_on, today)
    if left >= 0:
        return min((step for step in LADDERS[kind] if step >= left), default=None)
    weeks = (FIRST_OVERDUE - left) // WEEK
    return FIRST_OVERDUE - weeks * WEEK


def rung_day(due_on: date, rung: int) -> date:
    """The day on which `rung` comes."""
    return due_on - timedelta(days=rung)


def next_rung_day(due_on: date, today: date, kind: Kind = Kind.REPLY) -> date:
    """The first day after `today` on which a rung of `kind` comes; there is always one, weekly once overdue."""
    left = days_left(due_on, today)
    if left > FIRST_OVERDUE:
        return rung_day(due_on, max(step for step in (*LADDERS[kind], FIRST_OVERDUE) if step < left))
    return rung_day(due_on, rung(due_on, today, kind) - WEEK)


def audience(kind: Kind, rung: int) -> frozenset[Audience]:
    """Who hears of `rung`: those who must act; once it is overdue, those above them too."""
    before, overdue = AUDIENCES[kind]
    return overdue if rung < 0 else before


def sentence(kind: Kind, due_on: date, today: date) -> str:
    """How near `due_on` is today, in Chinese. The true days, not the rung's: a caught-up reminder must not lie."""
    left = days_left(due_on, today)
    if left > 0:
        return f"距{_WORDS[kind]}期限还有 {left} 天"
    if left == 0:
        return f"{_WORDS[kind]}今日到期"
    return f"{_WORDS[kind]}已逾期 {-left} 天"


def may_send(today: date, calendar: WorkCalendar) -> bool:
    """Whether reminders go out at all today: on working days, make-up weekends included."""
    return calendar.is_workday(today)


def day_of(text: str) -> date:
    """The day that was typed, as 2026-03-02. RuleViolation, with its sentence, for anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise RuleViolation(_("“%(text)s”不是日期，请写成2026-03-02的样子。") % {"text": text[:20]}) from error
    if day.year not in YEARS:
        raise RuleViolation(_("%(day)s太远，请输入2000年至2099年的日期。") % {"day": day.isoformat()})
    return day
