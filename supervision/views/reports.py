"""The annual report: what is frozen, one report with its files. Before it is frozen: report_draft.py."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.permissions import require
from accounts.roles import Permission
from suggestions.errors import NotAllowed, RuleViolation
from suggestions.file_gate import answer
from suggestions.models import Session
from supervision import report_pages, tasks
from supervision.actions import build_report
from supervision.choices import BuildState, ReportKind
from supervision.forms.report import ChooseForm
from supervision.models import AnnualReport, ReportBuild
from supervision.reports import changes
from supervision.views._jobs import ring


@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE_REPORTS)
    current = Session.objects.filter(is_current=True).first() or Session.objects.first()
    context = {
        "reports": AnnualReport.objects.select_related("session__term").defer("figures", "changes"),
        "form": ChooseForm(initial={"session": current, "as_of": timezone.localdate()}),
        "has_session": current is not None,
        "today": timezone.localdate(),
    }
    return render(request, "supervision/reports.html", context)


@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    found = _report(request, pk)
    files = report_pages.files(found, request.user, timezone.now())
    context = {
        "report": found,
        "shown": report_pages.shown(found.figures),
        "changes": changes.named(found.changes),
        "files": files,
        "is_building": any(file.build and file.build.is_under_way and not file.is_stuck for file in files),
        "revisions": AnnualReport.objects.filter(session=found.session_id, as_of=found.as_of)
        .select_related("session")
        .defer("figures", "changes")
        .order_by("-revision"),
        "may_freeze": request.user.may(Permission.FREEZE_REPORT),
    }
    return render(request, "supervision/report.html", context)


@require_POST
def build(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for one file; a worker makes it."""
    found, kind = _report(request, pk), request.POST.get("kind", "")
    try:
        build_report.check_ask(request.user)
        if kind not in ReportKind.values:
            raise Http404
        with transaction.atomic():
            asked = build_report.ask(report=found, kind=kind, by=request.user, at=timezone.now())
            ring(tasks.build_report, asked.pk, build_report.give_up)
    except NotAllowed as error:
        raise PermissionDenied(str(error.message)) from error
    except RuleViolation as error:
        messages.warning(request, str(error.message))
    return redirect(f"{found.get_absolute_url()}#files")


@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Permission.SEE_REPORTS)
    found = get_object_or_404(ReportBuild, pk=pk, state=BuildState.DONE)
    return answer(request, found)


def _report(request: HttpRequest, pk: int) -> AnnualReport:
    require(request.user, Permission.SEE_REPORTS)
    return get_object_or_404(AnnualReport.objects.select_related("session__term", "frozen_by"), pk=pk)
