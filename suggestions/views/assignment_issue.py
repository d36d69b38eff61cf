"""Issuing the conference's suggestions with one day: what will go out is listed, agreed to, and then done at once."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from accounts.models import Unit
from accounts.permissions import require
from accounts.recipients import unit_contacts
from accounts.roles import Permission
from suggestions.actions import assign
from suggestions.actions.assign import Issued
from suggestions.choices import UnitRole
from suggestions.errors import Conflict, RuleViolation
from suggestions.forms.assignment import CHOSEN, IssueForm
from suggestions.models import AssignmentBatch, Session
from suggestions.selectors import assignment as selectors
from suggestions.views._base import add_violation, whole_number
from suggestions.views.assign import told
from suggestions.views.assignment import Row, chosen_session, row_of


@dataclass(frozen=True)
class UnitLine:
    unit: Unit
    lead: int
    separate: int
    assisting: int
    people: list

    @property
    def total(self) -> int:
        return self.lead + self.separate + self.assisting


class IssueView(View):
    """POST: list, then issue. GET: what a batch, or the whole session, has handed over, with its lists."""

    def dispatch(self, request, *args, **kwargs):
        require(request.user, Permission.ASSIGN_IN_BULK)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest) -> HttpResponse:
        session, batch = session_and_batch(request)
        if session is None:
            return redirect("suggestions:assignment")
        tasks = selectors.handed_over(session, batch)
        context = {
            "session": session,
            "batch": batch,
            "suggestions": len({task.suggestion_id for task in tasks}),
            "lines": lines_of(tasks, on=timezone.localdate()),
            "list_query": f"batch={batch.pk}" if batch else f"session={session.pk}",
            "batches": session.batches.select_related("issued_by"),
        }
        return render(request, "suggestions/assignment_issued.html", context)

    def post(self, request: HttpRequest) -> HttpResponse:
        self.session, form = chosen_session(request), IssueForm(request.POST)
        rows = [row_of(suggestion) for suggestion in selectors.desk(self.session)] if self.session else []
        chosen = self._chosen(rows)
        self.ready = [row for row in chosen if not row.problems]
        self.missing = [row for row in chosen if row.problems]
        already = self._issued_before(rows)
        if already is not None:
            messages.info(request, _("这些建议已经交办，没有重复交办。"))
            return redirect(issued_url(already))
        if not self.ready:
            messages.warning(request, _("没有可以交办的建议：请先选定承办单位，再选中要交办的行。"))
            return redirect(reverse("suggestions:assignment", query=self._session_query()))
        return self._answer(form) if not form.is_valid() else self._issue(form)

    def _issue(self, form) -> HttpResponse:
        """Done once to see what goes out; kept only when just this has been agreed to."""
        plan = _fingerprint(self.ready, form.cleaned_data["assigned_on"])
        agreed = self.request.POST.get("sure", "")
        try:
            with transaction.atomic():
                issued = assign.issue(
                    suggestions=[row.suggestion for row in self.ready],
                    session=self.session,
                    assigned_on=form.cleaned_data["assigned_on"],
                    note=form.cleaned_data["note"],
                    by=self.request.user,
                    today=timezone.localdate(),
                    at=timezone.now(),
                )
                if agreed != plan:
                    tasks = issued.batch.assignments.select_related("unit").order_by("unit__order")
                    lines = lines_of(tasks, on=timezone.localdate())
                    transaction.set_rollback(True)
        except RuleViolation as error:
            add_violation(form, error)
            return self._answer(form, status=409 if isinstance(error, Conflict) else 200)
        if agreed != plan:
            return self._answer(form, plan=plan, issued=issued, lines=lines, has_changed=bool(agreed))
        messages.success(
            self.request, told(_("已交办%(n)d件") % {"n": issued.suggestions}, issued.units, issued.people)
        )
        return redirect(issued_url(issued.batch))

    def _answer(self, form, *, status: int = 200, plan: str = "", issued: Issued | None = None, **more) -> HttpResponse:
        context = {
            "form": form,
            "session": self.session,
            "ready": self.ready,
            "missing": self.missing,
            "plan": plan,
            "issued": issued,
            **more,
        }
        return render(self.request, "suggestions/assignment_confirm.html", context, status=status)

    def _chosen(self, rows: list[Row]) -> list[Row]:
        if self.request.POST.get("scope") != CHOSEN:
            return rows
        wanted = self._items()
        return [row for row in rows if row.suggestion.pk in wanted]

    def _items(self) -> set[int]:
        return {pk for pk in map(whole_number, self.request.POST.getlist("items")) if pk is not None}

    def _issued_before(self, rows: list[Row]) -> AssignmentBatch | None:
        """The batch of a second press: everything agreed to has left the desk by the same hand."""
        items = self._items()
        if not self.request.POST.get("sure") or not items or items & {row.suggestion.pk for row in rows}:
            return None
        batches = AssignmentBatch.objects.filter(issued_by=self.request.user, assignments__suggestion__in=items)
        return batches.order_by("-pk").first()

    def _session_query(self) -> dict:
        return {"session": self.session.pk} if self.session else {}


def session_and_batch(request: HttpRequest) -> tuple[Session | None, AssignmentBatch | None]:
    """As the address names them; 404 for a batch that is not there."""
    if "batch" in request.GET:
        batch = get_object_or_404(
            AssignmentBatch.objects.select_related("session"), pk=whole_number(request.GET["batch"])
        )
        return batch.session, batch
    return chosen_session(request), None


def issued_url(batch: AssignmentBatch) -> str:
    return reverse("suggestions:assignment_issue", query={"batch": batch.pk})


def lines_of(tasks, *, on: date) -> list[UnitLine]:
    """For each unit among `tasks`: how many in which part, and who is told."""
    by_unit: dict[Unit, Counter] = {}
    for task in tasks:
        by_unit.setdefault(task.unit, Counter())[task.role] += 1
    contacts = unit_contacts((unit.pk for unit in by_unit), on=on)
    return [
        UnitLine(
            unit, parts[UnitRole.LEAD], parts[UnitRole.SEPARATE], parts[UnitRole.ASSISTING], contacts.get(unit.pk, [])
        )
        for unit, parts in by_unit.items()
    ]


def _fingerprint(rows: list[Row], assigned_on) -> str:
    words = [f"{row.suggestion.pk}={row.seen}" for row in rows]
    return hashlib.sha256(f"{assigned_on}|{'|'.join(sorted(words))}".encode()).hexdigest()
