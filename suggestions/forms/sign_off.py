"""The head's decision on a letter: signed, or sent back with words."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SignOffForm(forms.Form):
    """Which button was pressed travels as `decision`; the reason is asked for by the action that needs it."""

    SIGN, SEND_BACK = "sign", "send_back"

    decision = forms.ChoiceField(
        choices=[(SIGN, _("签发")), (SEND_BACK, _("退回修改"))],
        widget=forms.HiddenInput,
        error_messages={"required": _("请选择签发或退回修改。")},
    )
    reason = forms.CharField(
        label=_("退回修改的意见"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("退回时必填：哪里要改，怎样改。签发时不填。"),
    )
