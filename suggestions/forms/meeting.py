"""The meeting after a second dissatisfied grade: called, then recorded."""

from datetime import date

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.forms._base import DateField, FilesField, ReasonField, layout_helper


class CallMeetingForm(forms.Form):
    planned_on = DateField(label=_("会议日期"))
    place = forms.CharField(label=_("地点"), max_length=200)
    invited = forms.CharField(
        label=_("通知参加"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("已按领衔代表、承办单位负责人和代表工作机构拟定，可以增减。"),
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["planned_on"].widget.attrs["min"] = today.isoformat()
        self.helper = layout_helper(Div("planned_on", "place", css_class="form-grid"), "invited")


class RecordMeetingForm(forms.Form):
    held_on = DateField(label=_("召开日期"))
    present = forms.CharField(label=_("到会人员"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    minutes = ReasonField(
        label=_("会商情况"),
        max_length=10000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("代表的意见，承办单位的说明，各方商量的办法。"),
    )
    conclusion = ReasonField(
        label=_("会商结论"),
        help_text=_("商定的结果：由谁在何时前做什么，是否再次交办。代表和承办单位都看得到。"),
    )
    files = FilesField(label=_("会议记录、签到表"))

    def __init__(self, *args, first: date, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["held_on"].widget.attrs |= {"min": first.isoformat(), "max": today.isoformat()}
        self.helper = layout_helper(
            Div("held_on", css_class="form-narrow"), "present", "minutes", "conclusion", "files"
        )
