"""The overview for those who supervise: what is wrong, who, and the list behind every number."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import require
from accounts.roles import Permission, Role
from suggestions.clocks import read_calendar
from suggestions.models import Session
from supervision import heartbeat, selectors


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SUPERVISE)
    sessions = list(Session.objects.select_related("term"))
    session = chosen(sessions, request.GET.get("session", ""))
    units = selectors.EVERY if request.GET.get("units") == selectors.EVERY else selectors.OWN
    order = request.GET.get("o", "")
    if order.removeprefix("-") not in selectors.ORDERS:
        order = selectors.DEFAULT_ORDER
    shown = selectors.overview(request.user, session, units=units, order=order, today=timezone.localdate())
    context = {
        "shown": shown,
        "columns": selectors.COLUMNS,
        "watched": selectors.WATCHED,
        "rates": selectors.RATES.items(),
        "sessions": sessions,  # the frame's chooser draws them too: read once
        "current_session": session,
        "session": session,
        "order": order,
        "units": units,
        "is_committee": request.user.role == Role.COMMITTEE,
        "query": urlencode(_kept(request)),
        "today": timezone.localdate(),
        "problem": _problem(request.user),
        "may_see_reports": request.user.may(Permission.SEE_REPORTS),
    }
    return render(request, "supervision/overview.html", context)


def chosen(sessions: list[Session], asked: str) -> Session | None:
    """The session asked for, else the current one, else the newest; None is all of them."""
    if asked == selectors.ALL_SESSIONS:
        return None
    by_pk = {str(session.pk): session for session in sessions}
    current = next((session for session in sessions if session.is_current), None)
    return by_pk.get(asked) or current or next(iter(sessions), None)


def _kept(request: HttpRequest) -> dict[str, str]:
    """What stays in the address when the table is sorted."""
    return {name: request.GET[name] for name in ("session", "units") if request.GET.get(name)}


def _problem(user) -> str:
    """A stopped job is news for those who can see to it."""
    return heartbeat.problem(timezone.localtime(), read_calendar()) if user.may(Permission.SEE_JOBS) else ""
