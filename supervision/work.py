"""What supervision adds to a person's work list: findings to put right or to confirm, invitations, records to write.

The groups stand beside those of the suggestions floor (suggestions/selectors/work_groups.py) and are drawn alike.
"""

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.recipients import local_day
from accounts.roles import Permission, Role
from suggestions.selectors.work_groups import CAP, Group
from suggestions.selectors.work_list import Block
from suggestions.selectors.work_rows import Item
from supervision.choices import FindingState, PollState, SupervisionState
from supervision.instruction_work import read_instructions
from supervision.models import Finding, Invitation, Poll, Supervision
from supervision.workflow import OWING

_LEDGER = {"date_label": _("整改期限"), "list_name": "supervision:findings"}
LATE = Group("finding_late", _("督办整改逾期"), "alert", _("报告完成"), query="due=overdue", is_late=True, **_LEDGER)
RETURNED = Group(
    "finding_returned", _("督办整改退回"), "history", _("报告完成"), query="state=returned&due=running", **_LEDGER
)
OPEN = Group("finding_open", _("督办整改"), "flag", _("报告完成"), query="state=open&due=running", **_LEDGER)
CONFIRM = Group("finding_confirm", _("督办整改待确认"), "flag", _("确认整改"), query="state=reported", **_LEDGER)
SLIPPED = Group("finding_slipped", _("督办整改逾期"), "alert", "", query="due=overdue", is_late=True, **_LEDGER)
INVITED = Group("invited", _("督办邀请"), "people", _("答复"), date_label=_("督办日期"), list_name="")
TO_RECORD = Group("to_record", _("督办待补记"), "edit", _("记录督办"), date_label=_("督办日期"), list_name="")


TO_VOTE = Group("to_vote", _("请您投票"), "todo", _("投票"), date_label=_("截止日期"), list_name="")
TO_PUBLISH = Group("to_publish", _("测评结果待公布"), "report", _("公布结果"), date_label=_("测评日期"), list_name="")


def read_work(user, *, today: date) -> list[Block]:
    """The blocks of this person, the late one first; none is empty. At most three queries."""
    return [*read_instructions(user, today=today), *_of_supervision(user, today=today)]


def _of_supervision(user, *, today: date) -> list[Block]:
    if user.is_unit:
        return _of_unit(user, today)
    if user.role == Role.DEPUTY:
        return [*_of_voter(user, today), *_of_deputy(user)]
    if user.may(Permission.RECORD_SUPERVISION):
        polls = _unpublished() if user.is_office else _of_voter(user, today)
        return [*polls, *_of_watcher(user, today), *_unrecorded(user, today)]
    return []


def own(user, path: str) -> Q:
    """What follows from topics of one's own; the office has all. `path`: to the topic."""
    if user.role == Role.LEADER:
        return Q(**{f"{path}__leader": user.pk})
    if user.role == Role.COMMITTEE:
        return Q(**{f"{path}__committee": user.committee_id})
    return Q()


def _of_unit(user, today: date) -> list[Block]:
    rows = Finding.objects.visible_to(user).owing().select_related("suggestion").order_by("due_on", "pk")
    groups: dict[Group, list[Item]] = {LATE: [], RETURNED: [], OPEN: []}
    for one in rows:
        group = LATE if one.due_on < today else RETURNED if one.state == FindingState.RETURNED else OPEN
        url = reverse("supervision:finding_report", args=[one.pk])
        groups[group].append(_finding(one, group, url, one.suggestion.title))
    return _blocks(groups)


def _of_watcher(user, today: date) -> list[Block]:
    waits = Q(state=FindingState.REPORTED) | Q(state__in=sorted(OWING), due_on__lt=today)
    rows = Finding.objects.filter(waits).filter(own(user, "supervision__topic"))
    groups: dict[Group, list[Item]] = {SLIPPED: [], CONFIRM: []}
    for one in rows.select_related("suggestion", "unit").order_by("due_on", "pk"):
        is_reported = one.state == FindingState.REPORTED
        group = CONFIRM if is_reported else SLIPPED
        url = reverse("supervision:finding_decide", args=[one.pk]) if is_reported else ""
        groups[group].append(_finding(one, group, url, one.unit.name))
    mine = "" if user.is_office else "&mine=1"
    return _blocks(groups, mine)


def _finding(one: Finding, group: Group, url: str, who: str) -> Item:
    return Item(
        pk=one.suggestion_id,
        number=one.suggestion.number,
        title=one.matter,
        what=str(group.what),
        url=url,
        page=one.get_absolute_url(),
        due_on=one.due_on,
        done_on=one.done_on,
        state=one.state,
        state_label=str(FindingState(one.state).label),
        who=who,
    )


def _unrecorded(user, today: date) -> list[Block]:
    """Arranged, its day is over, and nothing is written yet."""
    rows = Supervision.objects.planned().filter(own(user, "topic"), held_on__lt=today).order_by("held_on", "pk")
    items = [
        _supervision(one, TO_RECORD, reverse("supervision:record_arranged", args=[one.pk]), one.get_absolute_url())
        for one in rows.select_related("topic", "suggestion")
    ]
    return _blocks({TO_RECORD: items})


def _of_deputy(user) -> list[Block]:
    rows = Invitation.objects.visible_to(user).unanswered().order_by("supervision__held_on", "pk")
    items = [
        _supervision(one.supervision, INVITED, one.get_absolute_url(), one.get_absolute_url())
        for one in rows.select_related("supervision__topic", "supervision__suggestion")
    ]
    return _blocks({INVITED: items})


def _of_voter(user, today: date) -> list[Block]:
    """Votes still open on this day; the closing time itself is asked when the ballot is opened."""
    rows = Poll.objects.awaiting_vote(user).filter(closes_at__date__gte=today).order_by("closes_at", "pk")
    items = [
        _poll(one, TO_VOTE, reverse("supervision:poll_vote", args=[one.pk]), local_day(one.closes_at)) for one in rows
    ]
    return _blocks({TO_VOTE: items})


def _unpublished() -> list[Block]:
    rows = Poll.objects.filter(state=PollState.COUNTED).order_by("held_on", "pk")
    items = [_poll(one, TO_PUBLISH, reverse("supervision:poll_publish", args=[one.pk]), one.held_on) for one in rows]
    return _blocks({TO_PUBLISH: items})


def _poll(one: Poll, group: Group, url: str, day: date) -> Item:
    return Item(
        pk=one.pk,
        number="",
        title=str(one),
        what=str(group.what),
        url=url,
        page=one.get_absolute_url(),
        due_on=day,
        is_running=group is TO_VOTE,
        state=one.state,
        state_label=str(PollState(one.state).label),
        who=one.get_kind_display(),
    )


def _supervision(one: Supervision, group: Group, url: str, page: str) -> Item:
    return Item(
        pk=one.pk,
        number=one.suggestion.number if one.suggestion_id else "",
        title=one.topic.title if one.topic_id else one.suggestion.title,
        what=str(group.what),
        url=url,
        page=page,
        due_on=one.held_on,
        is_running=False,
        state=SupervisionState.PLANNED,
        state_label=one.get_kind_display(),
        who=one.place,
    )


def _blocks(groups: dict[Group, list[Item]], more: str = "") -> list[Block]:
    """`more`: what the list behind a group needs besides, to show the same rows."""
    return [
        Block(group, len(items), items[:CAP], group.query and f"{group.query}{more}")
        for group, items in groups.items()
        if items
    ]
