"""The asks of a suggestion: as many lines as there are, each with the key of the one it was."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms

from suggestions import typed_text


@dataclass(frozen=True)
class AskRow:
    number: int
    text: str
    key: int | None = None
    is_answered: bool = False  # its wording stands


class AsksForm(forms.Form):
    """`rows`: what stands there now, as (key, text); `answered`: keys of those whose wording stands. Lines travel as
    two lists in the order of the page, so that a line is moved by moving it."""

    rows = forms.Field(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args, rows: Sequence[tuple[int | None, str]] = (), answered=frozenset(), **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = typed_rows(self.data) if self.is_bound else list(rows)
        self.answered = answered

    def clean(self) -> dict:
        """Lines that are new and were left empty are none."""
        return {"lines": [(key, text) for key, text in self.lines if key or text]}

    def drawn(self) -> list[AskRow]:
        lines = self.lines or [(None, "")]
        return [AskRow(n, text, key, key in self.answered) for n, (key, text) in enumerate(lines, 1)]


def typed_rows(data) -> list[tuple[int | None, str]]:
    """As they were sent; a key that is none is a new line."""
    keys, texts = data.getlist("key"), data.getlist("text")
    keys += [""] * (len(texts) - len(keys))
    return [(_key(key), " ".join(typed_text.tidy(text).split())) for key, text in zip(keys, texts, strict=False)]


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
