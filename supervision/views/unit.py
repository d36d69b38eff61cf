"""One unit's own dashboard: the same figures by the same definitions, for its people and for those who watch it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.models import Unit
from accounts.roles import Permission, Role
from suggestions.models import Session
from supervision.selectors import tasks
from supervision.selectors.before import read_before
from supervision.selectors.classes import classes
from supervision.selectors.dashboard import dashboard, next_step
from supervision.selectors.scope import Scope
from supervision.views._sessions import chosen


@require_GET
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    return board(request, get_object_or_404(visible_units(request.user), pk=pk))


def visible_units(user):
    """A unit itself; a coordinator the units of the own system; who supervises all of them; deputies none."""
    found = Unit.objects.filter(is_group=False)
    if user.is_unit:
        return found.filter(pk=user.unit_id)
    if not user.may(Permission.SUPERVISE):
        return found.none()
    return found.filter(handling_system=user.handling_system) if user.role == Role.COORDINATOR else found


def board(request: HttpRequest, of: Unit) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    sessions = list(Session.objects.select_related("term"))
    session = chosen(sessions, request.GET.get("session", ""))
    scope = Scope(session, unit=of.pk)
    compared = read_before(scope, sessions, today=today)
    shown = dashboard(user, scope, today=today, compared=compared)
    context = {
        "unit": of,
        "shown": shown,
        "step": next_step(user, shown),
        "line": tasks.line_of(scope, today=today, compared=compared),
        "classes": classes(user, scope, compared),
        "sessions": sessions,
        "current_session": session,
        "session": session,
        "here": request.get_full_path(),
        "today": today,
    }
    return render(request, "supervision/unit.html", context)
