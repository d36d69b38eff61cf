"""The part of the work list that units wait for: returns, further units and extensions to be decided."""

from django.db.models import Count, Window

from accounts.roles import Role
from suggestions.choices import RequestState, UnitRole
from suggestions.models import AdditionRequest, Extension, ReturnRequest
from suggestions.selectors import work_groups as g
from suggestions.selectors.action_pages import LABELS, PAGES, address
from suggestions.selectors.work_groups import CAP
from suggestions.selectors.work_rows import Found, Item
from suggestions.workflow import TRANSITIONS, Action

_DECISIONS = (
    (ReturnRequest, Action.AGREE_RETURN),
    (AdditionRequest, Action.DECIDE_ADDITION),
    (Extension, Action.DECIDE_EXTENSION),
)


def request_items(user) -> Found:
    """What this role may decide, oldest first; a clerk also knows what waits for the head. One query for each kind."""
    return {g.DECIDE.key: _read(user, may_decide=True)} | (
        {g.AWAIT_HEAD.key: _read(user, may_decide=False)} if user.is_office else {}
    )


def request_members(user, key: str) -> list | None:
    """The keys of the suggestions in one of these groups; None for another group."""
    if key not in {g.DECIDE.key, g.AWAIT_HEAD.key}:
        return None
    kinds = _kinds(user, may_decide=key == g.DECIDE.key)
    return [pk for found, _action in kinds for pk in found.values_list("assignment__suggestion", flat=True)]


def _kinds(user, *, may_decide: bool):
    for model, action in _DECISIONS:
        if (user.role in TRANSITIONS[action].roles) == may_decide:
            found = model.objects.filter(state=RequestState.PENDING)
            if user.role == Role.COORDINATOR:
                found = found.filter(assignment__unit__handling_system=user.handling_system)
            yield found, action


def _read(user, *, may_decide: bool) -> tuple[int, list[Item]]:
    total, items = 0, []
    for found, action in _kinds(user, may_decide=may_decide):
        rows = found.select_related("assignment__unit", "assignment__suggestion").annotate(total=Window(Count("pk")))
        requests = list(rows[:CAP])
        total += requests[0].total if requests else 0
        items += [(each.requested_at, _item(each, action, may_decide=may_decide)) for each in requests]
    items.sort(key=lambda pair: pair[0])
    return total, [item for _at, item in items]


def _item(request, action: Action, *, may_decide: bool) -> Item:
    task, suggestion = request.assignment, request.assignment.suggestion
    return Item(
        pk=suggestion.pk,
        number=suggestion.number,
        title=suggestion.title,
        what=str(LABELS[PAGES[action][0]]) if may_decide else "",
        url=address(action, request.pk) if may_decide else "",
        due_on=task.due_on,
        is_provisional=task.is_due_provisional,
        part=str(UnitRole(task.role).label),
        state=task.state,
        state_label=task.get_state_display(),
        who=task.unit.name,
    )
