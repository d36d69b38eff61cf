"""The office's decisions on what a unit asked: return, a further unit, a later date."""

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.forms._base import DateField, ReasonField, UnitField, layout_helper
from suggestions.forms.assign import SUPERIOR_HELP, inside

AGREE, REFUSE = "agree", "refuse"


class DecideForm(forms.Form):
    """Agree or refuse, with a word; a refusal without a reason is the action's to refuse."""

    decision = forms.ChoiceField(
        label=_("决定"), choices=[(AGREE, _("同意")), (REFUSE, _("不同意"))], widget=forms.RadioSelect
    )
    note = ReasonField(label=_("决定意见"), required=False, help_text=_("不同意时必须说明理由，将告知申请单位。"))

    agreed_fields: tuple[str, ...] = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        agreed = [Div(name, data_show_when=f"decision={AGREE}") for name in self.agreed_fields]
        self.helper = layout_helper("decision", *agreed, "note")

    @property
    def is_agreed(self) -> bool:
        return self.cleaned_data["decision"] == AGREE


class DecideReturnForm(DecideForm):
    decision = forms.ChoiceField(
        label=_("决定"),
        choices=[(AGREE, _("同意退回，改由其他单位承办")), (REFUSE, _("不同意，原单位继续办理（期限不变）"))],
        widget=forms.RadioSelect,
    )
    unit = UnitField(label=_("改由哪个单位承办"), required=False)
    assigned_on = DateField(
        label=_("改办日期"), required=False, help_text=_("新单位的期限自此日重新起算，原任务留在记录中。")
    )
    superior_reason = forms.CharField(
        label=_("由下属单位主办的理由"), required=False, max_length=200, help_text=SUPERIOR_HELP
    )

    agreed_fields = ("unit", "assigned_on", "superior_reason")

    def __init__(self, *args, system: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = inside(system)

    def clean(self) -> dict:
        cleaned = super().clean()
        if cleaned.get("decision") == AGREE:
            if not cleaned.get("unit") and not self.has_error("unit"):
                self.add_error("unit", _("同意退回的，请选择改由哪个单位承办。"))
            if not cleaned.get("assigned_on") and not self.has_error("assigned_on"):
                self.add_error("assigned_on", _("请填写改办日期。"))
        return cleaned


class DecideAdditionForm(DecideForm):
    """The unit asked for is the one assigned; another one is added by the office's own hand."""


class DecideExtensionForm(DecideForm):
    until = DateField(label=_("批准延至"), required=False, help_text=_("可以早于单位申请的日期。"))

    agreed_fields = ("until",)
