"""Custom statistics (自定义统计) over the filtered list: a table, its chart and its workbook."""

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View

from accounts.permissions import require
from accounts.roles import Permission
from suggestions.cross_exports import export_crossing
from suggestions.filters import SuggestionFilter
from suggestions.selectors.cross import COLUMNS, ROWS, SIDES, Crossing, Side, cross
from suggestions.views.listing import read_filter

LINES_DRAWN = 20  # lines drawn in the chart; the table has them all


class CrossView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        filtered, found = _read(request)
        if found is None:
            return _to_the_list(filtered)
        context = {
            "found": found,
            "sides": SIDES.values(),
            "filter": filtered,
            "chips": filtered.chips(),
            "kept": _kept(filtered),
            "query": filtered.query(),
            "list_query": filtered.query("rows", "columns"),
            "clear_query": f"rows={found.rows.key}&columns={found.columns.key}",
            "turned_query": filtered.query(rows=found.columns.key, columns=found.rows.key),
            "charted": LINES_DRAWN,
            "today": filtered.today,
        }
        return render(request, "suggestions/cross.html", context)


class CrossExportView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        filtered, found = _read(request)
        if found is None:
            return _to_the_list(filtered)
        conditions = "；".join(f"{chip.label}：{chip.value}" for chip in filtered.chips())
        heading = _("%(session)s，截至%(day)s。%(conditions)s") % {
            "session": filtered.session_label,
            "day": f"{filtered.today:%Y-%m-%d}",
            "conditions": conditions,
        }
        name = _("代表建议统计_%(rows)s_%(columns)s_%(day)s.xlsx") % {
            "rows": found.rows.label,
            "columns": found.columns.label,
            "day": f"{filtered.today:%Y%m%d}",
        }
        return FileResponse(export_crossing(found, heading=heading), as_attachment=True, filename=name)


def _read(request: HttpRequest) -> tuple[SuggestionFilter, Crossing | None]:
    """The filter of the address and its crossing; no crossing when the filter cannot be understood."""
    require(request.user, Permission.SUPERVISE)
    filtered = read_filter(request)
    if not filtered.form.is_valid():
        return filtered, None
    query = request.GET.copy()
    for name in ("rows", "columns", "page", "o"):
        query.pop(name, None)
    rows, columns = _sides(request)
    return filtered, cross(filtered.qs, query, rows, columns, filtered.references)


def _to_the_list(filtered: SuggestionFilter) -> HttpResponse:
    """The list says what is wrong with the conditions."""
    return redirect(f"{reverse('suggestions:list')}?{filtered.query('rows', 'columns')}")


def _sides(request: HttpRequest) -> tuple[Side, Side]:
    """The two sides asked for; the same one twice gives way on the columns' side."""
    rows = SIDES.get(request.GET.get("rows", ""), ROWS)
    columns = SIDES.get(request.GET.get("columns", ""), COLUMNS)
    return rows, columns if columns is not rows else next(one for one in (COLUMNS, ROWS) if one is not rows)


def _kept(filtered: SuggestionFilter) -> list[tuple[str, str]]:
    """The conditions as hidden fields of the form that chooses the sides."""
    names = [name for name in filtered.typed if name in filtered.filters]
    return [(name, value) for name in names for value in filtered.typed.getlist(name) if value]
