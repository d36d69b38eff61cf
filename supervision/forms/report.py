"""Which session, up to which day; and for a correction why."""

from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.models import Session
from supervision.forms.cards import DateInput


class ChooseForm(forms.Form):
    """What is to be counted, and of what the page tells."""

    session = forms.ModelChoiceField(Session.objects.all(), label=_("会议"), empty_label=None)
    as_of = forms.DateField(
        label=_("截止日期"), widget=DateInput(format="%Y-%m-%d"), help_text=_("统计到这一天24时；可以是过去的日期。")
    )


class FreezeForm(forms.Form):
    """The draft that was looked at, and which of its countings: nobody freezes what another just counted anew."""

    draft = forms.IntegerField(widget=forms.HiddenInput)
    snapshot = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("更正理由"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("与变动清单一起留在新一版中。"),
    )
