"""Key topics (重点督办件): chosen by the office as the council of chairs decided, changed with history, ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import notifications
from accounts.models import Committee, Notification, User
from accounts.recipients import contacts_and_heads, local_day
from accounts.roles import Role
from suggestions.actions import key as marking
from suggestions.errors import Conflict, RuleViolation
from suggestions.models import Assignment, Suggestion
from supervision import permissions
from supervision.choices import Criterion, TopicEntryKind
from supervision.models import KeySuggestion, KeyTopic, TopicEntry
from supervision.topic_rules import check_choosable, check_plan


@dataclass(frozen=True)
class Choice:
    """What the council of chairs decided about one topic."""

    year: int
    order: int
    title: str
    criterion: str
    decided_on: date
    leader: User
    committee: Committee
    plan: str
    plan_from_on: date
    plan_until_on: date


_LABELS = {
    "order": gettext_lazy("序号"),
    "title": gettext_lazy("督办专题"),
    "criterion": gettext_lazy("确定标准"),
    "decided_on": gettext_lazy("主任会议日期"),
    "leader": gettext_lazy("领衔领导"),
    "committee": gettext_lazy("联系委室"),
    "plan": gettext_lazy("督办方案"),
    "plan_from_on": gettext_lazy("督办开始"),
    "plan_until_on": gettext_lazy("督办结束"),
}


@transaction.atomic
def choose(*, choice: Choice, suggestions: Iterable[Suggestion], by, today: date, at: datetime) -> KeyTopic:
    """Put a topic on the year's list; its suggestions bear the mark, everyone concerned is told.

    RuleViolation for a wrong leader, day or order, no suggestion, or one that is another topic's this year.
    """
    permissions.check_choose(by)
    suggestions = list(suggestions)
    _check(choice, suggestions, None, today)
    topic = KeyTopic.objects.create(**vars(choice))
    _bundle(topic, suggestions)
    _enter(topic, TopicEntryKind.CHOSEN, by=by, at=at, text=_numbers(suggestions))
    marking.choose(suggestions=suggestions, topic=_led(topic), by=by, at=at)
    _mark(suggestions)
    _tell(topic, _("确定为重点督办件"), _concerned(topic, at), _led(topic), at=at)
    return topic


@transaction.atomic
def amend(
    *, topic: KeyTopic, choice: Choice, suggestions: Iterable[Suggestion], by, today: date, at: datetime
) -> list[str]:
    """Change a running topic; each change is a line of its history, what into what. Returns the lines.

    RuleViolation as `choose`, for another year, and when nothing changed; Conflict when somebody was faster.
    """
    permissions.check_choose(by)
    _require_running(topic)
    suggestions = list(suggestions)
    if choice.year != topic.year:
        raise RuleViolation(_("督办年度不能改；请结束本件后在新年度重新登记。"), field="year")
    _check(choice, suggestions, topic, today)
    lines = _differences(topic, choice)
    before = {link.suggestion_id: link.suggestion for link in topic.links.select_related("suggestion")}
    added = [one for one in suggestions if one.pk not in before]
    kept = {one.pk for one in suggestions}
    dropped = [one for pk, one in before.items() if pk not in kept]
    if added:
        lines.append(_("增加建议：%(numbers)s") % {"numbers": _numbers(added)})
    if dropped:
        lines.append(_("移出建议：%(numbers)s") % {"numbers": _numbers(dropped)})
    if not lines:
        raise RuleViolation(_("没有改动，无须保存。"))
    _swap(topic, vars(choice))
    topic.links.filter(suggestion__in=dropped).delete()
    _bundle(topic, added)
    _enter(topic, TopicEntryKind.AMENDED, by=by, at=at, text="\n".join(lines))
    marking.release(suggestions=dropped, reason=_("移出重点督办件"), topic=topic.name, by=by, at=at)
    marking.choose(suggestions=added, topic=_led(topic), by=by, at=at)
    _mark([*before.values(), *added])
    _tell(topic, _("重点督办安排有调整"), _concerned(topic, at), "\n".join(lines), at=at)
    return lines


@transaction.atomic
def end(*, topic: KeyTopic, reason: str, by, today: date, at: datetime) -> None:
    """The topic is no longer followed; it stays on record with the reason. Conflict when somebody was faster."""
    permissions.check_choose(by)
    _require_running(topic)
    if not reason.strip():
        raise RuleViolation(_("请填写结束督办的理由。"), field="reason")
    _swap(topic, {"ended_on": today, "end_reason": reason.strip()})
    _enter(topic, TopicEntryKind.ENDED, by=by, at=at, text=reason.strip())
    released = list(topic.suggestions.all())
    marking.release(suggestions=released, reason=reason, topic=topic.name, by=by, at=at)
    _mark(released)
    _tell(topic, _("重点督办已结束"), _concerned(topic, at), reason.strip(), at=at)


def watchers(topic: KeyTopic) -> list[User]:
    """Who follows the topic: its leader, its committee's accounts."""
    return [topic.leader, *User.objects.filter(role=Role.COMMITTEE, committee=topic.committee_id, is_active=True)]


