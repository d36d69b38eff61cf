"""Satisfaction tests (满意度测评): prepared, opened, published, given up. The count stands in poll_count.py, a vote in
poll_vote.py."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification, User
from accounts.permissions import require
from accounts.recipients import contacts_and_heads, local_day
from accounts.roles import Permission
from suggestions.actions.change_rules import in_force
from suggestions.errors import RuleViolation
from suggestions.models import Assignment
from supervision import poll_box
from supervision.actions import _transition
from supervision.actions.key import watchers
from supervision.choices import PollEntryKind as Kind
from supervision.choices import PollKind
from supervision.models import KeySuggestion, Poll, PollBox, PollEntry, PollSubject, PollVoter
from supervision.poll_rules import check_arrangement
from supervision.poll_workflow import MEMBERS, PollAction


@dataclass(frozen=True)
class Arrangement:
    """What the office sets before anybody votes. `minimum` and `closes_at` are of an electronic vote."""

    title: str
    year: int
    kind: str
    minimum: int | None = None
    closes_at: datetime | None = None


@transaction.atomic
def prepare(
    *,
    arrangement: Arrangement,
    subjects: Iterable[KeySuggestion],
    voters: Iterable[User] = (),
    after: Poll | None = None,
    by,
    at: datetime,
) -> Poll:
    """A round that only the office sees yet. `after`: the round it repeats, of which it becomes the next.

    RuleViolation for no suggestion, one of another year, a voter who is no member, or a minimum that protects nobody.
    """
    require(by, Permission.RUN_POLL)
    subjects, voters = list(subjects), list(voters)
    _check(arrangement, subjects, voters, at)
    rules = in_force()
    poll = Poll.objects.create(
        **_fields(arrangement),
        **_round(after),
        good_percent=rules.poll_good_percent,
        pass_percent=rules.poll_pass_percent,
        is_basic_counted=rules.is_poll_basic_counted,
    )
    _fill(poll, subjects, voters)
    PollEntry.objects.create(poll=poll, kind=Kind.PREPARED, by=by, at=at, text=_outline(poll, subjects, voters))
    return poll


@transaction.atomic
def amend(
    *,
    poll: Poll,
    arrangement: Arrangement,
    subjects: Iterable[KeySuggestion],
    voters: Iterable[User] = (),
    by,
    at: datetime,
) -> None:
    """Change what was prepared, before anybody is told. RuleViolation as `prepare`; Conflict: somebody was faster."""
    subjects, voters = list(subjects), list(voters)
    _check(arrangement, subjects, voters, at)
    text = _outline(poll, subjects, voters)
    _transition.move_poll(poll, PollAction.AMEND, Kind.AMENDED, by=by, at=at, text=text, changes=_fields(arrangement))
    poll.subjects.all().delete()
    poll.roll.all().delete()
    _fill(poll, subjects, voters)


@transaction.atomic
def open_vote(*, poll: Poll, by, at: datetime) -> int:
    """The roll is fixed, an empty box is sealed, every member on the roll is told. Returns how many."""
    voters = [entry.voter for entry in poll.roll.select_related("voter")]
    gone = [voter.name for voter in voters if not voter.is_active]
    if gone:
        raise RuleViolation(
            _("%(names)s的账号已停用，不能投票，请先修改投票名单。") % {"names": "、".join(gone)}, field="voters"
        )
    check_arrangement(kind=poll.kind, minimum=poll.minimum, voters=len(voters), closes_at=poll.closes_at)
    if poll.is_electronic and poll.closes_at <= at:
        raise RuleViolation(_("投票截止时间已过，请先修改截止时间。"), field="closes_at")
    _transition.move_poll(poll, PollAction.OPEN, Kind.OPENED, by=by, at=at)
    sums = poll_box.empty(list(poll.subjects.values_list("pk", flat=True)))
    PollBox.objects.create(poll=poll, sealed=poll_box.seal(sums, poll_id=poll.pk))
    body = _("请在%(at)s前投票。无记名：系统只记您投过票，不记您投了什么。") % {"at": moment(poll.closes_at)}
    tell(poll, voters, _("请您投票"), "opened", body=body, path=ballot(poll), at=at)
    return len(voters)


@transaction.atomic
def publish(*, poll: Poll, by, at: datetime) -> None:
    """Everybody who sees the vote reads its result; members, those who follow the topics and the units are told."""
    _transition.move_poll(poll, PollAction.PUBLISH, Kind.PUBLISHED, by=by, at=at)
    tell(poll, audience(poll, on=local_day(at)), _("测评结果已公布"), "published", at=at)


@transaction.atomic
def withdraw(*, poll: Poll, reason: str, by, at: datetime) -> None:
    """The round is given up, with the reason; what was in the box is gone unread. Members who were asked are told."""
    was_open = PollBox.objects.select_for_update().filter(poll=poll).first()  # a vote under way ends before
    _transition.move_poll(poll, PollAction.WITHDRAW, Kind.WITHDRAWN, by=by, at=at, text=reason)
    if was_open:
        was_open.delete()
        tell(poll, _voters(poll), _("本轮测评已作废"), "withdrawn", body=reason.strip(), at=at)


def audience(poll: Poll, *, on: date) -> list[User]:
    """Who is told of a result: the roll, leaders and committees of the topics, and the units that handle them."""
    topics = {subject.topic_id: subject.topic for subject in poll.subjects.select_related("topic__leader")}
    followers = [person for topic in topics.values() for person in watchers(topic)]
    tasks = Assignment.objects.active().filter(suggestion__polled__poll=poll)
    return [*_voters(poll), *followers, *contacts_and_heads(tasks.values_list("unit_id", flat=True), on=on)]


def tell(poll: Poll, people, what: str, occasion: str, *, at: datetime, body: str = "", path: str = "") -> None:
    """One message a person and occasion; a result corrected again is another occasion (`version`)."""
    notifications.post(
        people,
        key=f"poll:{poll.pk}:{occasion}:{poll.version}",
        kind=Notification.Kind.CASEWORK,
        subject=_("%(what)s：%(poll)s") % {"what": what, "poll": poll},
        body=body,
        path=path or poll.get_absolute_url(),
        at=at,
    )


def ballot(poll: Poll) -> str:
    """Where a member votes."""
    return reverse("supervision:poll_vote", args=[poll.pk])


def moment(at: datetime) -> str:
    """As the office reads a moment: 2026-11-30 17:00."""
    return f"{localtime(at):%Y-%m-%d %H:%M}"


def _voters(poll: Poll) -> list[User]:
    return list(User.objects.filter(polls__poll=poll).order_by("pk"))


def _check(arrangement: Arrangement, subjects: list[KeySuggestion], voters: list[User], at: datetime) -> None:
    if not arrangement.title.strip():
        raise RuleViolation(_("请填写测评名称。"), field="title")
    if not subjects:
        raise RuleViolation(_("请至少选择一件重点督办建议。"), field="subjects")
    for link in subjects:
        if link.year != arrangement.year:
            raise RuleViolation(
                _("%(number)s号不是%(year)d年的重点督办建议。")
                % {"number": link.suggestion.number, "year": arrangement.year},
                field="subjects",
            )
    for voter in voters:
        if voter.role not in MEMBERS or not voter.is_active:
            raise RuleViolation(
                _("%(name)s不是常委会领导、联系委室或代表的账号，不能列入投票名单。") % {"name": voter.name},
                field="voters",
            )
    check_arrangement(
        kind=arrangement.kind, minimum=arrangement.minimum, voters=len(voters), closes_at=arrangement.closes_at
    )
    if arrangement.kind == PollKind.ELECTRONIC and arrangement.closes_at <= at:
        raise RuleViolation(_("投票截止时间应在现在以后。"), field="closes_at")


def _round(after: Poll | None) -> dict:
    """Which round of which test this becomes."""
    if after is None:
        return {}
    rounds = Poll.objects.rounds_of(after)
    return {"first_id": after.first_id_of_all, "round": rounds.last().round + 1}


def _fields(arrangement: Arrangement) -> dict:
    """A paper vote has neither roll nor closing time: its counts are typed."""
    fields = {**vars(arrangement), "title": arrangement.title.strip()}
    if arrangement.kind == PollKind.PAPER:
        fields |= {"minimum": None, "closes_at": None}
    return fields


def _fill(poll: Poll, subjects: list[KeySuggestion], voters: list[User]) -> None:
    """Subjects in the order of the topics; the roll in the order of the accounts, whoever was picked first."""
    ordered = sorted(subjects, key=lambda link: (link.topic.order, link.suggestion.number_key, link.pk))
    PollSubject.objects.bulk_create(
        PollSubject(poll=poll, topic_id=link.topic_id, suggestion_id=link.suggestion_id) for link in ordered
    )
    if poll.is_electronic:
        people = sorted({voter.pk for voter in voters})
        PollVoter.objects.bulk_create(PollVoter(poll=poll, voter_id=pk) for pk in people)


def _outline(poll: Poll, subjects: list[KeySuggestion], voters: list[User]) -> str:
    words = {"n": len(subjects), "voters": len(voters)}
    if poll.is_electronic:
        return _("测评%(n)d件，投票成员%(voters)d人。") % words
    return _("测评%(n)d件，纸质票。") % words
