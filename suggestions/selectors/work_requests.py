"""The part of the work list that units wait for: returns, further units and extensions to be decided."""

from django.db.models import Count, Window

from accounts.roles import Role
from suggestions.choices import RequestState, UnitRole
from suggestions.models import AdditionRequest, Extension, ReturnRequest
from suggestions.selectors import work_groups as g
from suggestions.selectors.buttons import LABELS, PAGES, address
from suggestions.selectors.work_groups import CAP
from suggestions.selectors.work_rows import Found, Item
from suggestions.workflow import TRANSITIONS, Action

_DECISIONS = (
    (ReturnRequest, Action.AGREE_RETURN),
    (AdditionRequest, Action.DECIDE_ADDITION),
    (Extension, Action.DECIDE_EXTENSION),
)


def request_items(user) -> Found:
    """What this role may decide, oldest first; one query for each kind."""
    total, items = 0, []
    for model, action in _DECISIONS:
        if user.role not in TRANSITIONS[action].roles:
            continue
        found = model.objects.filter(state=RequestState.PENDING).select_related(
            "assignment__unit", "assignment__suggestion"
        )
        if user.role == Role.COORDINATOR:
            found = found.filter(assignment__unit__handling_system=user.handling_system)
        requests = list(found.annotate(total=Window(Count("pk")))[:CAP])
        total += requests[0].total if requests else 0
        items += [(request.requested_at, _item(request, action)) for request in requests]
    items.sort(key=lambda pair: pair[0])
    return {g.DECIDE.key: (total, [item for _at, item in items])}


def _item(request, action: Action) -> Item:
    task, suggestion = request.assignment, request.assignment.suggestion
    return Item(
        pk=suggestion.pk,
        number=suggestion.number,
        title=suggestion.title,
        what=str(LABELS[PAGES[action][0]]),
        url=address(action, request.pk),
        due_on=task.due_on,
        is_provisional=task.is_due_provisional,
        part=str(UnitRole(task.role).label),
        state=task.state,
        state_label=task.get_state_display(),
        who=task.unit.name,
    )
