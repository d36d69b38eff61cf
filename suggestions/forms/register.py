"""The entry form, grouped as on the paper (domain.md 6.1)."""

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Deputy
from suggestions.choices import ProposerKind
from suggestions.forms._base import DateField, DeputiesField, DeputyField, FilesField, layout_helper
from suggestions.models import Category, Suggestion

FACTS = (
    "session",
    "period",
    "number",
    "kind",
    "title",
    "body",
    "category",
    "proposer_kind",
    "lead_deputy",
    "delegation",
    "co_signer_count",
    "suggested_unit",
    "publicity",
    "submitted_on",
)
UNITS_LIST = "unit-names"  # the datalist that the template draws


class RegisterForm(forms.ModelForm):
    lead_deputy = DeputyField(label=_("领衔代表"), required=False)
    co_signers = DeputiesField(label=_("附议代表"), required=False)
    co_signer_count = forms.IntegerField(
        label=_("附议人数"), required=False, min_value=0, max_value=3000, help_text=_("只在没有附议代表名单时填写。")
    )
    submitted_on = DateField(label=_("收到日期"))
    files = FilesField(help_text=_("建议原件的扫描件或电子文档。PDF、Word、WPS 或图片，每个不超过 20 MB。"))

    class Meta:
        model = Suggestion
        fields = FACTS
        widgets = {
            "body": forms.Textarea(attrs={"rows": 10}),
            "suggested_unit": forms.TextInput(attrs={"list": UNITS_LIST, "autocomplete": "off"}),
        }

    def __init__(self, *args, number_hint: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].required = False
        self.fields["number"].help_text = number_hint
        self.fields["category"].queryset = Category.objects.filter(is_active=True)
        self.fields["body"].help_text = _("一事一议。没有电子文本的，可以只上传扫描件。")
        for name in ("category", "delegation"):
            self.fields[name].empty_label = _("请选择")
        self.fields["lead_deputy"].help_text = _("以代表团名义提出的可以不填。")
        self.helper = layout_helper(*self.sections())

    def sections(self) -> list:
        return [
            _section(_("届次与编号"), "session", "period", "number", "submitted_on"),
            _section(
                _("提出人"),
                "proposer_kind",
                "lead_deputy",
                "delegation",
                Div("co_signers", "co_signer_count", css_class="span-2", data_show_when="proposer_kind=joint"),
            ),
            _section(_("内容"), "kind", "category", _wide("title"), _wide("body"), _wide("files")),
            _section(_("代表的意见"), "suggested_unit", "publicity"),
        ]

    def clean(self) -> dict:
        """What belongs together: a delegation is named, a joint suggestion has others who signed."""
        cleaned = super().clean()
        kind = cleaned.get("proposer_kind")
        if kind != ProposerKind.JOINT:
            cleaned["co_signers"], cleaned["co_signer_count"] = Deputy.objects.none(), 0
        names = list(cleaned.get("co_signers") or ())
        cleaned["co_signer_count"] = len(names) or cleaned.get("co_signer_count") or 0
        lead = cleaned.get("lead_deputy")
        if lead is not None and cleaned.get("delegation") is None:
            cleaned["delegation"] = lead.delegation
        if kind == ProposerKind.DELEGATION and cleaned.get("delegation") is None:
            self.add_error("delegation", _("以代表团名义提出的，请选择代表团。"))
        if kind in {ProposerKind.INDIVIDUAL, ProposerKind.JOINT} and lead is None and cleaned.get("delegation") is None:
            self.add_error("lead_deputy", _("请选择领衔代表；只知道代表团的，请选择代表团。"))
        if kind == ProposerKind.JOINT and not cleaned["co_signer_count"] and not self.has_error("co_signer_count"):
            self.add_error("co_signers", _("联名提出的，请选择附议代表；没有名单的，请填写附议人数。"))
        if lead is not None and lead in names:
            self.add_error("co_signers", _("%(name)s是领衔代表，不必再列为附议代表。") % {"name": lead.name})
        return cleaned

    def _post_clean(self) -> None:
        """The facts go to the action as they are; no object is built or checked here."""

    def facts(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class AmendForm(RegisterForm):
    """The session stays: a number once given in it is never given again. A number is never emptied."""

    class Meta(RegisterForm.Meta):
        fields = tuple(name for name in FACTS if name != "session")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["number"].required = True
        self.fields["files"].help_text = _("补充附件；已有的附件保留。")

    def sections(self) -> list:
        return [_section(_("编号"), "number", "period", "submitted_on"), *super().sections()[1:]]


def _section(legend, *fields) -> Fieldset:
    return Fieldset(legend, Div(*fields, css_class="form-grid"), css_class="form-section")


def _wide(field: str) -> Div:
    return Div(field, css_class="span-2")
