"""The list (清单) and its export: one filter, one answer."""

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views import View

from accounts.roles import Permission, Role
from suggestions.exports import export_list
from suggestions.filters import SuggestionFilter
from suggestions.selectors.listing import COLUMNS, list_rows
from suggestions.selectors.references import read_references
from suggestions.workflow import TRANSITIONS, Action

PER_PAGE = 50


def read_filter(request: HttpRequest) -> SuggestionFilter:
    """The filter of the address: one for the list, its export and its papers."""
    return SuggestionFilter(request.GET, user=request.user, today=timezone.localdate(), references=read_references())


class ListView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        filtered = read_filter(request)
        found = filtered.jump()
        if found:
            return redirect("suggestions:detail", pk=found)
        shows_handling = request.user.role != Role.DEPUTY
        page = Paginator(filtered.qs.values_list(*COLUMNS), PER_PAGE).get_page(request.GET.get("page"))
        context = {
            "filter": filtered,
            "form": filtered.form,
            "page_obj": page,
            "rows": list_rows(
                page.object_list, filtered.references, unit=filtered.focus_unit, with_contacts=shows_handling
            ),
            "shows_contacts": shows_handling,
            "may_urge": request.user.role in TRANSITIONS[Action.URGE].roles,
            "may_count": request.user.may(Permission.SUPERVISE),
            "may_instruct": request.user.may(Permission.INSTRUCT),
            "chips": filtered.chips(),
            "query": filtered.query(),
            "sort_query": filtered.query("o"),
            "everywhere_query": filtered.query(session="all"),
            "order": filtered.order,
            "is_focused": filtered.focus_unit is not None,
            "link_tail": "?" + urlencode({"next": request.get_full_path()}),
            "today": filtered.today,
        }
        return render(request, "suggestions/list.html", context)


class ExportView(View):
    """Every row of the filtered list, as a workbook."""

    def get(self, request: HttpRequest) -> HttpResponse:
        filtered = read_filter(request)
        if not filtered.form.is_valid():
            return redirect(f"{request.path.removesuffix('export/')}?{filtered.query()}")  # the list says what is wrong
        stream = export_list(
            filtered.qs,
            filtered.references,
            today=filtered.today,
            with_handling=request.user.role != Role.DEPUTY,
        )
        name = _("代表建议清单_%(session)s_%(day)s.xlsx") % {
            "session": filtered.session_label,
            "day": f"{filtered.today:%Y%m%d}",
        }
        return FileResponse(stream, as_attachment=True, filename=name)
