"""Away for some days (外出代理), and leaving for good (离岗交接)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from accounts import permissions
from accounts.actions import absence
from accounts.actions import hand_over as leaving
from accounts.errors import RuleViolation
from accounts.forms.hand_over import AbsenceForm, HandOverForm
from accounts.models import User
from accounts.recipients import standing_in, unit_people


class _PersonView(View):
    def setup(self, request, *args, pk: int | None = None, **kwargs):
        super().setup(request, *args, **kwargs)
        self.pk, self.at, self.today = pk, timezone.now(), timezone.localdate()

    def load(self, may) -> None:
        """The person in the address, the own one without; 403 with the sentence when `may` says no."""
        people = User.objects.select_related("unit")
        self.person = get_object_or_404(people, pk=self.request.user.pk if self.pk is None else self.pk)
        if not may(self.request.user, self.person):
            sentence = _("只有本人、本单位负责人和系统管理员可以为%(name)s办理。")
            raise PermissionDenied(sentence % {"name": self.person.name})

    def refuse(self, form, error: RuleViolation) -> HttpResponse:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return self.answer(form)


class AwayView(_PersonView):
    """One's own absence; with a person in the address that of somebody one may enter it for."""

    def dispatch(self, request, *args, **kwargs):
        self.load(permissions.may_set_absence)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        person = self.person
        return self.answer(AbsenceForm(initial={"from_on": person.away_from_on, "until_on": person.away_until_on}))

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        if request.POST.get("end"):
            absence.end_absence(self.person, by=request.user, at=self.at)
            messages.success(request, _("已结束外出，消息照常发给%(name)s。") % {"name": self.person.name})
            return redirect(request.path)
        form = AbsenceForm(request.POST)
        if not form.is_valid():
            return self.answer(form)
        try:
            absence.set_absence(self.person, **form.cleaned_data, by=request.user, today=self.today, at=self.at)
        except RuleViolation as error:
            return self.refuse(form, error)
        messages.success(request, _("已登记外出。"))
        return redirect(request.path)

    def answer(self, form) -> HttpResponse:
        user, person = self.request.user, self.person
        first_day = max(person.away_from_on or self.today, self.today)
        context = {
            "form": form,
            "person": person,
            "is_own": user.pk == person.pk,
            "is_away": person.is_away(self.today),
            "is_planned": person.away_until_on is not None and person.away_until_on >= self.today,
            "stand_ins": standing_in(person, on=first_day),
            "colleagues": self._colleagues(),
        }
        return render(self.request, "accounts/away.html", context)

    def _colleagues(self) -> list[tuple[User, bool, bool]]:
        """For a unit's head: the own people, whether each is away today, and whether their work may be handed over."""
        user = self.request.user
        if self.pk is not None or not user.is_unit:
            return []
        people = [each for each in unit_people(user.unit_id) if permissions.may_set_absence(user, each)]
        return [
            (each, each.is_away(self.today), permissions.may_hand_over(user, each))
            for each in people
            if each.pk != user.pk
        ]


class HandOverView(_PersonView):
    """What passes on is shown first; one button, asked once."""

    def dispatch(self, request, *args, **kwargs):
        self.load(permissions.may_hand_over)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        return self.answer(self.form())

    def post(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.answer(form)
        successor = form.cleaned_data["successor"]
        try:
            leaving.hand_over(person=self.person, successor=successor, by=request.user, at=self.at)
        except RuleViolation as error:
            return self.refuse(form, error)
        words = {"name": self.person.name, "successor": successor.name}
        messages.success(request, _("%(name)s的工作已交接给%(successor)s，账号已停用。") % words)
        return redirect(self.back())

    def form(self, data=None) -> HandOverForm:
        return HandOverForm(data, people=leaving.successors(self.person))

    def back(self) -> str:
        if permissions.manages_users(self.request.user):
            return reverse("accounts:reference_edit", args=["users", self.person.pk])
        return reverse("accounts:away")

    def answer(self, form) -> HttpResponse:
        context = {
            "form": form,
            "person": self.person,
            "estate": leaving.estate_of(self.person),
            "has_successors": form.fields["successor"].queryset.exists(),
            "back_url": self.back(),
        }
        return render(self.request, "accounts/hand_over.html", context)
