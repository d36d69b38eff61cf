"""编号核对: gaps, doubles and provisional numbers of a session; the office's."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views import View

from accounts.roles import Permission
from suggestions.models import Session
from suggestions.selectors.numbers import number_series
from suggestions.selectors.references import read_references


class NumbersView(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        if not request.user.may(Permission.REGISTER):
            raise PermissionDenied(_("编号由代表工作机构核对。"))
        wanted = request.GET.get("session", "")
        pk = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else None
        pk = pk or read_references().current_session
        session = get_object_or_404(Session, pk=pk) if pk else None
        context = {
            "session": session,
            "all_series": number_series(session) if session else [],
            "here": request.get_full_path(),
        }
        return render(request, "suggestions/numbers.html", context)
