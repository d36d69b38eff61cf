"""Second handling after a dissatisfied judgement."""

from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.forms._base import DateField, ReasonField


class RehandleForm(forms.Form):
    demanded_on = DateField(label=_("重新交办日期"), help_text=_("重新办理期限自次日起算。"))
    reason = ReasonField(label=_("交重新办理的理由"), help_text=_("写明代表不满意之处，承办单位将据此重新办理。"))
    with_assisting = forms.BooleanField(label=_("协办单位也参加重新办理"), required=False)
