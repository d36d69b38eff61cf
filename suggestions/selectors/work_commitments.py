"""The part of the work list that is about promises: a unit's own, those the office or the deputy is to confirm."""

from datetime import date

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.urls import reverse

from accounts.roles import Role
from suggestions.choices import CommitmentEntryKind, CommitmentState
from suggestions.commitment_querysets import CommitmentQuerySet, commitment_light
from suggestions.deadlines import Light
from suggestions.models import Commitment, CommitmentEntry, Suggestion
from suggestions.querysets import UPCOMING
from suggestions.selectors import work_groups as g
from suggestions.selectors.action_pages import address
from suggestions.selectors.work_groups import Group
from suggestions.selectors.work_rows import Found, Item, grouped, read_rows, sorted_into

_FIELDS = (
    "group",
    "total",
    "pk",
    "suggestion_id",
    "known_number",
    "matter",
    "state",
    "due_on",
    "done_on",
    "assignment__unit__name",
    "suggestion__title",
)


def commitment_items(user, groups: tuple[Group, ...], *, today: date) -> Found:
    """One query, for the roles that have one of the groups."""
    wanted = {group.key: group for group in groups}
    conditions = _conditions_of(groups, today)
    if not conditions:
        return {}
    commitments = Commitment.objects.of_desk(user)
    if user.role == Role.DEPUTY:
        commitments = _for_the_lead_deputy(commitments, user)
    else:
        commitments = commitments.annotate(known_number=F("suggestion__number"))
    rows = sorted_into(_with_returns(commitments), conditions, by=[F("due_on").asc(), F("pk").asc()])
    found: Found = {}
    for one in read_rows(rows, _FIELDS):
        group = wanted[one["group"]]
        found.setdefault(group.key, (one["total"], []))[1].append(_item(one, group, user))
    return found


def in_group(
    commitments: CommitmentQuerySet, groups: tuple[Group, ...], key: str, *, today: date
) -> CommitmentQuerySet:
    """Those of `commitments` that stand in one group of the work list: the ledger behind it."""
    conditions = _conditions_of(groups, today)
    if key not in dict(conditions):
        return commitments.none()
    return grouped(_with_returns(commitments), conditions).filter(group=key)


def _with_returns(commitments: CommitmentQuerySet) -> CommitmentQuerySet:
    returned = CommitmentEntry.objects.filter(commitment=OuterRef("pk"), kind=CommitmentEntryKind.RETURNED)
    return commitments.annotate(was_returned=Exists(returned))


def _for_the_lead_deputy(commitments: CommitmentQuerySet, user) -> CommitmentQuerySet:
    """Those this deputy may judge, under the number of the own suggestion: answered itself, or merged into it."""
    merged = Suggestion.objects.filter(merged_into=OuterRef("suggestion"), lead_deputy=user.deputy_id)
    is_own = Q(suggestion__lead_deputy=user.deputy_id)
    numbers = Subquery(merged.order_by("number_key", "pk").values("number")[:1])
    return commitments.filter(is_own | Exists(merged)).annotate(
        known_number=Case(When(is_own, then=F("suggestion__number")), default=numbers)
    )


def _conditions_of(groups: tuple[Group, ...], today: date) -> list[tuple[str, Q]]:
    """Of the groups a role has: a promise stands in the first of these that fits."""
    wanted = {group.key for group in groups}
    return [(key, condition) for key, condition in _conditions(today) if key in wanted]


def _conditions(today: date) -> list[tuple[str, Q]]:
    """The first that fits is the group."""
    is_open = Q(state=CommitmentState.OPEN)
    return [
        (g.PROMISE_CONFIRM.key, Q(state=CommitmentState.REPORTED)),
        (g.PROMISE_OVERDUE.key, commitment_light(Light.OVERDUE, today)),
        (g.PROMISE_RETURNED.key, is_open & Q(was_returned=True)),
        (g.PROMISE_DUE.key, commitment_light(UPCOMING, today)),
    ]


def _item(one: dict, group: Group, user) -> Item:
    return Item(
        pk=one["suggestion_id"],
        number=one["known_number"],
        title=one["matter"],
        what=str(group.what),
        url=address(group.action, one["pk"]),
        page=reverse("suggestions:commitment", args=[one["pk"]]),
        due_on=one["due_on"],
        done_on=one["done_on"],
        state=one["state"],
        state_label=str(CommitmentState(one["state"]).label),
        who=one["suggestion__title"] if user.is_unit else one["assignment__unit__name"],
    )
