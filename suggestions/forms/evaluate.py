"""The deputy's judgement on two axes (domain.md 6.6). Nothing is preselected: unrated is never satisfied."""

from datetime import date

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.choices import EvaluationSource, Grade
from suggestions.forms._base import DateField, FilesField, layout_helper

# What the office may key: the deputy's own entry is recognised by the account.
FROM_OFFICE = [(s.value, s.label) for s in (EvaluationSource.PAPER, EvaluationSource.PHONE)]


def _grade(label) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=Grade.choices, widget=forms.RadioSelect)


class EvaluationForm(forms.Form):
    """`from_office`: keyed from paper (with its scan) or telephone; the deputy alone sees neither question."""

    attitude = _grade(_("办理态度"))
    result = _grade(_("办理结果"))
    comment = forms.CharField(
        label=_("意见建议"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("任何一项为不满意的，请写明意见，以便重新办理。"),
    )
    source = forms.ChoiceField(label=_("来源"), choices=FROM_OFFICE, widget=forms.RadioSelect)
    given_on = DateField(label=_("反馈日期"))
    files = FilesField(label=_("征询意见表扫描件"))

    def __init__(self, *args, from_office: bool, first: date, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["given_on"].widget.attrs |= {"min": first.isoformat(), "max": today.isoformat()}
        origin = []
        if from_office:
            paper = f"source={EvaluationSource.PAPER.value}"
            origin = [
                Div("source", css_class="radio-row"),
                "given_on",
                Div("files", css_class="form-branch", data_show_when=paper),
            ]
        else:
            for name in ("source", "given_on", "files"):
                del self.fields[name]
        self.helper = layout_helper(
            Div("attitude", css_class="radio-row"), Div("result", css_class="radio-row"), "comment", *origin
        )
