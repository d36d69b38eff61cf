"""Urging (催办) of one suggestion or of a filtered list, what a unit promises in answer, and remarks on the file."""

from collections.abc import Collection, Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification, User
from accounts.notifications import Digest
from accounts.recipients import office
from suggestions.actions import _transition
from suggestions.actions.change_rules import in_force
from suggestions.choices import UrgeChannel
from suggestions.deadlines import days_left
from suggestions.errors import Conflict, RuleViolation
from suggestions.models import Suggestion, UrgedTask, Urging
from suggestions.selectors.urging import Call, UrgePlan, plan_urging
from suggestions.workflow import Action

OF_URGED = ("urging__urged_by", "assignment__suggestion", "assignment__unit")
MOST_LINES = 200  # of one message; the rest is read on the work list


def plan(suggestions: Iterable[Suggestion], by: User, *, channel: str = UrgeChannel.SYSTEM, on: date) -> UrgePlan:
    """Who would be urged on `on` by the rules in force, and who not and why (selectors/urging.py)."""
    gap = in_force().urge_gap_days
    return plan_urging(suggestions, by, channel=channel, on=on, gap=gap)


@transaction.atomic
def urge_many(
    *,
    suggestions: Collection[int],
    words: str = "",
    channel: str = UrgeChannel.SYSTEM,
    happened_on: date | None = None,
    only: Collection[int] | None = None,
    shown: str = "",
    by: User,
    today: date,
    at: datetime,
) -> UrgePlan:
    """Urge whoever owes something in `suggestions` (keys), once each; returns what was done and what was left out.

    By system: one message a person, whatever the number of items. By phone or letter: only put on record, for
    `happened_on` (today without it). `only`: keys of the tasks to urge. `shown`: the fingerprint of the plan the
    person has seen; Conflict when another one would go out now. RuleViolation when nothing is left to urge, or for a
    day that cannot be. NotAllowed.
    """
    on = _day(channel, happened_on, today)
    locked = Suggestion.objects.select_for_update().filter(pk__in=list(suggestions)).order_by("pk")
    order = {pk: n for n, pk in enumerate(suggestions)}
    found = plan(sorted(locked, key=lambda one: order[one.pk]), by, channel=channel, on=on)
    if shown and shown != found.fingerprint:
        raise Conflict(_("催办的范围或对象与刚才显示的不同，没有发出。请核对下面最新的名单后再次提交。"))
    if only is not None:
        found = found.narrowed(only)
    if not found.calls:
        reasons = dict.fromkeys(left.reason for left in found.left_out)
        raise RuleViolation(_("没有可以催办的任务：%(why)s") % {"why": "".join(reasons) or _("没有选择单位。")})
    if any(call.task.assigned_on > on for call in found.calls):
        raise RuleViolation(_("催办日期不能早于交办日期。"), field="happened_on")
    urgings = _record(found, words.strip(), on, by=by, at=at)
    if found.channel == UrgeChannel.SYSTEM:
        notifications.post_digests(
            [_message(person, calls, words.strip(), today) for person, calls in found.by_person().items()],
            key=f"urged:{urgings[0].pk}",
            kind=Notification.Kind.URGE,
            at=at,
        )
    return found


def urge(
    *,
    suggestion: Suggestion,
    words: str,
    by: User,
    today: date,
    at: datetime,
    promise: str = "",
    promised_on: date | None = None,
    **how,
) -> UrgePlan:
    """Urge in one suggestion; `how` as in `urge_many`. `promise` and its day: what the unit said on the telephone."""
    with transaction.atomic():
        found = urge_many(suggestions=[suggestion.pk], words=words, by=by, today=today, at=at, **how)
        suggestion.refresh_from_db(fields=["version"])
        if promise.strip() or promised_on:
            for call in found.calls:
                urged = UrgedTask.objects.select_related(*OF_URGED).get(assignment=call.task, level=call.level)
                answer(urged=urged, promise=promise, promised_on=promised_on, by=by, today=today, at=at)
    return found


