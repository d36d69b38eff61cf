"""Who would be urged now, through whom, and which are left out and why: what the page shows is what is sent."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from django.utils.translation import gettext as _

from accounts.models import Unit, User
from accounts.recipients import coordinators, office_heads, reached, unit_contacts, unit_heads
from accounts.roles import Role
from suggestions.choices import Status, UrgeChannel
from suggestions.models import Assignment, Suggestion, UrgedTask
from suggestions.urging_rules import Audience, audience, held_until


@dataclass(frozen=True)
class Receiver:
    """A person and what for: the first of the audiences the person stands in."""

    person: User
    audience: Audience

    def __str__(self) -> str:
        return f"{self.person.name}（{self.audience.label}）"


@dataclass(frozen=True)
class Call:
    """One task that is urged now, for the `level`-th time."""

    task: Assignment
    level: int
    receivers: tuple[Receiver, ...]


@dataclass(frozen=True)
class LeftOut:
    """A suggestion, or one unit's task of it, that is not urged now."""

    suggestion: Suggestion
    unit: Unit | None
    reason: str


@dataclass(frozen=True)
class UnitCalls:
    """All that goes to one unit."""

    unit: Unit
    calls: list[Call]

    @property
    def receivers(self) -> list[Receiver]:
        return list({each.person.pk: each for call in self.calls for each in call.receivers}.values())

    @property
    def highest(self) -> int:
        return max(call.level for call in self.calls)


@dataclass(frozen=True)
class UrgePlan:
    channel: UrgeChannel
    calls: list[Call] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)

    def by_unit(self) -> list[UnitCalls]:
        units: dict[Unit, list[Call]] = defaultdict(list)
        for call in self.calls:
            units[call.task.unit].append(call)
        return [UnitCalls(unit, calls) for unit, calls in units.items()]

    def by_suggestion(self) -> dict[Suggestion, list[Call]]:
        found: dict[Suggestion, list[Call]] = defaultdict(list)
        for call in self.calls:
            found[call.task.suggestion].append(call)
        return found

    def by_person(self) -> dict[User, list[Call]]:
        """One message each, whatever the number of items."""
        found: dict[User, list[Call]] = defaultdict(list)
        for call in self.calls:
            for receiver in call.receivers:
                found[receiver.person].append(call)
        return found

    def narrowed(self, tasks: Collection[int]) -> "UrgePlan":
        """Only the calls of these tasks (keys)."""
        return UrgePlan(self.channel, [call for call in self.calls if call.task.pk in tasks], self.left_out)

    @property
    def fingerprint(self) -> str:
        """Of who is told of what: the page sends it back, so that nothing else goes out than was shown."""
        told = sorted((call.task.pk, call.level, *(r.person.pk for r in call.receivers)) for call in self.calls)
        return sha256(f"{self.channel} {told}".encode()).hexdigest()[:16]


def plan_urging(
    suggestions: Iterable[Suggestion],
    by: User,
    *,
    channel: str,
    on: date,
    gap: int,
) -> UrgePlan:
    """A fixed number of queries over any number of suggestions. Writes nothing.

    `gap`: days between two messages to the same task (the office's rule).
    Who leads a key suggestion is told from the third urging on; of any other the office's head.
    """
    suggestions = list(suggestions)
    owed = _owed(suggestions)
    history = _history([task.pk for tasks in owed.values() for task in tasks])
    people = _People([task for tasks in owed.values() for task in tasks], by, on)
    found = UrgePlan(UrgeChannel(channel))
    for suggestion in suggestions:
        if not owed[suggestion.pk]:
            found.left_out.append(LeftOut(suggestion, None, _nothing_owed(suggestion)))
        for task in owed[suggestion.pk]:
            last = history.get(task.pk, {})
            level = 1 + max((level for level, _day in last.values()), default=0)
            receivers = people.of(task, level)
            reason = _against(task, by, found.channel, {way: day for way, (_n, day) in last.items()}, gap, on)
            if not reason and found.channel == UrgeChannel.SYSTEM and not people.is_unit_reached(task):
                reason = _("该单位没有可以联系的人员，系统无法送达，请电话催办或发催办函。")
            if reason:
                found.left_out.append(LeftOut(suggestion, task.unit, reason))
            else:
                found.calls.append(Call(task, level, receivers))
    return found


