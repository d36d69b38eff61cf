"""The rehearsal: what goes out on a day, to whom. Nothing is written."""

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.permissions import require
from accounts.roles import Permission
from suggestions.calendar import WorkCalendar
from suggestions.clocks import read_calendar
from suggestions.deadlines import days_left, light
from suggestions.errors import RuleViolation
from supervision import cards, heartbeat, reminders
from supervision.actions import poll_remind
from supervision.reminder_rules import Kind, day_of

PEOPLE_A_PAGE = 30
LINES_SHOWN = 20  # of one person; the office's own list can be hundreds long


@require_GET
def rehearsal(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE_JOBS)
    today = timezone.localdate()
    calendar = read_calendar()
    on, problem = _asked_day(request.GET.get("on", ""), calendar.next_workday(today + timedelta(days=1)))
    plan = reminders.plan(on)
    page = Paginator(list(plan.by_recipient().items()), PEOPLE_A_PAGE).get_page(request.GET.get("page"))
    summary = plan.summary()
    context = {
        "on": on,
        "problem": problem,
        "plan": plan,
        "page_obj": page,
        "people": [_person(person, items, on) for person, items in page],
        "query": f"on={on:%Y-%m-%d}",
        "summary": summary,
        "kinds": [(Kind(kind).label, count) for kind, count in summary["by_kind"].items()],
        "day_name": calendar.name(on),
        "cards": cards.plan(on),
        "ballots": [(poll, len(people)) for poll, people in poll_remind.plan(on, calendar)],
        "may_see_key": request.user.may(Permission.SEE_KEY),
        "is_past": on < today,
        "is_today_open": on > today and _is_open(today, calendar),
    }
    return render(request, "supervision/rehearsal.html", context)


def _asked_day(text: str, default: date) -> tuple[date, str]:
    """The day to show, and why it is not the one that was asked for."""
    if not text:
        return default, ""
    try:
        return day_of(text), ""
    except RuleViolation as refusal:
        return default, _("%(why)s下面显示的是下一个工作日。") % {"why": refusal.message}


def _is_open(today: date, calendar: WorkCalendar) -> bool:
    """Whether today's reminders are still to come: until then they stand among those of the days after."""
    return calendar.is_workday(today) and not heartbeat.ran_on(today)


def _person(person: User, items: list[reminders.Item], on: date) -> dict:
    return {
        "person": person,
        "channels": reminders.channels_of(person),
        "count": len(items),
        "rows": [
            {"item": item, "light": light(item.due_on, on), "days_left": days_left(item.due_on, on)}
            for item in items[:LINES_SHOWN]
        ],
        "hidden": max(len(items) - LINES_SHOWN, 0),
    }
