"""口径说明: every rate with its parts, as they stand, and the sentence that says what it means."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.permissions import require
from accounts.roles import Permission
from suggestions.models import Session
from supervision import definitions as words
from supervision.rate_lines import rate_lines
from supervision.same_day import session_before
from supervision.selectors import groups, tasks
from supervision.views._sessions import chosen


@require_GET
def definitions(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SUPERVISE)
    today, decimals = timezone.localdate(), settings.RATE_DECIMALS
    sessions = list(Session.objects.select_related("term"))
    session = chosen(sessions, request.GET.get("session", ""))
    before = session_before(sessions, session)
    context = {
        "lines": rate_lines(request.user, session, before, decimals=decimals, today=today),
        "unit_rate": words.UNIT_REPLY_RATE,
        "kept_rate": words.KEPT_RATE,
        "poll_rates": (words.POLL_RATE, words.POLL_CONTENT_RATE),
        "may_see_key": request.user.may(Permission.SEE_KEY),
        "may_see_ledger": request.user.may(Permission.SEE_LEDGER),
        "columns": (*tasks.COLUMNS, *tasks.WATCHED),
        "group_columns": groups.COLUMNS,
        "sessions": sessions,
        "current_session": session,
        "session": session,
        "before": before,
        "decimals": decimals,
        "today": today,
    }
    return render(request, "supervision/definitions.html", context)
