"""大屏: the dashboard's own figures on a large screen, without a menu; a script fetches them anew each minute."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import require
from accounts.roles import Permission
from suggestions.models import Session
from supervision.selectors.before import read_before
from supervision.selectors.dashboard import dashboard
from supervision.selectors.scope import EVERY, OWN, scope_of
from supervision.views._sessions import chosen


@require_GET
def wall(request: HttpRequest) -> HttpResponse:
    """The whole screen, with the first figures in it."""
    return render(request, "supervision/wall.html", _shown(request))


@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Only what changes, for the script that puts it in place of what stands there."""
    return render(request, "supervision/includes/wall_figures.html", _shown(request))


def _shown(request: HttpRequest) -> dict:
    user, now = request.user, timezone.localtime()
    require(user, Permission.SUPERVISE)
    sessions = list(Session.objects.select_related("term"))
    session = chosen(sessions, request.GET.get("session", ""))
    units = EVERY if request.GET.get("units") == EVERY else OWN
    scope = scope_of(user, session, units)
    shown = dashboard(user, scope, today=now.date(), compared=read_before(scope, sessions, today=now.date()))
    address = request.GET.urlencode()
    return {
        "shown": shown,
        "session": session,
        "now": now,
        "today": now.date(),
        "source": f"{reverse('supervision:wall_figures')}?{address}",
        "back_url": f"{reverse('supervision:overview')}?{address}",
    }
