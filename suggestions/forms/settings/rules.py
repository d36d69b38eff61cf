from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.models import Regulation
from suggestions.models.regulation import WindowUnit

COUNTS_BACK = ("assisting_unit", "internal_target_unit")

# The page's parts: a title and its settings. A pair (amount, unit) stands on one line.
SECTIONS = (
    (
        _("答复期限"),
        ("clock_start", "is_roll_over", "reply_months", "longest_months", "is_extension_consent_needed"),
    ),
    (_("答复的关口"), ("contact_rule", "is_coordinator_review")),
    (_("催办与警示牌"), ("urge_gap_days", "yellow_days", "yellow_urgings", "red_days")),
    (_("满意度测评"), ("is_poll_basic_counted", "poll_good_percent", "poll_pass_percent")),
    (_("内部目标"), (("internal_target_amount", "internal_target_unit"),)),
    (
        _("各项短期限"),
        (
            ("assignment_amount", "assignment_unit"),
            ("receipt_amount", "receipt_unit"),
            ("return_amount", "return_unit"),
            ("plan_amount", "plan_unit"),
            ("assisting_amount", "assisting_unit"),
            ("second_opinion_amount", "second_opinion_unit"),
            ("countersign_amount", "countersign_unit"),
            ("rehandling_amount", "rehandling_unit"),
            ("feedback_amount", "feedback_unit"),
        ),
    ),
)

HELP = {
    "clock_start": _("《代表法》规定自交办之日起算；选用其他起算日的，须有本地规定作依据。"),
    "is_roll_over": _("最后一日是休息日的，以休息日结束的次日为最后一日。"),
    "reply_months": _("自起算日起，到期月的对应日为止。"),
    "longest_months": _("无论延期几次，自起算日起合计不超过这个月数。"),
    "assignment_amount": _("收到建议后多久内交办。"),
    "receipt_amount": _("交办后多久内签收。"),
    "return_amount": _("交办后多久内可以申请退回。"),
    "assisting_amount": _("协办单位自交办起多久内提交意见。"),
    "plan_amount": _("主办单位签收后多久内填报六定方案。"),
    "second_opinion_amount": _("主办单位再次征求意见后，协办单位多久内补充。"),
    "countersign_amount": _("会签稿送出后，协办单位多久内会签。"),
    "contact_rule": _("《代表法》第五十一条：与代表联系沟通，充分听取意见。"),
    "urge_gap_days": _("系统消息催办同一单位的同一件，两次之间至少隔几天；1 为每天一次。电话和催办函不受此限。"),
    "yellow_days": _("主办、分办单位未提交答复，逾期满几天给黄牌；0 为不启用。"),
    "yellow_urgings": _("本轮催办满几次仍未提交的，不论是否逾期，给黄牌；0 为不启用。"),
    "red_days": _("逾期满几天给红牌；0 为不启用。"),
    "is_poll_basic_counted": _("不勾选时，只按“满意”票占收回票的比例定等次。"),
    "poll_good_percent": _("重点督办件满意度测评达到这个比例为“满意”。"),
    "poll_pass_percent": _("达到这个比例为“基本满意”；低于它为“不满意”，提示重新办理或专题询问。"),
    "rehandling_amount": _("代表不满意的，自重新交办起多久内再次答复。"),
    "feedback_amount": _("答复后请代表在多久内反馈。"),
}


def _names() -> list[str]:
    return [name for _title, entries in SECTIONS for entry in entries for name in _pair(entry)]


def _pair(entry: str | tuple[str, str]) -> tuple[str, ...]:
    return (entry,) if isinstance(entry, str) else entry


class RegulationForm(forms.ModelForm):
    class Meta:
        model = Regulation
        fields = (*_names(), "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, text in HELP.items():
            self.fields[name].help_text = text
        self.fields["note"].required = True
        self.fields["note"].label = _("修改依据")
        self.fields["note"].help_text = _("哪次会议决定、依据哪个文件；与修改一起留痕。")
        for name, field in self.fields.items():
            if name.endswith("_unit"):
                field.choices = [
                    (value, label)
                    for value, label in WindowUnit.choices
                    if value != WindowUnit.DAYS_BEFORE_DUE or name in COUNTS_BACK
                ]

    def sections(self):
        """The parts as the page draws them: (title, [[field] or [amount, unit]])."""
        return [(title, [[self[name] for name in _pair(entry)] for entry in entries]) for title, entries in SECTIONS]

    def _get_validation_exclusions(self) -> set[str]:
        """Which months go together is said by the action, at the field."""
        return super()._get_validation_exclusions() | {"longest_months"}
