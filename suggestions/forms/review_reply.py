"""The office passes a signed reply, with another class where it must, or sends it back."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from suggestions.forms._base import ReasonField
from suggestions.models import ResultClass


class ReviewReplyForm(forms.Form):
    """`current`: the class the unit gave. Left alone, or not sent at all, it stays."""

    decision = forms.ChoiceField(choices=[("accept", _("审核通过")), ("reject", _("退回重办"))])
    result_class = forms.ModelChoiceField(
        label=_("办理结果类别"), queryset=ResultClass.objects.none(), required=False, empty_label=None
    )
    class_reason = ReasonField(
        label=_("调整类别的理由"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("与单位所报类别不同的，必须说明理由；变更记入类别变更记录，单位看得到。"),
    )
    reason = ReasonField(
        label=_("退回理由"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("退回重办时必须填写，写明哪些地方需要修改。审核通过不需要填写。"),
    )
    then_next = forms.BooleanField(label=_("完成后审核下一件"), required=False)

    def __init__(self, *args, current: ResultClass, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["result_class"].queryset = ResultClass.objects.filter(Q(is_active=True) | Q(pk=current.pk))
        others = self.fields["result_class"].queryset.exclude(pk=current.pk).values_list("pk", flat=True)
        self.other_classes = ",".join(str(pk) for pk in others)
        self.fields["result_class"].help_text = _("单位所报：%(class)s") % {"class": current}
