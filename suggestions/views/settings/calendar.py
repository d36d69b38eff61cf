"""The working calendar: the year at a glance; a whole year's notice or one day changed, after seeing what it moves."""

from abc import ABC, abstractmethod
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from accounts.permissions import require, require_role
from accounts.roles import PERMISSIONS, Permission, Role
from suggestions.actions.change_calendar import CalendarChange, change_calendar, preview
from suggestions.calendar_lines import Entry
from suggestions.calendar_months import months
from suggestions.clocks import read_calendar
from suggestions.errors import RuleViolation
from suggestions.forms.settings.calendar import DayForm, YearForm
from suggestions.models import Assignment, CalendarDay, CalendarYear

YEARS = range(2000, 2101)
SHOWN_BACK = 3  # years of the tabs; earlier ones by their address
READERS = PERMISSIONS[Permission.EDIT_CALENDAR] | {Role.AUDITOR}


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    require_role(request.user, READERS)
    today = timezone.localdate()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and int(asked) in YEARS else today.year
    loaded = {row.year: row for row in CalendarYear.objects.all()}
    return render(
        request,
        "suggestions/settings/calendar.html",
        {
            "year": year,
            "months": months(year, read_calendar()),
            "today": today,
            "loaded": loaded.get(year),
            "loaded_years": sorted(loaded),
            "years": sorted({year, *range(today.year - SHOWN_BACK, today.year + 2)}),
            "weekdays": "一二三四五六日",
            "missing": [y for y in (today.year, today.year + 1) if y not in loaded],
            "provisional": Assignment.objects.owing().filter(is_due_provisional=True).count(),
            "special": CalendarDay.objects.filter(date__year=year).select_related("changed_by"),
            "may_change": request.user.may(Permission.EDIT_CALENDAR),
        },
    )


class CalendarChangeView(ABC, View):
    """Fill in, see what would move, confirm: the confirmation sends the same fields again with step=apply."""

    form_class: type

    def dispatch(self, request: HttpRequest, **place) -> HttpResponse:
        require(request.user, Permission.EDIT_CALENDAR)
        self.place = place
        return super().dispatch(request, **place)

    def get(self, request: HttpRequest, **_place) -> HttpResponse:
        return self._answer(self.form_class(initial=self.initial()))

    def post(self, request: HttpRequest, **_place) -> HttpResponse:
        form = self.form_class(request.POST, request.FILES)
        if not form.is_valid():
            return self._answer(form)
        change = self.change(form.cleaned_data)
        if request.POST.get("step") != "apply":
            return self._answer(form, preview(change))
        try:
            done = change_calendar(change, by=request.user, today=timezone.localdate(), at=timezone.now())
        except RuleViolation as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
            return self._answer(form)
        messages.success(request, _("工作日历已保存，%(n)d件任务的期限随之变动。") % {"n": len(done.moved)})
        return redirect(self.back())

    @abstractmethod
    def initial(self) -> dict:
        """Each page says its own."""

    @abstractmethod
    def change(self, data: dict) -> CalendarChange:
        """Each page says its own."""

    @abstractmethod
    def back(self) -> str:
        """Each page says its own."""

    @abstractmethod
    def heading(self) -> str:
        """Each page says its own."""

    def _answer(self, form, found=None) -> HttpResponse:
        context = {"form": form, "preview": found, "title": self.heading(), "back_url": self.back()}
        return render(self.request, "suggestions/settings/calendar_change.html", context)


class YearView(CalendarChangeView):
    form_class = YearForm

    def initial(self) -> dict:
        days = CalendarDay.objects.filter(date__year=self.place["year"])
        lines = [f"{day.date},{_('班') if day.is_workday else _('休')},{day.name}" for day in days]
        loaded = CalendarYear.objects.filter(year=self.place["year"]).first()
        return {"year": self.place["year"], "source": loaded.source if loaded else "", "lines": "\n".join(lines)}

    def change(self, data: dict) -> CalendarChange:
        return CalendarChange(entries=data["entries"], source=data["source"], year=data["year"])

    def back(self) -> str:
        return f"{reverse('suggestions:calendar')}?year={self.place['year']}"

    def heading(self) -> str:
        return _("载入%(year)d年放假安排") % {"year": self.place["year"]}


class DayView(CalendarChangeView):
    form_class = DayForm

    def dispatch(self, request: HttpRequest, day: str) -> HttpResponse:
        try:
            self.day = date.fromisoformat(day)
        except ValueError:
            raise Http404 from None
        if self.day.year not in YEARS:
            raise Http404
        return super().dispatch(request, day=day)

    def initial(self) -> dict:
        kept = CalendarDay.objects.filter(date=self.day).first()
        if kept is None:
            return {"kind": DayForm.WEEK}
        return {"kind": DayForm.WORK if kept.is_workday else DayForm.REST, "name": kept.name, "source": kept.source}

    def change(self, data: dict) -> CalendarChange:
        if data["kind"] == DayForm.WEEK:
            return CalendarChange(entries=(), source=data["source"], removed=frozenset({self.day}))
        entry = Entry(self.day, data["kind"] == DayForm.WORK, data["name"].strip())
        return CalendarChange(entries=(entry,), source=data["source"])

    def back(self) -> str:
        return f"{reverse('suggestions:calendar')}?year={self.day.year}"

    def heading(self) -> str:
        return f"{self.day.year}年{self.day.month}月{self.day.day}日（{'一二三四五六日'[self.day.weekday()]}）"
