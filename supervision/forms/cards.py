"""The filter bar of the register of cards, and the reason for taking one back."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DateInput(forms.DateInput):
    input_type = "date"


class CardFilterForm(forms.Form):
    """Sent by GET. `is_own`: one unit's people read their own cards and choose no unit."""

    is_own = False

    def bar(self) -> list[forms.BoundField]:
        names = ["colour", "state", "cause", *([] if self.is_own else ["unit", "system"]), "session"]
        return [self[name] for name in (*names, "given_from", "given_to")]

    def clean(self):
        data = super().clean()
        if data.get("given_from") and data.get("given_to") and data["given_from"] > data["given_to"]:
            self.add_error("given_to", _("结束日期不能早于开始日期。"))
        return data


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("撤回理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("与此牌一起留在登记中，单位和系统协调人会看到。"),
    )