def _concerned(topic: KeyTopic, at: datetime) -> list[User]:
    """The watchers, and the people of the units that handle its suggestions."""
    tasks = Assignment.objects.active().filter(suggestion__in=topic.suggestions.all())
    units = tasks.values_list("unit_id", flat=True)
    return [*watchers(topic), *contacts_and_heads(units, on=local_day(at))]


def _check(choice: Choice, suggestions: list[Suggestion], topic: KeyTopic | None, today: date) -> None:
    check_plan(choice.decided_on, choice.plan_from_on, choice.plan_until_on, choice.year, today)
    keeps_leader = topic is not None and topic.leader_id == choice.leader.pk  # one who left is replaced in time
    if choice.leader.role != Role.LEADER or not (choice.leader.is_active or keeps_leader):
        raise RuleViolation(_("领衔领导应是常委会领导的账号。"), field="leader")
    others = KeyTopic.objects.exclude(pk=topic.pk if topic else None)
    if others.filter(year=choice.year, order=choice.order).exists():
        raise RuleViolation(
            _("%(year)d年已有第%(order)d号重点督办件，请换一个序号。") % {"year": choice.year, "order": choice.order},
            field="order",
        )
    if not suggestions:
        raise RuleViolation(_("请至少选择一件建议。"), field="suggestions")
    known = set(topic.links.values_list("suggestion_id", flat=True)) if topic else set()
    for one in suggestions:
        if one.pk not in known:
            check_choosable(one.number, one.status)
    taken = KeySuggestion.objects.filter(year=choice.year, suggestion__in=suggestions, topic__in=others)
    for link in taken.select_related("topic", "suggestion"):
        raise RuleViolation(
            _("%(number)s号已列入%(topic)s，一年只能列入一次。")
            % {"number": link.suggestion.number, "topic": link.topic.name},
            field="suggestions",
        )


def _require_running(topic: KeyTopic) -> None:
    if topic.ended_on:
        raise RuleViolation(_("此件已于%(day)s结束督办，不能再改。") % {"day": f"{topic.ended_on:%Y-%m-%d}"})


def _differences(topic: KeyTopic, choice: Choice) -> list[str]:
    lines = []
    for name, label in _LABELS.items():
        old, new = getattr(topic, name), getattr(choice, name)
        if old == new:
            continue
        if name == "criterion":
            old, new = Criterion(old).label, Criterion(new).label
        lines.append(_("%(label)s：%(old)s → %(new)s") % {"label": label, "old": old, "new": new})
    return lines


def _swap(topic: KeyTopic, changes: dict) -> None:
    """Compare and swap on the version that was read."""
    found = KeyTopic.objects.filter(pk=topic.pk, version=topic.version, ended_on=None)
    if not found.update(version=F("version") + 1, **changes):
        raise Conflict(_("此件刚刚被其他人改过，您的操作没有保存。请刷新页面查看最新情况后再操作。"))
    topic.version += 1
    for name, value in changes.items():
        setattr(topic, name, value)


def _bundle(topic: KeyTopic, suggestions: list[Suggestion]) -> None:
    KeySuggestion.objects.bulk_create(
        KeySuggestion(topic=topic, suggestion=one, year=topic.year) for one in suggestions
    )


def _mark(suggestions: Iterable[Suggestion]) -> None:
    """A suggestion carried into the next year may be another topic's still: the newest that runs leads it."""
    leaders: dict[int, int | None] = dict.fromkeys((one.pk for one in suggestions), None)
    running = KeySuggestion.objects.filter(suggestion__in=leaders, topic__ended_on=None).order_by("year")
    leaders.update(running.values_list("suggestion", "topic__leader"))
    marking.mark(leaders)


def _enter(topic: KeyTopic, kind: str, *, by, at: datetime, text: str) -> None:
    TopicEntry.objects.create(topic=topic, kind=kind, text=text, by=by, by_name=by.name, at=at)


def _numbers(suggestions: Iterable[Suggestion]) -> str:
    return "、".join(_("%(number)s号") % {"number": one.number} for one in suggestions)


def _led(topic: KeyTopic) -> str:
    return _("%(topic)s，%(leader)s领衔，%(committee)s联系") % {
        "topic": topic.name,
        "leader": topic.leader,
        "committee": topic.committee,
    }


def _tell(topic: KeyTopic, what: str, people, body: str, *, at: datetime) -> None:
    """Units are led to their own items, which bear the mark: the topic's page is not theirs."""
    units = [person for person in people if person.is_unit]
    others = [person for person in people if not person.is_unit]
    for group, path in ((units, "/suggestions/?key=1"), (others, topic.get_absolute_url())):
        notifications.post(
            group,
            key=f"key topic:{topic.pk}:{topic.version}",
            kind=Notification.Kind.CASEWORK,
            subject=_("%(what)s：%(topic)s") % {"what": what, "topic": topic.name},
            body=body,
            path=path,
            at=at,
        )
