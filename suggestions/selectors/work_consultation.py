"""The part of the work list that lead units wait for: second questions to answer, drafts to countersign."""

from django.db.models import Count, QuerySet, Window

from suggestions.choices import UnitRole
from suggestions.models import Assignment
from suggestions.selectors import work_groups as g
from suggestions.selectors.action_pages import address
from suggestions.selectors.consultation import open_countersignatures, open_opinion_requests
from suggestions.selectors.work_groups import CAP, Group
from suggestions.selectors.work_rows import Found, Item


def consultation_items(user) -> Found:
    """What other units have asked of this one, the nearest date first; one query for each kind."""
    signatures = open_countersignatures().select_related("circulation").order_by("circulation__due_on", "pk")
    return {
        g.ASKED_AGAIN.key: _read(g.ASKED_AGAIN, open_opinion_requests().order_by("due_on", "pk"), user),
        g.COUNTERSIGN.key: _read(g.COUNTERSIGN, signatures, user),
    }


def consultation_members(user, key: str) -> QuerySet | None:
    """The keys of the suggestions in one of these groups; None for another group."""
    found = {g.ASKED_AGAIN.key: open_opinion_requests, g.COUNTERSIGN.key: open_countersignatures}.get(key)
    return found().filter(assignment__unit=user.unit_id).values("assignment__suggestion") if found else None


def _read(group: Group, found: QuerySet, user) -> tuple[int, list[Item]]:
    own = found.filter(assignment__unit=user.unit_id).select_related("assignment__suggestion__lead_deputy")
    rows = list(own.select_related("assignment__suggestion__delegation").annotate(total=Window(Count("pk")))[:CAP])
    return (rows[0].total if rows else 0), [_item(group, row.assignment, _due_on(row)) for row in rows]


def _due_on(row):
    return row.circulation.due_on if hasattr(row, "circulation") else row.due_on


def _item(group: Group, task: Assignment, due_on) -> Item:
    suggestion = task.suggestion
    return Item(
        pk=suggestion.pk,
        number=suggestion.number,
        title=suggestion.title,
        what=str(group.what),
        url=address(group.action, task.pk),
        due_on=due_on,
        part=str(UnitRole(task.role).label),
        state=task.state,
        state_label=task.get_state_display(),
        who=suggestion.proposer,
    )
