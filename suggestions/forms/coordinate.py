"""The coordinator passes a signed reply on to the office, or turns it back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.forms._base import ReasonField


class CoordinateForm(forms.Form):
    """Which button was pressed travels as `decision`; the reason is asked for by the action that needs it."""

    PASS_ON, TURN_BACK = "pass_on", "turn_back"

    decision = forms.ChoiceField(choices=[(PASS_ON, _("审核通过")), (TURN_BACK, _("退回单位"))])
    reason = ReasonField(
        label=_("退回理由"),
        required=False,
        help_text=_("退回单位时必须填写，写明哪些地方需要修改。审核通过不需要填写。"),
    )
