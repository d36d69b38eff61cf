"""Closing, opening again, handling again, and words on the file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.forms._base import DateField, ReasonField


class CloseForm(forms.Form):
    """Whether a reason is needed is the action's matter."""

    reason = ReasonField(
        label=_("情况说明"),
        required=False,
        help_text=_("代表没有反馈或再次不满意时必须填写,如已催请反馈的日期和方式。"),
    )


class RehandleForm(forms.Form):
    demanded_on = DateField(label=_("重新交办日期"), help_text=_("重新办理期限自次日起算。"))
    reason = ReasonField(label=_("交重新办理的理由"), help_text=_("写明代表不满意之处,承办单位将据此重新办理。"))
    with_assisting = forms.BooleanField(label=_("协办单位也参加重新办理"), required=False)
