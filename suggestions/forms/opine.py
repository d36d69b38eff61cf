"""The assisting unit's opinion to the lead unit."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.forms._base import FilesField, TidyField


class OpinionForm(forms.Form):
    text = TidyField(
        label=_("协办意见"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("就本单位职责范围内的事项提出意见，供主办单位统一答复代表时采用。"),
    )
    files = FilesField(label=_("协办意见文件"))
    document_number = forms.CharField(
        label=_("文号"),
        required=False,
        max_length=60,
        help_text=_("以公函提出的填写，如：测财函〔2026〕8号；没有的不填。"),
    )
    signatory = forms.CharField(label=_("签发人"), required=False, max_length=50)


DRAFTED = tuple(name for name in OpinionForm.base_fields if name != "files")


def drafted(names: Iterable[str]) -> list[str]:
    """Those of `names` that a draft of an opinion keeps."""
    return [name for name in names if name in DRAFTED]
