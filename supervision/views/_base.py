"""What the pages that act on a topic, a supervision or a finding have in common.

A page says `load()` (through `visible_to`: 404), `guard()` (NotAllowed: 403 with the reason), `why_not()` (a sentence
when the state forbids it: back with a warning) and `act(form)`, which calls one action and returns the sentence of
success. A RuleViolation becomes an error of the form, at its field when there is one; what was typed stays.
"""

from abc import ABC, abstractmethod

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from accounts.links import safe_next
from suggestions.errors import Conflict, NotAllowed, RuleViolation


class FormPage(ABC, View):
    form_class: type[forms.Form] = forms.Form
    template_name = "supervision/form.html"
    title = ""
    lead = ""
    submit_label = ""
    submit_style = "btn-primary"  # btn-danger for what cannot be taken back
    called: dict[str, str] = {}  # fields that the form calls otherwise than the rule does

    def setup(self, request: HttpRequest, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.at, self.today = timezone.now(), timezone.localdate()
        self.hand = {"by": request.user, "today": self.today, "at": self.at}

    def dispatch(self, request: HttpRequest, *args, **kwargs):
        try:
            self.load()
            self.guard()
        except NotAllowed as error:
            raise PermissionDenied(str(error.message)) from error
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        reason = self.why_not()
        if reason:
            messages.warning(request, reason)
            return redirect(safe_next(request, self.home()))
        return self.answer(self.make_form())

    def post(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        form = self.make_form(data=request.POST, files=request.FILES)
        reason = self.why_not() or self._changed_meanwhile()
        if reason:
            form.add_error(None, reason)
            return self.answer(form, status=409)
        if not form.is_valid():
            return self.answer(form)
        try:
            with transaction.atomic():
                sentence = self.act(form)
        except NotAllowed as error:
            raise PermissionDenied(str(error.message)) from error
        except RuleViolation as error:
            self.load()  # whatever the action set on the objects was rolled back
            field = self.called.get(error.field, error.field)
            form.add_error(field if field in form.fields else None, str(error.message))
            return self.answer(form, status=409 if isinstance(error, Conflict) else 200)
        messages.success(request, sentence)
        return redirect(self.success_url())

    # What a page says

    @abstractmethod
    def load(self) -> None: ...

    @abstractmethod
    def guard(self) -> None: ...

    @abstractmethod
    def home(self) -> str:
        """Where the page leads back to."""

    @abstractmethod
    def act(self, form) -> str: ...

    def why_not(self) -> str:
        return ""

    def thing(self):
        """Whose `version` the form was read at; None where a change meanwhile is no matter."""
        return None

    def initial(self) -> dict:
        return {}

    def form_kwargs(self) -> dict:
        return {}

    def page(self) -> dict:
        return {}

    def confirm(self) -> str:
        return ""

    def success_url(self) -> str:
        return safe_next(self.request, self.home())

    # What the base does

    def make_form(self, **bound):
        return self.form_class(**bound, initial=self.initial(), **self.form_kwargs())

    def answer(self, form, *, status: int = 200) -> HttpResponse:
        back = safe_next(self.request)
        thing = self.thing()
        context = {
            "form": form,
            "title": self.title,
            "lead": self.lead,
            "submit_label": self.submit_label or self.title,
            "submit_style": self.submit_style,
            "confirm": self.confirm(),
            "back_url": back or self.home(),
            "next": back,
            "seen": thing.version if thing is not None else "",
            "today": self.today,
            **self.page(),
        }
        return render(self.request, self.template_name, context, status=status)

    def _changed_meanwhile(self) -> str:
        thing, seen = self.thing(), self.request.POST.get("seen", "")
        if thing is None or not seen or seen == str(thing.version):
            return ""
        return _("在您填写期间此件有了新的变化，没有保存。您填写的内容仍在页面上，请核对后再次提交。")
