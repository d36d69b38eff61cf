"""交办清单 to take along: one unit's as .xlsx, all of them as one .zip."""

from tempfile import TemporaryFile

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import Unit
from accounts.permissions import require
from accounts.roles import Permission
from suggestions import assignment_lists
from suggestions.selectors.assignment import handed_over
from suggestions.views.assignment_issue import session_and_batch

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def unit_list(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Permission.ASSIGN_IN_BULK)
    unit = get_object_or_404(Unit, pk=pk)
    session, batch = session_and_batch(request)
    tasks = handed_over(session, batch, unit) if session else []
    if not tasks:
        return _nothing(request)
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    assignment_lists.write_unit_list(file, session, tasks, batch)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=assignment_lists.file_name(unit.name), content_type=XLSX)


@require_GET
def all_lists(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.ASSIGN_IN_BULK)
    session, batch = session_and_batch(request)
    tasks = handed_over(session, batch) if session else []
    if not tasks:
        return _nothing(request)
    file = TemporaryFile()  # noqa: SIM115 - the answer closes it
    assignment_lists.write_all_lists(file, session, tasks, batch)
    file.seek(0)
    name = _("%(session)s交办清单.zip") % {"session": session.name}
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


def _nothing(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("还没有交办过建议，没有清单可以导出。"))
    return redirect("suggestions:assignment")
