"""Closing (办结)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.forms._base import ReasonField


class CloseForm(forms.Form):
    """Whether a reason is needed is the action's matter."""

    reason = ReasonField(
        label=_("情况说明"),
        required=False,
        help_text=_("代表没有反馈或再次不满意时必须填写，如已催请反馈的日期和方式。"),
    )
