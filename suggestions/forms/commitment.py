"""Shapes of what is said about a promise."""

from collections.abc import Sequence
from datetime import date, timedelta

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.choices import EvaluationSource, Grade
from suggestions.forms._base import DateField, FilesField, ReasonField, layout_helper
from suggestions.models import Suggestion


class _DatedForm(forms.Form):
    """`first` and `today` bound the day that can be named."""

    day = ""

    def __init__(self, *args, first: date, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields[self.day].widget.attrs |= {"min": first.isoformat(), "max": today.isoformat()}


class ProgressForm(_DatedForm):
    day = "happened_on"
    happened_on = DateField(label=_("日期"))
    text = ReasonField(label=_("进展情况"))
    files = FilesField(label=_("证明材料"))


class DoneForm(_DatedForm):
    day = "done_on"
    done_on = DateField(label=_("完成日期"))
    text = ReasonField(label=_("完成情况"), help_text=_("写明做成了什么，代表到哪里可以看到。"))
    files = FilesField(label=_("证明材料"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        files = self.fields["files"]
        files.help_text = _("照片、验收单、文件等；填报进展时已经上传过的可以不再上传。%(kinds)s") % {
            "kinds": files.help_text
        }


class MoveForm(forms.Form):
    due_on = DateField(label=_("新的承诺期限"))
    reason = ReasonField(label=_("调整理由"), help_text=_("实事求是说明为什么不能按原期限完成；代表会看到。"))

    def __init__(self, *args, later_than: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"].widget.attrs |= {"min": (later_than + timedelta(days=1)).isoformat()}


class ExplainForm(forms.Form):
    text = ReasonField(label=_("书面说明"), widget=forms.Textarea(attrs={"rows": 8}))
    files = FilesField(label=_("附件"))


def _grade(**kwargs) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("对落实情况的评价"), choices=Grade.choices, widget=forms.RadioSelect, **kwargs)


def _comment() -> forms.CharField:
    return forms.CharField(
        label=_("意见"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("不满意或退回的，请写明还要做什么。"),
    )


class ConfirmForm(forms.Form):
    """The deputy's own. Nothing is preselected: unrated is never satisfied."""

    grade = _grade()
    comment = _comment()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = layout_helper(Div("grade", css_class="radio-row"), "comment")


class OfficeConfirmForm(forms.Form):
    """The office's own finding, or the deputy's receipt keyed from paper (with its scan) or telephone."""

    CONFIRM, RETURN = "confirm", "return"
    RECEIPTS = (EvaluationSource.PAPER, EvaluationSource.PHONE)
    decision = forms.ChoiceField(
        label=_("确认方式"),
        choices=[
            (CONFIRM, _("经核实，确认兑现")),
            (RETURN, _("经核实，退回继续落实")),
            (EvaluationSource.PAPER.value, _("录入代表的纸质回执")),
            (EvaluationSource.PHONE.value, _("录入代表的电话意见")),
        ],
        widget=forms.RadioSelect,
    )
    grade = _grade(required=False)
    given_on = DateField(label=_("反馈日期"), required=False)
    files = FilesField(label=_("回执扫描件"))
    merged = forms.TypedChoiceField(label=_("回执来自"), required=False, empty_value=None)
    comment = _comment()

    def __init__(self, *args, first: date, today: date, together: Sequence[Suggestion] = (), **kwargs):
        """`together`: the suggestions merged into the one answered; their deputies give receipts of their own."""
        super().__init__(*args, **kwargs)
        merged = {str(one.pk): one for one in together}
        self.fields["merged"].coerce = merged.get
        self.fields["merged"].choices = [
            ("", _("本件代表")),
            *((pk, f"{one.number}号 {one.proposer}") for pk, one in merged.items()),
        ]
        if not merged:
            del self.fields["merged"]
        self.fields["given_on"].widget.attrs |= {"min": first.isoformat(), "max": today.isoformat()}
        paper = EvaluationSource.PAPER.value
        receipts = ",".join(self.RECEIPTS)
        self.helper = layout_helper(
            "decision",
            Div(
                *(["merged"] if merged else []),
                Div("grade", css_class="radio-row"),
                "given_on",
                css_class="form-branch",
                data_show_when=f"decision={receipts}",
            ),
            Div("files", css_class="form-branch", data_show_when=f"decision={paper}"),
            "comment",
        )

    def clean(self) -> dict:
        words = super().clean()
        if words.get("decision") in self.RECEIPTS and not words.get("grade"):
            self.add_error("grade", _("请选择代表的评价。"))
        return words
