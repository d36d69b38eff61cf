"""Uploading a table, saying which column is which, and the last word before it is written."""

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions import sheets
from suggestions.forms._base import layout_helper
from suggestions.models import ImportFile, Session

NEW = "new"


def _two_sessions(chosen: str, typed: str) -> str:
    """A whole ledger in the wrong session is hard to take back: whoever names two is asked."""
    return _(
        "选的是“%(chosen)s”，又写了新会议的名称“%(typed)s”。导入新会议，请在这里选“新会议（填写名称）”；"
        "导入“%(chosen)s”，请先选“新会议（填写名称）”，清空名称后再选回来。"
    ) % {"chosen": chosen, "typed": typed}


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=_("导入内容"), choices=ImportFile.Kind, widget=forms.RadioSelect, initial="ledger")
    session = forms.ChoiceField(
        label=_("会议"), required=False, help_text=_("编号按会议排列。导入承办单位时不需要选择。")
    )
    new_session = forms.CharField(
        label=_("新会议名称"),
        required=False,
        max_length=100,
        help_text=_("会议还不在上面的列表中时填写，例如“十三届一次会议”，导入时自动建立。"),
    )
    file = forms.FileField(
        label=_("表格文件"),
        help_text=_("Excel(.xlsx)或 CSV，不超过 20 MB。第一行（或标题行之下）应为列名。"),
        widget=forms.ClearableFileInput(attrs={"accept": sheets.ACCEPT, "data-max-bytes": sheets.MAX_BYTES}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sessions = list(Session.objects.select_related("term"))
        current = next((session for session in sessions if session.is_current), None)
        self.fields["session"].choices = [*((s.name, s.name) for s in sessions), (NEW, _("新会议（填写名称）"))]
        self.fields["session"].initial = current.name if current else (sessions[0].name if sessions else NEW)
        self.helper = layout_helper("kind", "session", Div("new_session", data_show_when=f"session={NEW}"), "file")

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload.size > sheets.MAX_BYTES:
            raise forms.ValidationError(sheets.too_large(upload.size))
        return upload

    def clean(self) -> dict:
        """`session_name`: what the import belongs to; empty for a list of units."""
        cleaned = super().clean()
        kind, chosen = cleaned.get("kind"), cleaned.get("session") or NEW
        typed = " ".join((cleaned.get("new_session") or "").split())
        cleaned["session_name"] = ""
        if kind in {ImportFile.Kind.LEDGER, ImportFile.Kind.ASSISTING}:
            cleaned["session_name"] = typed if chosen == NEW else chosen
            if not cleaned["session_name"]:
                self.add_error("new_session", _("请选择会议，或填写新会议的名称。"))
            elif typed not in {"", cleaned["session_name"]}:
                self.add_error("session", _two_sessions(chosen, typed))
        return cleaned


class MappingForm(forms.Form):
    """One choice per column of the file: which fact it holds, or none."""

    def __init__(self, *args, names, fields, mapping, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", _("不导入")), *((each.key, each.label) for each in fields)]
        self.columns = [(f"column_{n}", n, name) for n, name in enumerate(names)]
        for name, column, header in self.columns:
            self.fields[name] = forms.ChoiceField(
                label=header or _("（第%(n)d列，没有列名）") % {"n": column + 1},
                choices=choices,
                required=False,
                initial=mapping.get(column, ""),
            )

    def clean(self) -> dict:
        cleaned, used = super().clean(), {}
        for name, _column, _header in self.columns:
            key = cleaned.get(name)
            if key and key in used:
                label = dict(self.fields[name].choices)[key]
                other = self.fields[used[key]].label
                self.add_error(name, _("“%(other)s”列已对应为“%(label)s”。") % {"other": other, "label": label})
            elif key:
                used[key] = name
        return cleaned

    @property
    def mapping(self) -> dict[str, str]:
        return {str(column): self.cleaned_data[name] for name, column, _h in self.columns if self.cleaned_data[name]}


class CommitForm(forms.Form):
    seen = forms.CharField(widget=forms.HiddenInput)
    skip_errors = forms.BooleanField(label=_("跳过有错误的行"), required=False)
