"""Units for one suggestion, and moving a task from one unit to another."""

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.forms._base import DateField, ReasonField, UnitField, UnitsField, assignable_units, layout_helper

SUPERIOR_HELP = _("下属单位主办时填写：应由主管单位承办的，说明为何交该下属单位主办。")


def inside(system: str):
    """The units of one handling system; all of them when none is named."""
    units = assignable_units()
    return units.filter(handling_system=system) if system else units


class AssignForm(forms.Form):
    """One lead unit with its assistants, or several separate units (分办). The rules are the action's."""

    mode = forms.ChoiceField(
        label=_("办理方式"),
        choices=[
            ("lead", _("主办与协办：一个单位主办，可以有协办单位")),
            ("separate", _("分办：几个单位分别办理、分别答复")),
        ],
        widget=forms.RadioSelect,
        initial="lead",
    )
    lead = UnitField(label=_("主办单位"), required=False)
    separate_units = UnitsField(label=_("分办单位"), required=False, help_text=_("至少两个，各自答复。"))
    assisting = UnitsField(label=_("协办单位"), required=False)
    superior_reason = forms.CharField(
        label=_("由下属单位主办的理由"), required=False, max_length=200, help_text=SUPERIOR_HELP
    )
    assigned_on = DateField(label=_("交办日期"), help_text=_("办理期限自交办之日起算。"))
    note = forms.CharField(label=_("说明"), required=False, max_length=200)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = layout_helper(
            "mode",
            Div("lead", data_show_when="mode=lead"),
            Div("separate_units", data_show_when="mode=separate"),
            "assisting",
            "superior_reason",
            "assigned_on",
            "note",
        )

    def units(self) -> dict:
        """As actions.draft_units.draft takes them."""
        separate = self.cleaned_data["mode"] == "separate"
        lead = self.cleaned_data["lead"]
        return {
            "leads": list(self.cleaned_data["separate_units"]) if separate else [lead] if lead else [],
            "assisting": list(self.cleaned_data["assisting"]),
            "separate": separate,
            "superior_reason": self.cleaned_data["superior_reason"],
        }


class AddUnitForm(forms.Form):
    unit = UnitField(label=_("增加的协办单位"))
    assigned_on = DateField(label=_("交办日期"), help_text=_("协办意见期限自此日起算，不晚于主办单位的答复期限。"))


class ReassignForm(forms.Form):
    unit = UnitField(label=_("改由哪个单位承办"))
    assigned_on = DateField(label=_("改办日期"), help_text=_("新单位的期限自此日重新起算，原单位的任务留在记录中。"))
    superior_reason = forms.CharField(
        label=_("由下属单位主办的理由"), required=False, max_length=200, help_text=SUPERIOR_HELP
    )
    reason = ReasonField(label=_("改办理由"))

    def __init__(self, *args, system: str = "", **kwargs):
        """`system` keeps a coordinator's choice inside the own handling system."""
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = inside(system)
