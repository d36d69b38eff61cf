"""The reply editor (domain.md 6.5)."""

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.forms._base import DateField, FilesField, layout_helper
from suggestions.models import ResultClass


class _ClassField(forms.ModelChoiceField):
    """Each class with its meaning: the same letter means different things in different places."""

    widget = forms.RadioSelect

    def label_from_instance(self, found: ResultClass) -> str:
        return f"{found}:{found.meaning}" if found.meaning else str(found)


class ReplyForm(forms.Form):
    """`missing`: names of the assisting units whose opinion is not in; `kept_files`: files of the version before."""

    text = forms.CharField(
        label=_("答复全文"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("逐条回应代表的建议：已落实的、正在办的、计划办的和期限、不能解决的理由。"),
    )
    files = FilesField(label=_("答复文件"))
    document_number = forms.CharField(
        label=_("文号"),
        max_length=60,
        help_text=_("例如“教函〔2026〕8号”。括号、空格不规范的，系统会统一写法。"),
    )
    dated_on = DateField(label=_("答复日期"))
    signatory = forms.CharField(label=_("签发人"), max_length=50, help_text=_("在答复函上署名的单位负责人。"))
    result_class = _ClassField(label=_("办理结果"), queryset=ResultClass.objects.none(), empty_label=None)
    unsolved_reason = forms.CharField(
        label=_("未能解决的理由"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3})
    )
    without_opinions_reason = forms.CharField(
        label=_("不再等待协办意见的理由"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args, missing=(), kept_files: int = 0, **kwargs):
        super().__init__(*args, **kwargs)
        classes = list(ResultClass.objects.filter(is_active=True))
        self.fields["result_class"].queryset = ResultClass.objects.filter(is_active=True)
        if kept_files:
            self.fields["files"].help_text = _("上一版的%(n)d个文件会沿用；重新选择文件则以新文件代替。") % {
                "n": kept_files
            }
        if missing:
            self.fields["without_opinions_reason"].help_text = _("尚未提交协办意见：%(units)s。") % {
                "units": "、".join(missing)
            }
        else:
            del self.fields["without_opinions_reason"]
        self.helper = layout_helper(
            "text",
            "files",
            Div("document_number", "dated_on", "signatory", css_class="form-thirds"),
            "result_class",
            Div("unsolved_reason", **_shown_for(c.pk for c in classes if c.needs_reason)),
            *(["without_opinions_reason"] if missing else []),
        )


# What a draft keeps: everything typed; files cannot be kept by a draft.
DRAFTED = tuple(name for name in ReplyForm.base_fields if name != "files")


def _shown_for(class_ids) -> dict:
    """Shown by static/js/show_when.js when one of these classes is chosen; the server checks either way."""
    values = ",".join(str(pk) for pk in class_ids) or "none"
    return {"css_class": "form-branch", "data_show_when": f"result_class={values}"}
