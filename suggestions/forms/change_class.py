"""The office corrects the class of an accepted reply."""

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.forms._base import ReasonField, layout_helper
from suggestions.models import Reply, ResultClass


class _OfUnits(forms.ModelChoiceField):
    """Where several units answered separately, each reply has its own class."""

    def label_from_instance(self, reply) -> str:
        return f"{reply.assignment.unit} {reply.document_number}（{reply.result_class}）"


class ChangeClassForm(forms.Form):
    reply = _OfUnits(label=_("答复"), queryset=Reply.objects.none(), empty_label=None)
    to_class = forms.ModelChoiceField(
        label=_("调整为"),
        queryset=ResultClass.objects.filter(is_active=True),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    reason = ReasonField(label=_("调整理由"), help_text=_("写明依据；变更的日期、经办人和理由一并留存。"))

    def __init__(self, *args, replies, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reply"].queryset = replies
        self.helper = layout_helper("reply", Div("to_class", css_class="radio-row"), "reason")
