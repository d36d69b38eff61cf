"""Shapes of a supervision: arranged, recorded, called off; and of the answer to an invitation."""

from datetime import date

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.form_fields import DateField, DeputiesField, FilesField, ReasonField, TidyField, layout_helper
from supervision.choices import InvitationAnswer, SupervisionKind

_KINDS = [("", _("请选择")), *SupervisionKind.choices]


class ArrangeForm(forms.Form):
    kind = forms.ChoiceField(label=_("督办方式"), choices=_KINDS)
    held_on = DateField(label=_("日期"))
    place = TidyField(label=_("地点"), max_length=200)
    arrangement = ReasonField(
        label=_("安排"), required=False, help_text=_("时间、集合地点、看什么、由谁参加；受邀代表会看到。")
    )
    invited = DeputiesField(
        label=_("邀请代表"), required=False, help_text=_("受邀代表会收到消息，在待办中答复能否参加。")
    )

    def __init__(self, *args, today: date, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["held_on"].widget.attrs |= {"min": today.isoformat()}
        self.helper = layout_helper(Div("kind", "held_on", css_class="form-grid"), "place", "arrangement", "invited")


class RecordForm(forms.Form):
    """`with_kind`: for one that was not arranged here."""

    kind = forms.ChoiceField(label=_("督办方式"), choices=_KINDS)
    held_on = DateField(label=_("日期"))
    place = TidyField(label=_("地点"), max_length=200)
    people = TidyField(label=_("参加人员"), max_length=500)
    text = ReasonField(
        label=_("督办情况"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("看了什么、听了什么、发现什么问题。需要单位整改的，保存后逐项交办。"),
    )
    files = FilesField(label=_("照片和材料"))

    def __init__(self, *args, today: date, with_kind: bool = True, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["held_on"].widget.attrs |= {"max": today.isoformat()}
        if not with_kind:
            del self.fields["kind"]
        first = ["kind", "held_on"] if with_kind else ["held_on", "place"]
        rest = ["place", "people"] if with_kind else ["people"]
        self.helper = layout_helper(Div(*first, css_class="form-grid"), *rest, "text", "files")


class AnswerForm(forms.Form):
    """Nothing is preselected."""

    answer = forms.ChoiceField(label=_("答复"), choices=InvitationAnswer.choices, widget=forms.RadioSelect)
    words = TidyField(
        label=_("说明"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不能参加的，请简要说明；想看的点位、想问的问题也可以写在这里。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = layout_helper(Div("answer", css_class="radio-row"), "words")
