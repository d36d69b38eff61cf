"""The annual report before it is frozen: counted by a worker, looked at, frozen."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.permissions import require
from accounts.roles import Permission
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from supervision import report_pages, tasks
from supervision.actions import annual_report
from supervision.forms.report import ChooseForm, FreezeForm
from supervision.models import ReportDraft
from supervision.views._jobs import ring


@require_POST
def count(request: HttpRequest) -> HttpResponse:
    """Ask for the figures of a session as of a day; a worker counts them."""
    require(request.user, Permission.SEE_REPORTS)
    form = ChooseForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    chosen = form.cleaned_data
    try:
        with transaction.atomic():
            draft = annual_report.ask(**chosen, by=request.user, at=timezone.now())
            ring(tasks.count_report, draft.pk, annual_report.give_up)
    except RuleViolation as error:
        form.add_error(error.field if error.field in form.fields else None, str(error.message))
        return _page(request, form, _drafts().filter(**chosen).first())
    return redirect(_address(draft))


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """GET: what was counted, or how far it is. POST: freeze it."""
    require(request.user, Permission.SEE_REPORTS)
    return _freeze(request) if request.method == "POST" else _look(request)


def _look(request: HttpRequest) -> HttpResponse:
    form = ChooseForm(request.GET or None)
    return _page(request, form, _drafts().filter(**form.cleaned_data).first() if form.is_valid() else None)


def _freeze(request: HttpRequest) -> HttpResponse:
    form = FreezeForm(request.POST)
    is_valid = form.is_valid()
    draft = _drafts().filter(pk=form.cleaned_data.get("draft")).first()
    try:
        annual_report.check_freeze(request.user)
        if draft is None:
            messages.warning(request, _("这份数字已不在，可能刚刚有人定稿。请核对后重新统计。"))
            return redirect("supervision:reports")
        if not is_valid:
            return _page(request, _chosen(draft), draft, form, status=400)
        seen = {"seen": form.cleaned_data["snapshot"], "reason": form.cleaned_data["reason"]}
        report = annual_report.freeze(draft=draft, **seen, by=request.user, at=timezone.now())
    except NotAllowed as error:
        raise PermissionDenied(str(error.message)) from error
    except RuleViolation as error:
        form.add_error(error.field if error.field == "reason" else None, str(error.message))
        status = 409 if isinstance(error, Conflict) else 200
        return _page(request, _chosen(draft), _drafts().filter(pk=draft.pk).first(), form, status=status)
    messages.success(request, _("已定稿：%(report)s。可以生成统计表和报告。") % {"report": report})
    return redirect(report)


def _page(
    request: HttpRequest,
    form: ChooseForm,
    draft: ReportDraft | None = None,
    freezing: FreezeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "draft": draft,
        "freezing": freezing,
        "may_freeze": request.user.may(Permission.FREEZE_REPORT),
    }
    if draft is not None:
        context |= report_pages.draft(draft, timezone.now())
        context["freezing"] = freezing or FreezeForm(initial={"draft": draft.pk, "snapshot": draft.snapshot_id})
    return render(request, "supervision/report_preview.html", context, status=status)


def _drafts():
    return ReportDraft.objects.select_related("session__term", "snapshot")


def _chosen(draft: ReportDraft) -> ChooseForm:
    return ChooseForm({"session": draft.session_id, "as_of": draft.as_of})


def _address(draft: ReportDraft) -> str:
    return f"{reverse('supervision:report_new')}?session={draft.session_id}&as_of={draft.as_of:%Y-%m-%d}"
