"""Urging, and remarks on the file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.forms._base import ReasonField


class UrgeForm(forms.Form):
    words = ReasonField(
        label=_("催办的话"), required=False, help_text=_("可以不填。承办单位在消息中看到。"), max_length=500
    )


class NoteForm(forms.Form):
    words = ReasonField(label=_("备注"), help_text=_("记入办理记录，有权查看办理记录的人可以看到，不能删改。"))
