"""Urging, what a unit answers to it, and remarks on the file."""

from datetime import date

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.choices import UrgeChannel
from suggestions.forms._base import DateField, ReasonField, layout_helper

_ELSEWHERE = f"channel={UrgeChannel.PHONE.value},{UrgeChannel.LETTER.value}"
_BY_PHONE = f"channel={UrgeChannel.PHONE.value}"


class WordsForm(forms.Form):
    words = ReasonField(
        label=_("催办的话"),
        required=False,
        help_text=_("可以不填。承办单位在消息和办理记录中看到。"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class UrgeManyForm(WordsForm):
    """Of a filtered list; the channel is chosen before, since it decides who is left out."""

    happened_on = DateField(label=_("催办日期"), required=False)

    def __init__(self, *args, channel: str, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        if channel == UrgeChannel.SYSTEM:
            del self.fields["happened_on"]
        else:
            self.fields["happened_on"].widget.attrs |= {"max": today.isoformat()}


class UrgeForm(WordsForm):
    """Of one suggestion. `tasks`: (key, name of the unit) of all that owe; asked where there are several."""

    channel = forms.ChoiceField(
        label=_("催办方式"), choices=UrgeChannel.choices, widget=forms.RadioSelect, required=False
    )
    tasks = forms.MultipleChoiceField(label=_("催办单位"), widget=forms.CheckboxSelectMultiple)
    happened_on = DateField(label=_("催办日期"), required=False)
    promise = forms.CharField(
        label=_("单位答复"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("电话中单位怎么说的。没有答复的可以不填，以后由您或单位补登。"),
    )
    promised_on = DateField(label=_("承诺提交日期"), required=False)

    def __init__(self, *args, tasks: list[tuple[int, str]], today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].widget.attrs |= {"max": today.isoformat()}
        self.fields["tasks"].choices = tasks
        chosen = ["tasks"] if len(tasks) > 1 else []
        if not chosen:
            del self.fields["tasks"]
        self.helper = layout_helper(
            Div("channel", css_class="radio-row"),
            *chosen,
            "words",
            Div("happened_on", css_class="form-branch", data_show_when=_ELSEWHERE),
            Div("promise", "promised_on", css_class="form-branch", data_show_when=_BY_PHONE),
        )

    def clean_channel(self) -> str:
        return self.cleaned_data["channel"] or UrgeChannel.SYSTEM

    def clean_tasks(self) -> list[int]:
        return [int(key) for key in self.cleaned_data["tasks"]]

    def clean(self):
        """What belongs to another channel was hidden when the form was sent."""
        found = super().clean()
        if found.get("channel") == UrgeChannel.SYSTEM:
            found["happened_on"] = None
        if found.get("channel") != UrgeChannel.PHONE:
            found["promise"], found["promised_on"] = "", None
        return found


class AnswerForm(forms.Form):
    promise = ReasonField(
        label=_("单位答复"),
        max_length=500,
        help_text=_("办到哪一步，为什么还没有提交。登记后不能改写。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    promised_on = DateField(label=_("承诺提交日期"), help_text=_("到期没有提交的，显示为“到期未提交”。"))


class NoteForm(forms.Form):
    words = ReasonField(label=_("备注"), help_text=_("记入办理记录，有权查看办理记录的人可以看到，不能删改。"))
