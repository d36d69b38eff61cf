"""Being away, and leaving for good."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class _Day(forms.DateField):
    def __init__(self, **kwargs):
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **kwargs)


class AbsenceForm(forms.Form):
    from_on = _Day(label=_("外出自"))
    until_on = _Day(label=_("外出至"), help_text=_("首尾两天都算在外出之内，过后自动恢复。"))


class HandOverForm(forms.Form):
    successor = forms.ModelChoiceField(User.objects.none(), label=_("接手人"), empty_label=_("请选择"))

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = people
        self.fields["successor"].label_from_instance = lambda user: f"{user.name}（{user.get_role_display()}）"
