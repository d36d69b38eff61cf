"""The office passes a signed reply, or sends it back."""

from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.forms._base import ReasonField


class ReviewReplyForm(forms.Form):
    decision = forms.ChoiceField(choices=[("accept", _("审核通过")), ("reject", _("退回重办"))])
    reason = ReasonField(
        label=_("退回理由"),
        required=False,
        help_text=_("退回重办时必须填写，写明哪些地方需要修改。审核通过不需要填写。"),
    )
    then_next = forms.BooleanField(label=_("完成后审核下一件"), required=False)
