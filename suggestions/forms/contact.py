"""A contact with the deputy (三联系)."""

from datetime import date

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.choices import ContactKind, ContactStage
from suggestions.forms._base import DateField, FilesField, ReasonField, layout_helper


class ContactForm(forms.Form):
    stage = forms.ChoiceField(label=_("阶段"), choices=ContactStage.choices, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label=_("方式"), choices=[("", _("请选择")), *ContactKind.choices])
    contacted_on = DateField(label=_("联系日期"))
    people = forms.CharField(label=_("参加人员"), max_length=300, help_text=_("代表和本单位参加人员的姓名、职务。"))
    note = ReasonField(label=_("沟通情况"), help_text=_("代表提出了什么意见，双方商定了什么。"))
    files = FilesField(label=_("照片或记录"))

    def __init__(self, *args, first: date, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contacted_on"].widget.attrs |= {"min": first.isoformat(), "max": today.isoformat()}
        self.helper = layout_helper(
            Div("stage", css_class="radio-row"),
            Div("kind", "contacted_on", css_class="form-grid"),
            "people",
            "note",
            "files",
        )
