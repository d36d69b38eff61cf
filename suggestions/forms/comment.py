"""A remark at a place in a letter (批注)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.forms._base import ReasonField
from suggestions.paragraphs import Paragraph

_SHOWN = 24  # characters of a paragraph in the list


class CommentForm(forms.Form):
    paragraph = forms.TypedChoiceField(label=_("段落"), coerce=int)
    quote = forms.CharField(label=_("原文"), required=False, max_length=2000, help_text=_("批注所指的原文，可以不填。"))
    text = ReasonField(label=_("批注"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, places: list[Paragraph], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paragraph"].choices = [(place.number, _line(place)) for place in places]


def _line(place: Paragraph) -> str:
    more = "…" if len(place.text) > _SHOWN else ""
    return f"{place.label} {place.text[:_SHOWN]}{more}".strip()
