"""What is asked of a key topic, and what comes next for it. Pure: facts and days in, sentences out."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from suggestions.choices import Status
from suggestions.errors import RuleViolation

# On the office's books and not over: before the assignment too, since the council decides early in the year.
CHOOSABLE = frozenset({Status.ACCEPTED, Status.IN_HANDLING, Status.REPLIED, Status.JUDGED, Status.CLOSED})
LONGEST_SILENCE = 60  # days after which the next step is to supervise again


@dataclass(frozen=True)
class Standing:
    """The facts of one topic on one day."""

    ended_on: date | None
    plan_until_on: date
    planned: tuple[date, str] | None  # the next supervision arranged, with its kind
    last_held_on: date | None
    owed: int  # findings the units owe
    late: int  # those of them past their day
    reported: int  # findings to be confirmed
    unfinished: int  # suggestions not yet answered


@dataclass(frozen=True)
class Step:
    """What comes next, and how urgent it is (`tone`: late, soon, good or empty)."""

    text: str
    tone: str = ""


def next_step(standing: Standing, today: date) -> Step:
    """The most urgent thing to do about a topic, one sentence."""
    s = standing
    if s.ended_on:
        return Step(_("已于%(day)s结束督办") % {"day": f"{s.ended_on:%Y-%m-%d}"})
    if s.late:
        return Step(_("%(n)d项整改逾期，督促承办单位") % {"n": s.late}, "late")
    if s.reported:
        return Step(_("%(n)d项整改已报完成，请确认") % {"n": s.reported}, "soon")
    if s.planned:
        day, kind = s.planned
        words = {"day": f"{day:%Y-%m-%d}", "kind": kind}
        if day < today:
            return Step(_("%(day)s的%(kind)s请补记情况") % words, "soon")
        return Step(_("%(day)s %(kind)s") % words)
    if s.last_held_on is None:
        return Step(_("尚未开展督办，请安排"), "soon")
    if s.owed:
        return Step(_("等待%(n)d项整改完成") % {"n": s.owed})
    if s.plan_until_on < today:
        return Step(_("督办方案已到期，请总结并结束"), "soon")
    if (today - s.last_held_on).days > LONGEST_SILENCE and s.unfinished:
        return Step(_("已%(n)d天没有督办，请安排") % {"n": (today - s.last_held_on).days}, "soon")
    return Step(_("按方案督办至%(day)s") % {"day": f"{s.plan_until_on:%Y-%m-%d}"}, "" if s.unfinished else "good")


def check_plan(decided_on: date, plan_from_on: date, plan_until_on: date, year: int, today: date) -> None:
    """RuleViolation for a decision to come or of another year, and for a plan that ends before it begins."""
    if decided_on > today:
        raise RuleViolation(_("主任会议日期不能晚于今天。"), field="decided_on")
    if decided_on.year not in {year, year - 1}:
        raise RuleViolation(_("主任会议日期应在督办年度或上一年度。"), field="decided_on")
    if plan_until_on < plan_from_on:
        raise RuleViolation(_("督办结束日期不能早于开始日期。"), field="plan_until_on")


def check_choosable(number: str, status: str) -> None:
    """RuleViolation for a suggestion that is not handled: withdrawn, merged, not accepted …"""
    if status not in CHOOSABLE:
        raise RuleViolation(
            _("%(number)s号目前为“%(status)s”，不能确定为重点督办件。")
            % {"number": number, "status": Status(status).label},
            field="suggestions",
        )
