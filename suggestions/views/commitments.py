"""The commitments ledger (承诺台账), its export, and one promise."""

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View

from accounts.permissions import require
from accounts.roles import Permission, Role
from suggestions.definitions import KEPT_RATE
from suggestions.ledger_exports import export_ledger
from suggestions.ledger_filter import LedgerFilter
from suggestions.selectors.commitment import commitments_for_page, known_as, read_commitment
from suggestions.selectors.ledger import COLUMNS, ledger_rows, total_of, unit_sums
from suggestions.selectors.references import read_references
from suggestions.views._base import clock_of, safe_next

PER_PAGE = 50
UNITS_SHOWN = 4  # of the summary; the others one click away


def _filter(request: HttpRequest) -> LedgerFilter:
    require(request.user, Permission.SEE_LEDGER)
    return LedgerFilter(request.GET, user=request.user, today=timezone.localdate(), references=read_references())


class LedgerView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        filtered = _filter(request)
        page = Paginator(filtered.qs.values_list(*COLUMNS), PER_PAGE).get_page(request.GET.get("page"))
        sums = unit_sums(filtered.scoped(), today=filtered.today)
        lines = [_line(one, filtered) for one in sums]
        context = {
            "filter": filtered,
            "form": filtered.form,
            "page_obj": page,
            "rows": ledger_rows(page.object_list),
            "total": _line(total_of(sums), filtered),
            "lines": lines[:UNITS_SHOWN],
            "more_lines": lines[UNITS_SHOWN:],
            "rate": KEPT_RATE,
            "chips": filtered.chips(),
            "query": filtered.query(),
            "sort_query": filtered.query("o"),
            "order": filtered.order,
            "link_tail": "?" + urlencode({"next": request.get_full_path()}),
            "today": filtered.today,
        }
        return render(request, "suggestions/commitments.html", context)


def _line(one, filtered: LedgerFilter) -> dict:
    """A row of the summary: each count with the address of its list."""
    figures = {
        cell: {"value": value, "query": filtered.scope_query(cell, one.unit)} for cell, value in one.cells.items()
    }
    return {"name": one.name, "rate": one.rate, **figures}


class LedgerExportView(View):
    """Every row of the filtered ledger, as a workbook."""

    def get(self, request: HttpRequest) -> HttpResponse:
        filtered = _filter(request)
        if not filtered.form.is_valid():
            return redirect(f"{reverse('suggestions:commitments')}?{filtered.query()}")  # the list says what is wrong
        stream = export_ledger(filtered.qs, today=filtered.today)
        name = _("承诺解决事项台账_%(day)s.xlsx") % {"day": f"{filtered.today:%Y%m%d}"}
        return FileResponse(stream, as_attachment=True, filename=name)


class CommitmentView(View):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        today, user = timezone.localdate(), request.user
        commitment = get_object_or_404(commitments_for_page(user), pk=pk)
        back = "suggestions:commitments" if user.may(Permission.SEE_LEDGER) else "suggestions:work_list"
        context = {
            "commitment": commitment,
            "suggestion": known_as(commitment, user),
            "promise": read_commitment(commitment, user, today=today),
            "clock": clock_of(commitment, today),
            "today": today,
            "is_deputy": user.role == Role.DEPUTY,
            "here": request.get_full_path(),
            "back_url": safe_next(request, reverse(back)),
        }
        return render(request, "suggestions/commitment.html", context)