@transaction.atomic
def answer(*, urged: UrgedTask, promise: str, promised_on: date | None, by: User, today: date, at: datetime) -> None:
    """What the unit promises in answer to an urging: once, so that a promise that was not kept stays on record.

    NotAllowed for another unit or system. RuleViolation without words or day, for a day gone by, or a second time.
    """
    if urged.answered_at is not None:
        raise RuleViolation(
            _("此次催办已于%(day)s答复，不能改写。情况有变化的，请在下次催办时答复。")
            % {"day": f"{urged.answered_on:%Y-%m-%d}"}
        )
    if not promise.strip():
        raise RuleViolation(_("请填写单位怎么答复的。"), field="promise")
    first = today if by.is_unit else urged.urging.urged_on
    if promised_on is None or promised_on < first:
        raise RuleViolation(
            _("请填写承诺提交的日期，不早于%(day)s。") % {"day": f"{first:%Y-%m-%d}"}, field="promised_on"
        )
    _transition.move(
        urged.assignment,
        Action.ANSWER_URGING,
        by=by,
        at=at,
        reason=promise.strip(),
        new_date=promised_on,
        detail=_("对第%(n)d次催办") % {"n": urged.level},
    )
    urged.promise, urged.promised_on = promise.strip(), promised_on
    urged.answered_on, urged.answered_at, urged.answered_by = today, at, by
    urged.save(update_fields=["promise", "promised_on", "answered_on", "answered_at", "answered_by"])
    if by.is_unit:
        notifications.post(
            [*office(), urged.urging.urged_by],
            key=f"urging answered:{urged.pk}",
            kind=Notification.Kind.CASEWORK,
            subject=_("单位已回复催办：%(suggestion)s") % {"suggestion": urged.assignment.suggestion},
            body=_("%(unit)s承诺%(day)s前提交。%(words)s")
            % {"unit": urged.assignment.unit, "day": f"{promised_on:%Y-%m-%d}", "words": promise.strip()},
            path=urged.assignment.suggestion.get_absolute_url(),
            at=at,
        )


@transaction.atomic
def note(*, suggestion: Suggestion, words: str, by, at: datetime) -> None:
    """A remark on the timeline."""
    _transition.move(suggestion, Action.NOTE, by=by, at=at, reason=words)


def _day(channel: str, happened_on: date | None, today: date) -> date:
    """A message goes out now; a call or a letter is entered for its own day."""
    on = today if channel == UrgeChannel.SYSTEM else happened_on or today
    if on > today:
        raise RuleViolation(_("催办日期不能晚于今天。"), field="happened_on")
    return on


def _record(found: UrgePlan, words: str, on: date, *, by: User, at: datetime) -> list[Urging]:
    """The rows and the history, in a few statements."""
    items = found.by_suggestion()
    told = {
        one: "、".join(f"{call.task.unit.name}（第{call.level}次）" for call in calls) for one, calls in items.items()
    }
    way = found.channel.label
    lines = [(one, (_("%(way)s催办%(units)s") % {"way": way, "units": units})[:500]) for one, units in told.items()]
    _transition.stay_many(lines, Action.URGE, by=by, at=at, reason=words)
    before = _numbers(items)
    urgings = Urging.objects.bulk_create(
        [
            Urging(
                suggestion=one,
                round=one.round,
                number=before.get(one.pk, 0) + 1,
                channel=found.channel,
                words=words,
                urged_on=on,
                urged_at=at,
                urged_by=by,
                by_name=by.name,
            )
            for one in items
        ]
    )
    UrgedTask.objects.bulk_create(
        [
            UrgedTask(
                urging=urging,
                assignment=call.task,
                level=call.level,
                receivers=[str(receiver) for receiver in call.receivers],
            )
            for urging, calls in zip(urgings, items.values(), strict=True)
            for call in calls
        ]
    )
    return urgings


def _numbers(items: Iterable[Suggestion]) -> dict[int, int]:
    """How often each was urged in its round under way."""
    rounds = {one.pk: one.round for one in items}
    rows = Urging.objects.filter(suggestion__in=list(rounds)).order_by("number")
    return {pk: n for pk, turn, n in rows.values_list("suggestion", "round", "number") if turn == rounds[pk]}


def _message(person: User, calls: list[Call], words: str, today: date) -> Digest:
    """One suggestion: what the message always said, leading there; several: one line each, leading to the work list."""
    items = list(dict.fromkeys(call.task.suggestion for call in calls))
    lines = [_line(call, today) for call in calls[:MOST_LINES]]
    if len(calls) > MOST_LINES:
        lines.append(_("……共%(n)d项，其余请登录系统查看。") % {"n": len(calls)})
    subject = _("催办：%(what)s") % {"what": items[0] if len(items) == 1 else _("%(n)d件代表建议") % {"n": len(items)}}
    path = items[0].get_absolute_url() if len(items) == 1 else "/"
    return Digest(person, subject, "\n".join([words, *lines] if words else lines), path)


def _line(call: Call, today: date) -> str:
    task = call.task
    left = days_left(task.due_on, today)
    lateness = (
        _("已逾期%(n)d天") % {"n": -left} if left < 0 else _("今日到期") if not left else _("还剩%(n)d天") % {"n": left}
    )
    return _("%(number)s号 %(title)s：%(unit)s（%(part)s）期限%(due)s，%(late)s，第%(n)d次催办") % {
        "number": task.suggestion.number,
        "title": task.suggestion.title,
        "unit": task.unit.name,
        "part": task.get_role_display(),
        "due": f"{task.due_on:%Y-%m-%d}",
        "late": lateness,
        "n": call.level,
    }  # fmt: skip
