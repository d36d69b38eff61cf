"""Shapes of an instruction: given, reported, judged, withdrawn."""

from datetime import date, timedelta

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from suggestions.form_fields import DateField, ReasonField, TidyField, layout_helper


class InstructForm(forms.Form):
    """`units`: those that handle the suggestion; none chosen is the office."""

    text = TidyField(label=_("批示内容"), max_length=500, widget=forms.Textarea(attrs={"rows": 4}))
    unit = forms.ModelChoiceField(
        label=_("交由落实"),
        queryset=Unit.objects.none(),
        required=False,
        empty_label=_("代表工作机构"),
        help_text=_("此件的承办单位，或代表工作机构。"),
    )
    due_on = DateField(label=_("落实期限"), required=False, help_text=_("可不填；填写的，到期前逐级提醒。"))

    def __init__(self, *args, units, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = Unit.objects.filter(pk__in=units)
        self.fields["due_on"].widget.attrs |= {"min": (today + timedelta(days=1)).isoformat()}
        self.helper = layout_helper("text", Div("unit", "due_on", css_class="form-grid"))


class ReportForm(forms.Form):
    done_on = DateField(label=_("落实日期"))
    text = ReasonField(label=_("落实情况"), help_text=_("写明做了什么，结果怎样。"))

    def __init__(self, *args, first: date, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["done_on"].widget.attrs |= {"min": first.isoformat(), "max": today.isoformat()}


class DecideForm(forms.Form):
    """Nothing is preselected. A new day may be set when it is handed back."""

    CONFIRM, RETURN = "confirm", "return"
    decision = forms.ChoiceField(
        label=_("结论"),
        choices=[(CONFIRM, _("确认已落实")), (RETURN, _("退回继续落实"))],
        widget=forms.RadioSelect,
    )
    due_on = DateField(label=_("新的落实期限"), required=False, help_text=_("不填则仍按原期限。"))
    text = ReasonField(label=_("意见"), required=False, help_text=_("退回的，请写明还要做什么。"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = layout_helper(
            Div("decision", css_class="radio-row"), Div("due_on", data_show_when="decision=return"), "text"
        )


class WithdrawForm(forms.Form):
    text = ReasonField(label=_("撤回的理由"))
