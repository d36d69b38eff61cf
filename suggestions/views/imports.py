"""Importing a table: upload, preview with every error by its line, one commit, and the record of it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.base import ContentFile
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from accounts.permissions import require
from accounts.roles import Permission
from suggestions.actions import attach
from suggestions.errors import Conflict, RuleViolation
from suggestions.files import safe_name
from suggestions.forms.imports import CommitForm, MappingForm, UploadForm
from suggestions.imports import preview, run, uploads
from suggestions.imports.source import fields_of
from suggestions.models import ImportFile, Session
from suggestions.views._base import add_violation

PER_PAGE = 50


class _ImportView(View):
    def dispatch(self, request, *args, **kwargs):
        require(request.user, Permission.IMPORT)
        self.at, self.today = timezone.now(), timezone.localdate()
        return super().dispatch(request, *args, **kwargs)


class ImportsView(_ImportView):
    """The upload, and what was imported before."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.answer(UploadForm(initial={"kind": request.GET.get("kind", ImportFile.Kind.LEDGER)}))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.answer(form)
        upload, kind = form.cleaned_data["file"], form.cleaned_data["kind"]
        data = upload.read()
        try:
            _table, mapping = uploads.first_look(data, kind)
        except RuleViolation as error:
            form.add_error("file", str(error.message))
            return self.answer(form)
        item = ImportFile(
            kind=kind,
            session_name=form.cleaned_data["session_name"],
            name=safe_name(upload.name),
            mapping={str(column): key for column, key in mapping.items()},
            uploaded_by=request.user,
            uploaded_at=self.at,
        )
        item.file.save(item.name, ContentFile(data), save=False)
        attach.remember(item.file.name)
        item.save()
        return redirect("suggestions:import_preview", item.pk)

    def answer(self, form: UploadForm) -> HttpResponse:
        history = ImportFile.objects.select_related("uploaded_by")
        page = Paginator(history, 20).get_page(self.request.GET.get("page"))
        return render(self.request, "suggestions/imports.html", {"form": form, "page_obj": page})


class PreviewView(_ImportView):
    """Before the commit: what it would do. Afterwards: what it did."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = get_object_or_404(_files(), pk=pk)
        return show(request, item, today=self.today, at=self.at)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Keep the columns as the clerk mapped them, and preview again."""
        item = get_object_or_404(_files(), pk=pk)
        if item.state == ImportFile.State.COMMITTED:
            messages.warning(request, _("这个文件已经导入过，列对应不能再改。"))
            return redirect("suggestions:import_preview", pk)
        try:
            with uploads.told(item):
                form = mapping_form(item, request.POST)
        except RuleViolation:  # the file itself cannot be read: the page says so
            return redirect("suggestions:import_preview", pk)
        if not form.is_valid():
            return show(request, item, today=self.today, at=self.at, form=form)
        item.mapping = form.mapping
        item.save(update_fields=["mapping"])
        messages.success(request, _("已按新的列对应重新核对。"))
        return redirect("suggestions:import_preview", pk)


class CommitView(_ImportView):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = get_object_or_404(_files(), pk=pk)
        form = CommitForm(request.POST)
        if not form.is_valid():
            messages.warning(request, _("页面内容不完整，没有导入，请重新核对。"))
            return redirect("suggestions:import_preview", pk)
        try:
            with uploads.told(item):
                outcome = uploads.commit(item, by=request.user, today=self.today, at=self.at, **form.cleaned_data)
        except RuleViolation as error:
            status = 409 if isinstance(error, Conflict) else 200
            item.refresh_from_db()
            add_violation(form, error)
            return show(request, item, today=self.today, at=self.at, commit_form=form, status=status)
        report = outcome.report
        messages.success(
            request,
            _("导入完成：新增%(created)d，变更%(updated)d，不变%(unchanged)d。")
            % {"created": report.created, "updated": report.updated, "unchanged": report.unchanged},
        )
        return redirect("suggestions:import_preview", pk)


def mapping_form(item: ImportFile, data=None) -> MappingForm:
    names = uploads.header_of(item).names
    return MappingForm(data, names=names, fields=fields_of(item.kind), mapping=uploads.mapping_of(item))


def show(request, item: ImportFile, *, today, at, form=None, commit_form=None, status: int = 200) -> HttpResponse:
    """The preview of a file, or the record of a committed one; `?download=issues` is its list of issues as xlsx."""
    facts, refusal = _looked(item, by=request.user, today=today, at=at)
    if request.GET.get("download") == "issues":
        return _issues_file(item, facts)
    tab = facts.tab(request.GET.get("tab", ""))
    context = {
        "item": item,
        "facts": facts,
        "tab": tab,
        "page_obj": Paginator(tab.rows, PER_PAGE).get_page(request.GET.get("page")) if tab else None,
        "query": urlencode({"tab": tab.key}) if tab else "",
        "refusal": refusal,
        "commit_form": commit_form or CommitForm(initial={"seen": facts.seen}),
        "session": Session.objects.filter(name=item.session_name).first() if item.session_name else None,
    }
    if item.state == ImportFile.State.UPLOADED:
        context |= _columns(item, form) | {"is_mapping_open": bool(form or refusal)}
    return render(request, "suggestions/import_preview.html", context, status=status)


def _looked(item: ImportFile, **who) -> tuple[preview.Facts, str]:
    """What was or would be done with the file, and why it cannot be used."""
    if item.state == ImportFile.State.COMMITTED:
        return preview.of_summary(item.summary), ""
    try:
        with uploads.told(item):
            outcome = run.preview(uploads.job_of(item, **who))
            return preview.of_outcome(outcome, uploads.fingerprint(outcome)), ""
    except RuleViolation as error:
        return preview.nothing(), str(error.message)


def _columns(item: ImportFile, form: MappingForm | None) -> dict:
    """The columns to be mapped; none for a file that cannot be read any more."""
    try:
        with uploads.told(item):
            mapping = form or mapping_form(item)
            return {"mapping": mapping, "columns": preview.columns(item, mapping)}
    except RuleViolation:
        return {}


def _files() -> QuerySet[ImportFile]:
    return ImportFile.objects.select_related("uploaded_by")


def _issues_file(item: ImportFile, facts: preview.Facts) -> FileResponse:
    stream = preview.issues_workbook(item, facts)
    return FileResponse(stream, as_attachment=True, filename=_("导入提示-%(name)s.xlsx") % {"name": item.name})
