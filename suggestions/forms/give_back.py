"""Return of a task (domain.md 6.3) and request for a further unit."""

from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.forms._base import ReasonField, UnitField


class _OtherUnitForm(forms.Form):
    """A form that names a unit other than the asking one (`own`)."""

    unit_field = ""

    def __init__(self, *args, own, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields[self.unit_field]
        field.queryset = field.queryset.exclude(pk=own.pk)


class GiveBackForm(_OtherUnitForm):
    unit_field = "proposed_unit"

    reason = ReasonField(label=_("退回理由"), help_text=_("写明职责依据，例如“三定”规定或有关文件。"))
    proposed_unit = UnitField(
        label=_("建议改由哪个单位承办"), required=False, help_text=_("知道应由谁办的，请一并提出。")
    )


class AdditionForm(_OtherUnitForm):
    unit_field = "unit"

    unit = UnitField(label=_("建议增加的协办单位"))
    reason = ReasonField(label=_("理由"), help_text=_("写明需要该单位协助的事项。"))
