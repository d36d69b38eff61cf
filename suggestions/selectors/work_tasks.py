"""The part of the work list that is about units' tasks: a unit's own, a system's, those the office reviews."""

from collections import defaultdict
from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from accounts.roles import Role
from suggestions.choices import AssignmentState as State
from suggestions.choices import ReplyState, Status, UnitRole
from suggestions.deadlines import Light, light_bounds
from suggestions.models import Assignment, Reply
from suggestions.models.suggestion import proposer_words
from suggestions.selectors import work_groups as g
from suggestions.selectors.action_pages import LABELS, PAGES, address
from suggestions.selectors.work_groups import Group
from suggestions.selectors.work_rows import Found, Item, grouped, read_rows, sorted_into
from suggestions.workflow import FILED, WORKING, Action

_FIELDS = (
    "group",
    "total",
    "pk",
    "suggestion_id",
    "suggestion__number",
    "suggestion__title",
    "role",
    "state",
    "due_on",
    "done_on",
    "receipt_due_on",
    "plan_due_on",
    "is_due_provisional",
    "reply_key",
    "was_sent_back",
    "unit__name",
    "suggestion__proposer_kind",
    "suggestion__lead_deputy__name",
    "suggestion__delegation__name",
    "suggestion__co_signer_count",
)

# The day a row of the group goes by: the plan's own, where the plan is what is waited for
_DAY = Case(When(group=g.PLAN.key, then=F("plan_due_on")), default=F("due_on"))


def task_items(user, groups: tuple[Group, ...], *, today: date) -> Found:
    """Sorted by what a task waits for. Two queries at most: the tasks, and who of the assisting units is late."""
    wanted = {group.key: group for group in groups}
    conditions = [(key, condition) for key, condition in _conditions(user, today) if key in wanted]
    tasks = _with_replies(user)
    rows = sorted_into(tasks, conditions, by=[_DAY.asc(), F("suggestion__number_key").asc()])
    found: Found = {}
    leads: list[Item] = []
    for one in read_rows(rows, _FIELDS):
        group = wanted[one["group"]]
        item = _item(one, group, user)
        found.setdefault(group.key, (one["total"], []))[1].append(item)
        if user.is_unit and one["role"] != UnitRole.ASSISTING and one["state"] in WORKING:
            leads.append(item)
    if user.is_unit:
        _add_late_opinions(leads, today)
    return found


def task_members(user, groups: tuple[Group, ...], key: str, *, today: date) -> QuerySet | None:
    """The keys of the suggestions with a task in this group; None when the group is not one of tasks."""
    wanted = {group.key for group in groups}
    conditions = [(name, condition) for name, condition in _conditions(user, today) if name in wanted]
    if key not in dict(conditions):
        return None
    return grouped(_with_replies(user), conditions).filter(group=key).values("suggestion")


def _with_replies(user) -> QuerySet[Assignment]:
    replies = Reply.objects.filter(assignment=OuterRef("pk"))
    waiting = [ReplyState.AWAITING_SIGNATURE, ReplyState.AWAITING_COORDINATOR, ReplyState.AWAITING_REVIEW]
    return _tasks_of(user).annotate(
        reply_key=Subquery(replies.filter(state__in=waiting).values("pk")[:1]),
        was_sent_back=Exists(replies.exclude(state__in=waiting)),
    )


def _tasks_of(user) -> QuerySet[Assignment]:
    tasks = Assignment.objects.filter(suggestion__status=Status.IN_HANDLING, round=F("suggestion__round"))
    if user.is_unit:
        return tasks.filter(unit=user.unit_id)
    if user.role == Role.COORDINATOR:
        return tasks.filter(unit__handling_system=user.handling_system)
    if user.role == Role.COMMITTEE:
        return tasks.filter(unit__committee=user.committee_id)
    return tasks