def _owed(suggestions: list[Suggestion]) -> dict[int, list[Assignment]]:
    """What is owed in the round under way, with the suggestion at hand."""
    by_pk = {suggestion.pk: suggestion for suggestion in suggestions}
    found: dict[int, list[Assignment]] = {pk: [] for pk in by_pk}
    tasks = Assignment.objects.owing().filter(suggestion__in=list(by_pk)).order_by("-role", "pk")
    for task in tasks.select_related("unit"):
        task.suggestion = by_pk[task.suggestion_id]
        found[task.suggestion_id].append(task)
    return found


def _history(tasks: list[int]) -> dict[int, dict[str, tuple[int, date]]]:
    """Task → channel → the level and day of its last urging by that channel."""
    found: dict[int, dict[str, tuple[int, date]]] = defaultdict(dict)
    rows = UrgedTask.objects.filter(assignment__in=tasks).order_by("level")
    for task, level, channel, day in rows.values_list("assignment", "level", "urging__channel", "urging__urged_on"):
        before = found[task].get(channel, (0, day))[1]
        found[task][channel] = level, max(before, day)
    return found


def _nothing_owed(suggestion: Suggestion) -> str:
    if suggestion.status != Status.IN_HANDLING:
        return _("目前“%(state)s”，没有需要催办的任务。") % {"state": suggestion.get_status_display()}
    return _("有关单位都已经提交，没有需要催办的任务。")


def _against(task, by: User, channel: UrgeChannel, last: dict[str, date], gap: int, on: date) -> str:
    if by.role == Role.COORDINATOR and task.unit.handling_system != by.handling_system:
        return _("不是本系统的单位，由其所属系统的协调人或代表工作机构催办。")
    free = held_until(channel, last, gap, on)
    if free is None:
        return ""
    if last[channel] == on:
        return _("今天已经催办过（%(channel)s）。") % {"channel": channel.label}
    return _("%(day)s已经催办过（%(channel)s），%(free)s起可以再催。") % {
        "day": f"{last[channel]:%Y-%m-%d}",
        "channel": channel.label,
        "free": f"{free:%Y-%m-%d}",
    }


class _People:
    """Everyone an urging can reach, read once. Who urges needs no message about it."""

    def __init__(self, tasks: list[Assignment], by: User, on: date):
        units = {task.unit_id for task in tasks}
        self.by = by
        self.leaders = User.objects.in_bulk({task.suggestion.led_by_id for task in tasks} - {None})
        self.contacts, self.heads = unit_contacts(units, on=on), unit_heads(units)
        self.coordinators, self.office_heads = coordinators(), list(office_heads())

    def of(self, task: Assignment, level: int) -> tuple[Receiver, ...]:
        groups = {
            Audience.UNIT_CONTACTS: self.contacts.get(task.unit_id, []),
            Audience.UNIT_HEAD: self.heads.get(task.unit_id, []),
            Audience.COORDINATOR: self.coordinators.get(task.unit.handling_system, []),
            Audience.LEADER: [leader] if (leader := self.leaders.get(task.suggestion.led_by_id)) else [],
            Audience.OFFICE_HEAD: self.office_heads,
        }
        found: dict[int, Receiver] = {}
        for wanted in audience(level):
            name = wanted
            if wanted == Audience.LEADER and not reached(groups[wanted]):
                name = Audience.OFFICE_HEAD
            for person in reached(groups[name]):
                if person != self.by:
                    found.setdefault(person.pk, Receiver(person, name))
        return tuple(found.values())

    def is_unit_reached(self, task: Assignment) -> bool:
        return bool(self.contacts.get(task.unit_id) or self.heads.get(task.unit_id))
