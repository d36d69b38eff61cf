"""Request for a later due date (domain.md 6.4)."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.forms._base import DateField, ReasonField


class ExtensionForm(forms.Form):
    """The date lies after `due_on` and not after `latest`; the action checks it again."""

    until = DateField(label=_("申请延至"))
    reason = ReasonField(label=_("延期理由"), help_text=_("写明涉及面和办理难度。"))
    work_done = forms.CharField(
        label=_("已做工作和下步安排"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )
    is_deputy_informed = forms.BooleanField(label=_("已向代表说明情况"), required=False)

    def __init__(self, *args, due_on: date, latest: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].widget.attrs |= {
            "min": (due_on + timedelta(days=1)).isoformat(),
            "max": latest.isoformat(),
        }
        self.fields["until"].help_text = _("最晚%(day)s。") % {"day": f"{latest:%Y-%m-%d}"}
