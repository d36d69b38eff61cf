"""The dashboard, for each who may look: what is wrong, who, and the list behind every number. A unit sees itself."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.permissions import require
from accounts.roles import Permission, Role
from suggestions.clocks import read_calendar
from suggestions.models import Session
from supervision import heartbeat
from supervision.selectors import groups, tasks
from supervision.selectors.before import read_before
from supervision.selectors.dashboard import dashboard, next_step
from supervision.selectors.scope import EVERY, OWN, scope_of
from supervision.views._sessions import chosen
from supervision.views.unit import board

TASKS = "tasks"
LINES_DRAWN = 20  # lines drawn in the chart; the table has them all


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    user, today = request.user, timezone.localdate()
    if user.is_unit:
        return board(request, user.unit)
    require(user, Permission.SUPERVISE)
    sessions = list(Session.objects.select_related("term"))
    session = chosen(sessions, request.GET.get("session", ""))
    units = EVERY if request.GET.get("units") == EVERY else OWN
    scope = scope_of(user, session, units)
    shown = dashboard(user, scope, today=today, compared=read_before(scope, sessions, today=today))
    context = {
        "shown": shown,
        "step": next_step(user, shown),
        "tabs": [*((side.key, side.label) for side in groups.SIDES.values()), (TASKS, _("单位任务"))],
        "sessions": sessions,  # the frame's chooser draws them too: read once
        "current_session": session,
        "session": session,
        "units": units,
        "is_committee": user.role == Role.COMMITTEE,
        "may_instruct": user.may(Permission.INSTRUCT),
        "query": urlencode(_kept(request, "session", "units")),
        "here": request.get_full_path(),
        "today": today,
        "problem": _problem(user),
        "may_see_key": user.may(Permission.SEE_KEY),
        "may_see_reports": user.may(Permission.SEE_REPORTS),
        **_table(request, scope, shown, today),
    }
    return render(request, "supervision/overview.html", context)


def _table(request: HttpRequest, scope, shown, today) -> dict:
    """The one table that the address asks for: one statement."""
    by = request.GET.get("by", "")
    if by == TASKS:
        order = tasks.order_of(request.GET.get("o", ""))
        found = tasks.task_table(scope, order=order, today=today, compared=shown.compared)
        return {
            "by": by,
            "order": order,
            "tasks": found,
            "columns": tasks.COLUMNS,
            "watched": tasks.WATCHED,
            "rates": tasks.RATES.items(),
            "sort_query": urlencode(_kept(request, "session", "units", "by")),
        }
    side = groups.SIDES.get(by, groups.SIDES["unit"])
    found = groups.table(scope, request.user, side, shown.totals, today=today, compared=shown.compared)
    return {"by": side.key, "table": found, "columns": groups.COLUMNS, "charted": LINES_DRAWN}


def _kept(request: HttpRequest, *names: str) -> dict[str, str]:
    """What stays in the address when another table is chosen, or one is sorted."""
    return {name: request.GET[name] for name in names if request.GET.get(name)}


def _problem(user) -> str:
    """A stopped job is news for those who can see to it."""
    return heartbeat.problem(timezone.localtime(), read_calendar()) if user.may(Permission.SEE_JOBS) else ""
