"""What lead and assisting units ask of each other: a second question, a draft to countersign, the word on it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.choices import Stance
from suggestions.forms._base import ReasonField


class AskAgainForm(forms.Form):
    question = ReasonField(
        label=_("需要补充的问题"),
        help_text=_("写明哪些事项需要该单位补充、核实或进一步答复。每个协办单位只能再征求一次。"),
    )


class _UnitTasksField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, task) -> str:
        return task.unit.name


class CirculateForm(forms.Form):
    units = _UnitTasksField(label=_("送哪些协办单位会签"), queryset=None)

    def __init__(self, *args, tasks, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["units"].queryset = tasks


class CountersignForm(forms.Form):
    stance = forms.ChoiceField(label=_("会签意见"), choices=Stance.choices, widget=forms.RadioSelect)
    comment = ReasonField(
        label=_("具体意见"), required=False, help_text=_("有意见的必须写明：哪一处、为什么、建议怎样修改。")
    )
