"""Urging of exactly the filtered list: everybody who would be told is shown first, and who is left out and why."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from suggestions.actions import urge
from suggestions.choices import UrgeChannel, UrgedHow
from suggestions.errors import Conflict, RuleViolation
from suggestions.forms.urge import UrgeManyForm
from suggestions.selectors.urging import UrgePlan
from suggestions.views._base import add_violation
from suggestions.views.listing import read_filter
from suggestions.views.urge import result
from suggestions.workflow import TRANSITIONS, Action

MOST = 500  # suggestions at once
_OWN_NAMES = ("channel",)  # of the address; the rest is the list's filter


class UrgeManyView(View):
    def dispatch(self, request: HttpRequest) -> HttpResponse:
        if request.user.role not in TRANSITIONS[Action.URGE].roles:
            raise PermissionDenied(_("催办由代表工作机构和系统协调人进行。"))
        self.today = timezone.localdate()
        self.filtered = read_filter(request)
        if not self.filtered.form.is_valid():
            return redirect(f"{reverse('suggestions:list')}?{self._query()}")  # says what is wrong
        asked = request.GET.get("channel", "")
        self.channel = UrgeChannel(asked) if asked in UrgeChannel.values else UrgeChannel.SYSTEM
        self.total = self.filtered.qs.count()
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._answer(self._form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request.POST)
        if self.total > MOST or not form.is_valid():
            return self._answer(form)
        try:
            plan = urge.urge_many(
                suggestions=list(self.filtered.qs.values_list("pk", flat=True)),
                channel=self.channel,
                shown=request.POST.get("shown", ""),
                by=request.user,
                today=self.today,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except RuleViolation as error:
            add_violation(form, error)
            return self._answer(form, status=409 if isinstance(error, Conflict) else 200)
        left_out = _("另有%(n)d项未催，原因已在名单中列出。") % {"n": len(plan.left_out)} if plan.left_out else ""
        messages.success(request, f"{result(plan)}{left_out}")
        query = self.filtered.query(*_OWN_NAMES, urged=UrgedHow.TODAY.value)
        if self.channel == UrgeChannel.LETTER:
            return redirect(f"{reverse('suggestions:papers')}?{query}&kind=urging")
        return redirect(f"{reverse('suggestions:list')}?{query}")

    def _form(self, data=None) -> UrgeManyForm:
        return UrgeManyForm(data, channel=self.channel, today=self.today, initial={"happened_on": self.today})

    def _query(self) -> str:
        return self.filtered.query(*_OWN_NAMES)

    def _plan(self) -> UrgePlan:
        found = self.filtered.qs if self.total <= MOST else self.filtered.qs.none()
        return urge.plan(found, self.request.user, channel=self.channel, on=self.today)

    def _answer(self, form: UrgeManyForm, status: int = 200) -> HttpResponse:
        plan, filtered = self._plan(), self.filtered
        context = {
            "form": form,
            "filter": filtered,
            "chips": filtered.chips(),
            "query": self._query(),
            "channel": self.channel,
            "channels": [(way, filtered.query(*_OWN_NAMES, channel=way.value)) for way in UrgeChannel],
            "total": self.total,
            "most": MOST,
            "is_too_many": self.total > MOST,
            "plan": plan,
            "units": plan.by_unit(),
            "people": len(plan.by_person()),
            "items": len(plan.by_suggestion()),
            "today": self.today,
        }
        return render(self.request, "suggestions/urge_many.html", context, status=status)
