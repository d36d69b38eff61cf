"""The office's decision on a registered suggestion: an outcome, and what that outcome needs."""

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.choices import RefusalReason, ReviewOutcome, Status
from suggestions.forms._base import ReasonField, layout_helper
from suggestions.models import Suggestion

# What each outcome means, in a line under its name.
HELP = {
    ReviewOutcome.ACCEPT: _("内容明确具体，属本级职权，进入交办。"),
    ReviewOutcome.RETURN: _("请代表补充或修改后重新提交，编号保留。"),
    ReviewOutcome.MERGE: _("与另一件内容相同，一并办理；编号保留，同时答复。"),
    ReviewOutcome.CONVERT: _("不作为建议办理，按人民来信转有关方面。"),
    ReviewOutcome.NOT_ACCEPT: _("属于不予受理的情形，告知代表并说明理由。"),
    ReviewOutcome.WITHDRAW: _("代表书面要求撤回。办理中的，各单位停止办理。"),
}


class _TargetField(forms.ModelChoiceField):
    def __init__(self, **kwargs):
        super().__init__(queryset=Suggestion.objects.none(), empty_label=_("输入编号或标题查找"), **kwargs)
        self.widget.attrs["data-picker"] = True


class ReviewForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("审核结论"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("这个结论现在不能选，请按最新情况重新选择。")},
    )
    reason_code = forms.ChoiceField(
        label=_("理由类别"), required=False, choices=[("", _("请选择")), *RefusalReason.choices]
    )
    into = _TargetField(label=_("并入哪一件"), required=False, help_text=_("只能并入同一次会议中尚未答复的建议。"))
    reason = ReasonField(required=False, help_text=_("受理不需要填写。其他结论的理由将告知代表。"))

    def __init__(self, *args, suggestion: Suggestion, outcomes, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = [(o.value, _line(o)) for o in outcomes]
        if ReviewOutcome.MERGE in outcomes:
            self.fields["into"].queryset = merge_targets(suggestion)
        others = ",".join(o.value for o in outcomes if o != ReviewOutcome.ACCEPT)
        self.helper = layout_helper(
            "outcome",
            Div("reason_code", data_show_when=f"outcome={ReviewOutcome.NOT_ACCEPT.value}"),
            Div("into", data_show_when=f"outcome={ReviewOutcome.MERGE.value}"),
            Div("reason", data_show_when=f"outcome={others}"),
        )


def merge_targets(suggestion: Suggestion):
    """What `suggestion` can join: open, of the same session, and not itself."""
    found = Suggestion.objects.filter(
        session=suggestion.session_id, status__in=[Status.REGISTERED, Status.ACCEPTED, Status.IN_HANDLING]
    )
    return found.exclude(pk=suggestion.pk).only("pk", "number", "title").order_by("number_key")


def _line(outcome: ReviewOutcome) -> str:
    return f"{outcome.label}：{HELP[outcome]}"
