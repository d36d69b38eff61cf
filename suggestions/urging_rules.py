"""Urging (催办): who hears of the first, the second and the third one, when the next may go out, and what became of
the day a unit promised in answer."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from suggestions.choices import UrgeChannel


class Audience(TextChoices):
    """Whom an urging reaches; which persons these are is looked up in selectors/urging.py."""

    UNIT_CONTACTS = "unit_contacts", _("单位联系人")
    UNIT_HEAD = "unit_head", _("单位负责人")
    COORDINATOR = "coordinator", _("系统协调人")
    LEADER = "leader", _("领衔督办领导")
    OFFICE_HEAD = "office_head", _("代表工作机构负责人")  # where nobody leads its supervision


class PromiseState(TextChoices):
    """A day a unit named in answer to an urging."""

    OPEN = "open", _("尚未到期")
    KEPT = "kept", _("已按时提交")
    BROKEN = "broken", _("到期未提交")
    LAPSED = "lapsed", _("任务已结束")


_UNIT = (Audience.UNIT_CONTACTS, Audience.UNIT_HEAD)
# The n-th urging of one task; from the last on it stays there.
_REACHES = (_UNIT, (*_UNIT, Audience.COORDINATOR), (*_UNIT, Audience.COORDINATOR, Audience.LEADER))
HIGHEST = len(_REACHES)


def audience(level: int) -> tuple[Audience, ...]:
    """Who hears of the `level`-th urging of a task, from 1: unit, then its system, then the leading leader."""
    return _REACHES[min(level, HIGHEST) - 1]


def held_until(channel: str, last: Mapping[str, date], gap: int, on: date) -> date | None:
    """The first day on which this channel may be used again; None when `on` is not before it.

    `last`: channel → the last day on which the task was urged by it. `gap`: days between two messages of the system,
    as the office sets it. A call or a letter is a fact that happened, perhaps earlier: it is only not entered twice.
    """
    if channel not in last:
        return None
    if channel != UrgeChannel.SYSTEM:
        return on + timedelta(days=1) if on == last[channel] else None
    free = last[channel] + timedelta(days=gap)
    return free if on < free else None


def promise_state(promised_on: date, done_on: date | None, *, is_owed: bool, today: date) -> PromiseState:
    """The promised day itself is in time. `done_on`: when the task was filed; `is_owed`: it still has to be."""
    if done_on is not None:
        return PromiseState.KEPT if done_on <= promised_on else PromiseState.BROKEN
    if not is_owed:
        return PromiseState.LAPSED
    return PromiseState.BROKEN if promised_on < today else PromiseState.OPEN
