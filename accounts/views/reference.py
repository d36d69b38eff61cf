"""The office's lists: one page to read each, one to add and change. accounts/reference.py says what each holds."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.db.models.fields import BLANK_CHOICE_DASH
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from accounts import reference
from accounts.errors import RuleViolation
from accounts.links import safe_next
from accounts.models import Change
from accounts.permissions import require, require_role
from accounts.reference import Reference

PAGE = 50
HISTORY = 20
DASHES = BLANK_CHOICE_DASH[0][1]
STATES = {"active": True, "closed": False}


@require_safe
def reference_list(request: HttpRequest, kind: str) -> HttpResponse:
    """Search, filters and state narrow the list; a tree is shown whole unless it is narrowed."""
    ref = _reference_for(request, kind)
    choices = [(choice, [(str(value), label) for value, label in choice.options()]) for choice in ref.choices]
    rows, chosen = _narrowed(ref, request.GET, choices)
    state = request.GET.get("state", "active") if ref.has_states else ""
    if state in STATES:
        rows = rows.filter(is_active=STATES[state])
    is_narrowed = bool(chosen) or state == "closed"
    if ref.arrange and not is_narrowed:
        page, shown = None, ref.arrange(list(rows))
    else:
        page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
        shown = list(page)
    query = request.GET.copy()
    query.pop("page", None)
    return render(
        request,
        "accounts/reference_list.html",
        {
            "reference": ref,
            "rows": [_row(ref, row) for row in shown],
            "count": page.paginator.count if page else len(shown),
            "page_obj": page,
            "query": query.urlencode(),
            "state": state,
            "q": request.GET.get("q", ""),
            "choices": [
                (c, [(str(v), label) for v, label in c.options()], chosen.get(c.name, "")) for c in ref.choices
            ],
            "is_narrowed": is_narrowed,
            "may_write": request.user.may(ref.write),
            "here": request.get_full_path(),
        },
    )


class ReferenceForm(View):
    """Add or change one row. Who may only read sees the same page without the button."""

    def dispatch(self, request: HttpRequest, kind: str, pk: int | None = None) -> HttpResponse:
        self.ref = _reference_for(request, kind)
        if pk is None or request.method == "POST":
            require(request.user, self.ref.write)
        self.object = get_object_or_404(self.ref.model, pk=pk) if pk else None
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        form = _with_plain_blanks(self.ref.form(instance=self.object))
        if not request.user.may(self.ref.write):
            for field in form.fields.values():
                field.disabled = True
        return self._answer(form)

    def post(self, request: HttpRequest) -> HttpResponse:
        form = _with_plain_blanks(self.ref.form(request.POST, instance=self.object))
        if not form.is_valid():
            return self._answer(form)
        try:
            saved = self.ref.saving(form.instance, by=request.user, at=timezone.now())
        except RuleViolation as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
            return self._answer(form)
        messages.success(request, _("%(noun)s“%(name)s”已保存。") % {"noun": self.ref.noun, "name": saved})
        if self.object is None and self.ref.opens_after_creation:
            return redirect("accounts:reference_edit", kind=self.ref.kind, pk=saved.pk)
        return redirect(self._back())

    def _back(self) -> str:
        return safe_next(self.request) or self.ref.address

    def _answer(self, form) -> HttpResponse:
        kept = self.ref.model.objects.get(pk=self.object.pk) if self.object else None  # not what was typed
        return render(
            self.request,
            self.ref.form_template,
            {
                "reference": self.ref,
                "form": form,
                "object": kept,
                "may_write": self.request.user.may(self.ref.write),
                "back_url": self._back(),
                "next": safe_next(self.request),
                "changes": Change.objects.filter(kind=self.ref.kind, key=str(kept.pk))[:HISTORY] if kept else [],
            },
        )


def _with_plain_blanks(form: forms.ModelForm) -> forms.ModelForm:
    """“请选择” or “不指定” in the place of Django's row of dashes."""
    for field in form.fields.values():
        words = _("请选择") if field.required else _("不指定")
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = words if field.empty_label == DASHES else field.empty_label
        elif isinstance(field, forms.ChoiceField):
            field.choices = [(value, words if label == DASHES else label) for value, label in field.choices]
    return form


def _reference_for(request: HttpRequest, kind: str) -> Reference:
    found = reference.find(kind)
    if found is None:
        raise Http404
    require_role(request.user, found.readers)
    return found


def _narrowed(ref: Reference, asked, choices) -> tuple:
    """The rows that fit the words and the filters, and which of these were used. A filter with nonsense is left out."""
    rows, chosen = ref.rows(), {}
    words = asked.get("q", "").split()
    for word in words if ref.search else ():
        rows = rows.filter(_any_field(ref.search, word))
        chosen["q"] = " ".join(words)
    for choice, options in choices:
        value = asked.get(choice.name, "")
        if value in {option for option, _label in options}:
            rows = rows.filter(**{choice.field: value})
            chosen[choice.name] = value
    return rows, chosen


def _any_field(fields: tuple[str, ...], word: str) -> Q:
    found = Q()
    for field in fields:
        found |= Q(**{f"{field}__icontains": word})
    return found


def _row(ref: Reference, row) -> dict:
    return {
        "object": row,
        "depth": getattr(row, "depth", 0),
        "cells": [(column, column.text(row)) for column in ref.columns],
        "is_closed": not getattr(row, "is_active", True),
    }
