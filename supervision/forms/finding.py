"""Shapes of a finding: handed out, reported, judged, withdrawn."""

from datetime import date, timedelta

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from suggestions.form_fields import DateField, FilesField, ReasonField, TidyField, UnitField, layout_helper
from suggestions.models import Suggestion


class _SuggestionField(forms.ModelChoiceField):
    def label_from_instance(self, suggestion) -> str:
        return str(suggestion)


class FindingForm(forms.Form):
    """`suggestions`: those the supervision was about; `units`: those that handle one of them."""

    suggestion = _SuggestionField(label=_("涉及建议"), queryset=Suggestion.objects.none(), empty_label=_("请选择"))
    unit = UnitField(label=_("责任单位"), help_text=_("只能交给此件的承办单位。"))
    matter = TidyField(
        label=_("整改事项"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("一项任务只写一件事。"),
    )
    due_on = DateField(label=_("整改期限"))

    def __init__(self, *args, suggestions, units, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["suggestion"].queryset = Suggestion.objects.filter(pk__in=[one.pk for one in suggestions])
        if len(suggestions) == 1:
            self.fields["suggestion"].empty_label = None
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=units)
        self.fields["due_on"].widget.attrs |= {"min": (today + timedelta(days=1)).isoformat()}
        self.helper = layout_helper("suggestion", Div("unit", "due_on", css_class="form-grid"), "matter")


class ReportForm(forms.Form):
    done_on = DateField(label=_("完成日期"))
    text = ReasonField(label=_("整改情况"), help_text=_("写明做成了什么，到哪里可以看到。"))
    files = FilesField(label=_("证明材料"), help_text=_("照片、验收单、文件等，至少一个。"), required=True)

    def __init__(self, *args, first: date, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["done_on"].widget.attrs |= {"min": first.isoformat(), "max": today.isoformat()}


class DecideForm(forms.Form):
    """Nothing is preselected. A new day may be set when it is handed back."""

    CONFIRM, RETURN = "confirm", "return"
    decision = forms.ChoiceField(
        label=_("结论"),
        choices=[(CONFIRM, _("确认整改完成")), (RETURN, _("退回继续整改"))],
        widget=forms.RadioSelect,
    )
    due_on = DateField(label=_("新的整改期限"), required=False, help_text=_("不填则仍按原期限。"))
    text = ReasonField(label=_("意见"), required=False, help_text=_("退回的，请写明还要做什么。"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = layout_helper(
            Div("decision", css_class="radio-row"), Div("due_on", data_show_when="decision=return"), "text"
        )


class WithdrawForm(forms.Form):
    text = ReasonField(label=_("撤销的理由"))
