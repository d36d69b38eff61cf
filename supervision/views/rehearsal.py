"""The rehearsal: what goes out on a day, to whom. Nothing is written."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.permissions import require
from accounts.roles import Permission
from suggestions.clocks import read_calendar
from suggestions.deadlines import days_left, light
from supervision import reminders
from supervision.reminder_rules import Kind


@require_GET
def rehearsal(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE_JOBS)
    today = timezone.localdate()
    calendar = read_calendar()
    next_morning = calendar.next_workday(today + timedelta(days=1))
    on, problem = _asked_day(request.GET.get("on", ""), next_morning)
    plan = reminders.plan(on)
    people = [
        {"person": person, "items": [_row(item, on) for item in items], "channels": reminders.channels_of(person)}
        for person, items in plan.by_recipient().items()
    ]
    kinds = [(Kind(kind).label, count) for kind, count in plan.summary()["by_kind"].items()]
    context = {
        "on": on,
        "problem": problem,
        "plan": plan,
        "people": people,
        "kinds": kinds,
        "total": len(plan.items),
        "day_name": calendar.name(on),
        "is_past": on < today,
    }
    return render(request, "supervision/rehearsal.html", context)


def _asked_day(text: str, default: date) -> tuple[date, str]:
    if not text:
        return default, ""
    try:
        return date.fromisoformat(text), ""
    except ValueError:
        return default, _("“%(text)s”不是日期,已改为显示下一个工作日。") % {"text": text[:20]}


def _row(item: reminders.Item, on: date) -> dict:
    return {"item": item, "light": light(item.due_on, on), "days_left": days_left(item.due_on, on)}
