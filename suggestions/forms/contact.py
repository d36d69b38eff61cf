"""A contact with the deputy (三联系)."""

from datetime import date

from crispy_forms.layout import Div
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from suggestions.choices import ContactKind, ContactStage
from suggestions.forms._base import DateField, DeputiesField, FilesField, ReasonField, layout_helper
from suggestions.models import Assignment

FEW = 12  # so many deputies are ticked; more are looked up


class ContactForm(forms.Form):
    """`tasks`: for the office, which also enters what a unit told it; None for a unit."""

    stage = forms.ChoiceField(label=_("阶段"), choices=ContactStage.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("方式"), choices=[("", _("请选择")), *ContactKind.choices])
    contacted_on = DateField(label=_("联系日期"))
    place = forms.CharField(
        label=_("地点"), max_length=200, required=False, help_text=_("面商、察看、座谈的，写明在哪里。")
    )
    deputies = DeputiesField(label=_("联系的代表"))
    assignment = forms.ModelChoiceField(
        label=_("由谁联系"), queryset=Assignment.objects.none(), required=False, empty_label=_("代表工作机构")
    )
    people = forms.CharField(label=_("参加人员"), max_length=300, help_text=_("代表以外的参加人员也写上：姓名、职务。"))
    note = ReasonField(label=_("沟通情况"), help_text=_("代表提出了什么意见，双方商定了什么。"))
    files = FilesField(label=_("照片或记录"))

    def __init__(
        self, *args, first: date, today: date, deputies: QuerySet, is_delegation: bool, tasks: QuerySet | None, **kwargs
    ):
        super().__init__(*args, **kwargs)
        self.fields["contacted_on"].widget.attrs |= {"min": first.isoformat(), "max": today.isoformat()}
        self._offer(deputies, is_required=not is_delegation)
        if tasks is None:
            del self.fields["assignment"]
        else:
            self.fields["assignment"].queryset = tasks
        self.helper = layout_helper(
            Div("stage", css_class="radio-row"),
            Div("kind", "contacted_on", *(["assignment"] if tasks is not None else []), "place", css_class="form-grid"),
            Div("deputies", css_class="radio-row"),
            "people",
            "note",
            "files",
        )

    def _offer(self, deputies: QuerySet, *, is_required: bool) -> None:
        field = self.fields["deputies"]
        if deputies.count() <= FEW:
            field.widget = forms.CheckboxSelectMultiple()
        field.queryset, field.required = deputies, is_required
