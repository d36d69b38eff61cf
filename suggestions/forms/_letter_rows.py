"""The parts of a reply that come in any number: an answer to each ask, and the promises.

Their fields have flat names (`answer-12-text` for the ask with the key 12, `promise-0-due_on` for the first row), so
that a draft keeps them as it keeps every other field, and a row finds its words again whatever happened to the others.
"""

import re
from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from suggestions.choices import AskOutcome
from suggestions.forms._base import DateField, TidyField

MOST_PROMISES = 30
ANSWER_PARTS = ("outcome", "text", "planned_on", "reason")
PROMISE_PARTS = ("matter", "due_on", "responsible")
_NAMES = re.compile(
    rf"answer-(?P<ask>\d{{1,18}})-(?:{'|'.join(ANSWER_PARTS)})|promise-(?P<row>\d{{1,2}})-(?:{'|'.join(PROMISE_PARTS)})"
)


def is_row_field(name: str) -> bool:
    """A draft keeps this name."""
    return _NAMES.fullmatch(name) is not None


def promise_rows(names: Iterable[str], *, further: int = 0) -> list[int]:
    """The first row, those that `names` speak of, and `further` empty ones."""
    found = {0} | {int(match["row"]) for name in names if (match := _NAMES.fullmatch(name)) and match["row"]}
    rows = sorted(row for row in found if row < MOST_PROMISES)
    return [*rows, *(row for row in range(rows[-1] + 1, rows[-1] + 1 + further) if row < MOST_PROMISES)]


def asks_named(names: Iterable[str]) -> set[int]:
    """The keys of the asks that `names` answer; an ask may have been removed meanwhile."""
    return {int(match["ask"]) for name in names if (match := _NAMES.fullmatch(name)) and match["ask"]}


def answer_fields(key: int) -> dict[str, forms.Field]:
    fields = {
        "outcome": forms.ChoiceField(
            label=_("办理情况"), choices=AskOutcome.choices, required=False, widget=forms.RadioSelect
        ),
        "text": TidyField(label=_("答复"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 3})),
        "planned_on": DateField(label=_("计划完成日期"), required=False),
        "reason": TidyField(
            label=_("未能办理的理由"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
        ),
    }
    return {f"answer-{key}-{part}": field for part, field in fields.items()}


def promise_fields(row: int) -> dict[str, forms.Field]:
    fields = {
        "matter": forms.CharField(
            label=_("承诺事项"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
        ),
        "due_on": DateField(label=_("完成日期"), required=False),
        "responsible": forms.CharField(label=_("责任人"), required=False, max_length=50),
    }
    return {f"promise-{row}-{part}": field for part, field in fields.items()}
