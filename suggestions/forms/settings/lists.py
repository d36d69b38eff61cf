"""Forms of the office's lists on this floor: terms, sessions, categories, result classes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions import numbering
from suggestions.forms._base import DateInput
from suggestions.models import Category, CongressTerm, ResultClass, Session


class TermForm(forms.ModelForm):
    class Meta:
        model = CongressTerm
        fields = ("name", "ordinal", "ends_on")
        widgets = {"ends_on": DateInput()}


class SessionForm(forms.ModelForm):
    class Meta:
        model = Session
        fields = (
            "term",
            "name",
            "ordinal",
            "opened_on",
            "closed_on",
            "number_pattern",
            "outside_number_pattern",
            "is_current",
        )
        widgets = {"opened_on": DateInput(), "closed_on": DateInput()}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["closed_on"].help_text = _("办理规则设定自闭会之日起算时，会中建议的期限从这一天算起。")
        self.fields["outside_number_pattern"].help_text = _("闭会期间提出的建议用这个样式，例如：闭{n}")

    def clean_number_pattern(self) -> str:
        return _checked(self.cleaned_data["number_pattern"])

    def clean_outside_number_pattern(self) -> str:
        return _checked(self.cleaned_data["outside_number_pattern"])

    def _get_validation_exclusions(self) -> set[str]:
        """That only one session is current is kept by the action, which unmakes the other."""
        return super()._get_validation_exclusions() | {"is_current"}


def _checked(pattern: str) -> str:
    if not numbering.is_valid_pattern(pattern):
        raise forms.ValidationError(
            _("编号样式须恰好含有一个流水号 {n}（或 {n:03} 补足三位），另外只能用 {year}；其他花括号不能出现。")
        )
    return pattern


class CategoryForm(forms.ModelForm):
    class Meta:
        model = Category
        fields = ("name", "order", "is_active")


class ResultClassForm(forms.ModelForm):
    class Meta:
        model = ResultClass
        fields = (
            "code",
            "label",
            "meaning",
            "order",
            "counts_as_solved",
            "needs_plan_date",
            "needs_reason",
            "is_active",
        )
        widgets = {"meaning": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("例如 A。已用于答复的类别不能改代码。")
        self.fields["order"].help_text = _("数字小的排在前面；分办各单位类别不同时，整件取排在最后的一类。")
        self.fields["counts_as_solved"].help_text = _("统计“办成”时计入。")
        self.fields["is_active"].help_text = _("停用后新的答复不能再选；已有的答复不变。")