def _conditions(user, today: date) -> list[tuple[str, Q]]:
    """The first that fits is the group."""
    bounds = light_bounds(today)
    if user.is_office:
        return [
            (g.REVIEW_REPLY.key, Q(state=State.AWAITING_REVIEW)),
            (g.WITH_COORDINATOR.key, Q(state=State.AWAITING_COORDINATOR)),
            (g.UNSIGNED.key, Q(state=State.AWAITING_RECEIPT, receipt_due_on__lt=today)),
        ]
    at_work = Q(state__in=WORKING)
    owed = at_work if user.is_unit else Q(state__in=[*WORKING, State.RETURN_REQUESTED, State.AWAITING_SIGNATURE])
    return [
        (g.COORDINATE.key, Q(state=State.AWAITING_COORDINATOR)),  # only the coordinator's list has this group
        (g.SIGN_OFF.key, Q(state=State.AWAITING_SIGNATURE)),  # only the head's list has this group
        (g.OWN_OVERDUE.key, owed & Q(due_on__lte=bounds[Light.OVERDUE][1])),
        (g.OWN_DUE_TODAY.key, owed & Q(due_on=today)),
        (g.OWN_DUE_SOON.key, owed & Q(due_on__gt=today, due_on__lte=bounds[Light.DUE_SOON][1])),
        (g.UNSIGNED.key, Q(state=State.AWAITING_RECEIPT, receipt_due_on__lt=today)),
        (g.SENT_BACK.key, Q(state=State.HANDLING, was_sent_back=True)),
        (g.PLAN.key, Q(state=State.HANDLING, plan_due_on__isnull=False, plan__isnull=True)),
        (g.RECEIPT.key, Q(state=State.AWAITING_RECEIPT)),
        (g.HANDLING.key, Q(state=State.HANDLING)),
        (g.OTHERS.key, Q(state__in=[State.RETURN_REQUESTED, State.AWAITING_SIGNATURE, *sorted(FILED)])),
    ]


def _item(one: dict, group: Group, user) -> Item:
    action = group.action if group.action or not user.is_unit or group.is_waiting else _own_step(one)
    day = _day(one, group)
    return Item(
        pk=one["suggestion_id"],
        number=one["suggestion__number"],
        title=one["suggestion__title"],
        what=str(group.what) or (_words(action, one) if action else ""),
        url=_url(action, one) if action else "",
        due_on=one[day],
        done_on=one["done_on"],
        is_provisional=one["is_due_provisional"] and day == "due_on",
        part=str(UnitRole(one["role"]).label),
        state=one["state"],
        state_label=str(State(one["state"]).label),
        who=_proposer(one) if user.is_unit else one["unit__name"],
        sign=one["pk"] if action == Action.SIGN else None,
    )


def _day(one: dict, group: Group) -> str:
    """Which of the task's days the row shows."""
    if group is g.PLAN:
        return "plan_due_on"
    if one["state"] == State.AWAITING_RECEIPT and group in {g.RECEIPT, g.UNSIGNED}:
        return "receipt_due_on"
    return "due_on"


def _own_step(one: dict) -> Action:
    """What the unit does next with its task."""
    if one["state"] == State.AWAITING_RECEIPT:
        return Action.SIGN
    return Action.FILE_OPINION if one["role"] == UnitRole.ASSISTING else Action.SUBMIT_REPLY


def _words(action: Action, one: dict) -> str:
    if action == Action.SUBMIT_REPLY and one["was_sent_back"]:
        return str(g.SENT_BACK.what)
    return str(LABELS.get(PAGES[action][0], action.label))


def _url(action: Action, one: dict) -> str:
    subject = PAGES[action][1]
    key = {"suggestion": one["suggestion_id"], "task": one["pk"], "reply": one["reply_key"]}[subject]
    return address(action, key) if key else ""


def _proposer(one: dict) -> str:
    return proposer_words(
        one["suggestion__proposer_kind"],
        one["suggestion__lead_deputy__name"],
        one["suggestion__delegation__name"] or "",
        one["suggestion__co_signer_count"],
    )


def _add_late_opinions(leads: list[Item], today: date) -> None:
    """The lead sees which assisting units it is waiting for, and for how long."""
    late = Assignment.objects.assisting().overdue(today).filter(suggestion__in=[item.pk for item in leads])
    names: dict[int, list[str]] = defaultdict(list)
    for pk, unit in late.order_by("due_on").values_list("suggestion_id", "unit__name"):
        names[pk].append(unit)
    for item in leads:
        item.late_opinions = names.get(item.pk, [])
