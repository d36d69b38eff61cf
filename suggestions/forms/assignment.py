"""Issuing many suggestions at once: one day, one remark."""

from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.forms._base import DateField

ALL, CHOSEN = "all", "chosen"


class IssueForm(forms.Form):
    scope = forms.ChoiceField(choices=[(ALL, _("全部已定的")), (CHOSEN, _("选中的"))])
    assigned_on = DateField(label=_("交办日期"))
    note = forms.CharField(
        label=_("说明"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": _("说明，例如：交办会"), "class": "form-control"}),
    )
