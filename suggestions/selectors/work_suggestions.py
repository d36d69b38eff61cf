"""The part of the work list that is about whole suggestions: the office's, a deputy's, a leader's."""

from datetime import date

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.roles import Role
from suggestions.choices import Status
from suggestions.deadlines import Light, light_bounds
from suggestions.models import Meeting, Suggestion
from suggestions.models.suggestion import proposer_words
from suggestions.querysets import awaiting_meeting, suggestion_fact
from suggestions.selectors import work_groups as g
from suggestions.selectors.action_pages import address
from suggestions.selectors.work_groups import Group
from suggestions.selectors.work_rows import Found, Item, grouped, read_rows, sorted_into
from suggestions.workflow import Action


def suggestion_items(user, groups: tuple[Group, ...], *, today: date) -> Found:
    """Sorted by what a suggestion itself waits for."""
    wanted = {group.key: group for group in groups}
    conditions = [(key, condition) for key, condition in _conditions(user, today) if key in wanted]
    fields = (
        "group",
        "total",
        "pk",
        "number",
        "title",
        "status",
        "open_due_on",
        "feedback_due_on",
        "assign_by_on",
        "is_due_provisional",
        "lead_unit_names",
        "proposer_kind",
        "lead_deputy__name",
        "delegation__name",
        "co_signer_count",
        "submitted_on",
        "meeting_on",
    )
    called = Meeting.objects.filter(suggestion=OuterRef("pk"), round=OuterRef("round"))
    rows = sorted_into(
        Suggestion.objects.visible_to(user).annotate(meeting_on=Subquery(called.values("planned_on")[:1])),
        conditions,
        by=[
            F("open_due_on").asc(nulls_last=True),
            F("assign_by_on").asc(nulls_last=True),
            F("feedback_due_on").asc(nulls_last=True),
            F("number_key").asc(),
        ],
    )
    found: Found = {}
    for one in read_rows(rows, fields):
        group = wanted[one["group"]]
        found.setdefault(group.key, (one["total"], []))[1].append(_suggestion_item(one, group, user))
    return found


def suggestion_members(user, groups: tuple[Group, ...], key: str, *, today: date) -> QuerySet | None:
    """The keys of the suggestions in this group; None when the group is not one of suggestions."""
    wanted = {group.key for group in groups}
    conditions = [(name, condition) for name, condition in _conditions(user, today) if name in wanted]
    if key not in dict(conditions):
        return None
    return grouped(Suggestion.objects.visible_to(user), conditions).filter(group=key).values("pk")


def _suggestion_item(one: dict, group: Group, user) -> Item:
    status = one["status"]
    due_on = {
        Status.IN_HANDLING: one["open_due_on"],
        Status.REPLIED: one["feedback_due_on"],
        Status.MERGED: one["feedback_due_on"],  # judged by its own deputy
        Status.REGISTERED: one["assign_by_on"],
        Status.ACCEPTED: one["assign_by_on"],
    }.get(status)
    action, what = group.action, str(group.what)
    if group is g.MEETING:
        due_on = one["meeting_on"]
        if due_on is not None:
            action, what = Action.RECORD_MEETING, str(_("记录会议"))
    proposer = proposer_words(
        one["proposer_kind"], one["lead_deputy__name"], one["delegation__name"] or "", one["co_signer_count"]
    )
    return Item(
        pk=one["pk"],
        number=one["number"],
        title=one["title"],
        what=what,
        url=address(action, one["pk"]) if action else "",
        due_on=due_on,
        is_provisional=one["is_due_provisional"] and status == Status.IN_HANDLING,
        state=status,
        state_label=str(Status(status).label),
        who=proposer if status in {Status.REGISTERED, Status.RETURNED, Status.REPLIED} else one["lead_unit_names"],
    )


def _conditions(user, today: date) -> list[tuple[str, Q]]:
    """The first that fits is the group."""
    if user.role == Role.DEPUTY:
        mine = Q(lead_deputy=user.deputy_id)
        answered_elsewhere = Q(status=Status.MERGED, replied_on__isnull=False, grade="")
        return [
            (g.JUDGE.key, mine & (Q(status=Status.REPLIED) | answered_elsewhere)),
            (
                g.UNDER_WAY.key,
                Q(status__in=[Status.REGISTERED, Status.RETURNED, Status.ACCEPTED, Status.IN_HANDLING, Status.REPLIED])
                | Q(status=Status.MERGED, replied_on__isnull=True),
            ),
            (g.ENDED.key, Q(status__in=Status.values)),
        ]
    bounds = light_bounds(today)
    return [
        (g.OVERDUE.key, Q(open_due_on__lte=bounds[Light.OVERDUE][1])),
        (g.DUE_TODAY.key, Q(open_due_on=today)),
        (g.DUE_SOON.key, Q(open_due_on__gt=today, open_due_on__lte=bounds[Light.DUE_SOON][1])),
        (g.WAITING.key, Q(status=Status.IN_HANDLING)),
        (g.MEETING.key, awaiting_meeting(Meeting.objects)),
        (g.REDO.key, suggestion_fact("to_rehandle")),
        (g.CLOSE.key, Q(status=Status.JUDGED)),
        (g.FEEDBACK.key, Q(status=Status.REPLIED)),
        (g.REVIEW.key, Q(status=Status.REGISTERED)),
        (g.ASSIGN.key, Q(status=Status.ACCEPTED)),
        (g.RETURNED.key, Q(status=Status.RETURNED)),
    ]
