"""Who may do what, printed from the very tables that decide it (accounts/roles.py, suggestions/workflow.py)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.roles import PERMISSIONS, SCOPES, Permission, Role
from suggestions.choices import AssignmentState, CommitmentState, Status
from suggestions.workflow import ASSIGNMENT_TRANSITIONS, COMMITMENT_TRANSITIONS, SUGGESTION_TRANSITIONS, Transition


@require_safe
def roles(request: HttpRequest) -> HttpResponse:
    """Open to everyone: what one may do is no secret."""
    return render(
        request,
        "suggestions/settings/roles.html",
        {
            "roles": list(Role),
            "mine": list(Role).index(request.user.role),
            "scopes": [(role, SCOPES[role].label) for role in Role],
            "permissions": [(permission.label, _marks(PERMISSIONS[permission])) for permission in Permission],
            "tables": [
                ("suggestion", [_line(row, Status) for row in SUGGESTION_TRANSITIONS if row.roles]),
                ("task", [_line(row, AssignmentState) for row in ASSIGNMENT_TRANSITIONS]),
                ("commitment", [_line(row, CommitmentState) for row in COMMITMENT_TRANSITIONS if row.roles]),
            ],
        },
    )


def _marks(roles: frozenset[Role]) -> list[bool]:
    return [role in roles for role in Role]


def _line(row: Transition, states) -> dict:
    every = len(row.sources) == len(states)
    return {
        "label": row.action.label,
        "sources": [] if every else [state.label for state in states if state in row.sources],
        "target": states(row.target).label if row.target else "",
        "needs_reason": row.needs_reason,
        "marks": _marks(row.roles),
    }
