"""The annual report: what is frozen, a look before freezing, one report with its files."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.permissions import require
from accounts.roles import Permission
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from suggestions.file_gate import answer
from suggestions.models import Session
from supervision import report_pages, tasks
from supervision.actions import annual_report, build_report
from supervision.choices import BuildState, ReportKind
from supervision.forms.report import ChooseForm, FreezeForm
from supervision.models import AnnualReport, ReportBuild
from supervision.reports import changes


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


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """GET: what freezing would give. POST: freeze it."""
    require(request.user, Permission.SEE_REPORTS)
    return _freeze(request) if request.method == "POST" else _look(request, ChooseForm(request.GET))


def _look(request: HttpRequest, form: ChooseForm, freezing: FreezeForm | None = None, status: int = 200):
    """Which figures, what is still open, what a correction changes; and the button for who may press it."""
    context = {"form": form, "may_freeze": request.user.may(Permission.FREEZE_REPORT), "today": timezone.localdate()}
    if form.is_valid():
        chosen = {"session": form.cleaned_data["session"], "as_of": form.cleaned_data["as_of"]}
        try:
            found = annual_report.preview(**chosen, decimals=settings.RATE_DECIMALS, by=request.user, at=timezone.now())
        except RuleViolation as error:
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        else:
            seen = {**chosen, "session": chosen["session"].pk, "seen": found.revision}
            context |= {
                **chosen,
                "found": found,
                "shown": report_pages.shown(found.figures),
                "changes": changes.named(found.changes),
                "freezing": freezing or FreezeForm(initial=seen),
            }
    return render(request, "supervision/report_preview.html", context, status=status)


def _freeze(request: HttpRequest) -> HttpResponse:
    form = FreezeForm(request.POST)
    if not form.is_valid():
        return _look(request, ChooseForm(request.POST), None, 400)
    asked = form.cleaned_data
    try:
        report = annual_report.freeze(**asked, decimals=settings.RATE_DECIMALS, by=request.user, at=timezone.now())
    except NotAllowed as error:
        raise PermissionDenied(str(error.message)) from error
    except RuleViolation as error:
        form.add_error(error.field if error.field == "reason" else None, str(error.message))
        return _look(request, ChooseForm(request.POST), form, 409 if isinstance(error, Conflict) else 200)
    messages.success(request, _("已定稿：%(report)s。可以生成统计表和报告。") % {"report": report})
    return redirect(report)


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
            transaction.on_commit(lambda: _send(asked))
    except NotAllowed as error:
        raise PermissionDenied(str(error.message)) from error
    except RuleViolation as error:
        messages.warning(request, str(error.message))
    return redirect(f"{found.get_absolute_url()}#files")


def _send(asked: ReportBuild) -> None:
    """Nobody waits for a file that no worker has heard of."""
    try:
        tasks.build_report.delay(asked.pk)
    except Exception:
        words = _("后台任务没有收到这项工作，请稍后重试；仍不行请与系统管理员联系。")
        build_report.give_up(asked.pk, words, at=timezone.now())


@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Permission.SEE_REPORTS)
    found = get_object_or_404(ReportBuild, pk=pk, state=BuildState.DONE)
    return answer(request, found)


def _report(request: HttpRequest, pk: int) -> AnnualReport:
    require(request.user, Permission.SEE_REPORTS)
    return get_object_or_404(AnnualReport.objects.select_related("session__term", "frozen_by"), pk=pk)
