"""The handling plan, grouped as on the paper form: the chain of responsibility, then the six fixings."""

from datetime import date

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.forms._base import DateField, ReasonField, layout_helper
from suggestions.models import HandlingPlan
from suggestions.plan_rules import wrong_days

FIELDS = (
    "principal",
    "deputy_head",
    "section",
    "leader",
    "handler",
    "handler_phone",
    "measures",
    "complete_on",
    "standard",
    "limit_on",
)
HELP = {
    "principal": _("单位“一把手”，对办理工作负总责。"),
    "deputy_head": _("对此件具体负责的班子成员。"),
    "leader": _("牵头办理此件的领导。"),
    "measures": _("逐条写明针对代表建议准备做什么、由谁做。"),
    "complete_on": _("计划哪一天办完、送签答复。"),
    "standard": _("办到什么程度算办成，例如“建成并开放”“出台文件”。"),
}


class PlanForm(forms.ModelForm):
    """Dates lie between `first` and `last` (None: no bound); what is wrong with them is said all at once."""

    complete_on = DateField(label=_("办结时间"), help_text=HELP["complete_on"])
    limit_on = DateField(label=_("办理期限"))
    measures = ReasonField(label=_("落实措施"), max_length=5000, help_text=HELP["measures"])
    standard = ReasonField(label=_("办理标准"), max_length=5000, help_text=HELP["standard"])

    class Meta:
        model = HandlingPlan
        fields = FIELDS
        help_texts = {name: HELP[name] for name in ("principal", "deputy_head", "leader")}

    def __init__(self, *args, first: date, last: date | None, **kwargs):
        super().__init__(*args, **kwargs)
        self.bounds = {"first": first, "last": last}
        for name in ("complete_on", "limit_on"):
            self.fields[name].widget.attrs["min"] = first.isoformat()
            if last:
                self.fields[name].widget.attrs["max"] = last.isoformat()
        self.fields["limit_on"].help_text = (
            _("最晚为此件的期限%(day)s。") % {"day": f"{last:%Y-%m-%d}"}
            if last
            else _("此件已逾期，请写明最迟何时办结。")
        )
        self.fields["handler_phone"].widget.attrs |= {"inputmode": "tel"}
        self.helper = layout_helper(
            Fieldset(
                _("责任链条"),
                Div("principal", "deputy_head", "section", css_class="form-thirds form-thirds-even"),
                css_class="form-section",
            ),
            Fieldset(
                _("六定"),
                Div("leader", "handler", "handler_phone", css_class="form-thirds form-thirds-even"),
                "measures",
                "standard",
                Div("complete_on", "limit_on", css_class="form-grid"),
                css_class="form-section",
            ),
        )

    def clean(self) -> dict:
        days = (self.cleaned_data.get(name) for name in ("complete_on", "limit_on"))
        for name, sentence in wrong_days(*days, **self.bounds).items():
            self.add_error(name, sentence)
        return self.cleaned_data

    def _post_clean(self):
        """Shape only: the instance is the action's to write."""
