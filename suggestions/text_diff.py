"""Two versions of a text side by side: paragraphs set against each other, and what changed inside them marked. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_ALIKE = 0.4  # paragraphs less alike than this are another paragraph
_FINE = 3000  # characters; longer paragraphs are compared by their clauses
_MOST_PAIRS = 2500  # of paragraphs to weigh against each other; beyond that, in order
_WORDS = re.compile(r"[A-Za-z0-9]+|\s+|.", re.S)
_CLAUSES = re.compile(r"[^，。；：！？]*[，。；：！？]?")


@dataclass(frozen=True)
class Piece:
    text: str
    is_changed: bool = False


@dataclass(frozen=True)
class Row:
    """`left` or `right` is empty where the paragraph is only in the other version."""

    left: tuple[Piece, ...] = ()
    right: tuple[Piece, ...] = ()

    @property
    def is_changed(self) -> bool:
        return self.left != self.right


def compare(old: str, new: str) -> list[Row]:
    """The paragraphs of both texts in order, each beside the one it became."""
    before, after = _paragraphs(old), _paragraphs(new)
    rows: list[Row] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            rows += [Row((Piece(text),), (Piece(text),)) for text in before[a:b]]
        else:
            rows += _changed(before[a:b], after[c:d])
    return rows


def _paragraphs(text: str) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def _changed(before: list[str], after: list[str]) -> list[Row]:
    rows, here, there = [], 0, 0
    for left, right in _pairs(before, after):
        rows += [Row(left=(Piece(text, True),)) for text in before[here:left]]
        rows += [Row(right=(Piece(text, True),)) for text in after[there:right]]
        rows.append(_inside(before[left], after[right]))
        here, there = left + 1, right + 1
    rows += [Row(left=(Piece(text, True),)) for text in before[here:]]
    return rows + [Row(right=(Piece(text, True),)) for text in after[there:]]


def _pairs(before: list[str], after: list[str]) -> list[tuple[int, int]]:
    """Which paragraph became which, none crossing another, so that together they are most alike."""
    if len(before) * len(after) > _MOST_PAIRS:
        return [(n, n) for n in range(min(len(before), len(after)))]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    alike = [[_likeness(one, other) for other in after] for one in before]
    for i in range(len(before) - 1, -1, -1):
        for j in range(len(after) - 1, -1, -1):
            taken = best[i + 1][j + 1] + alike[i][j] if alike[i][j] >= _ALIKE else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], taken)
    found, i, j = [], 0, 0
    while i < len(before) and j < len(after):
        if alike[i][j] >= _ALIKE and best[i][j] == best[i + 1][j + 1] + alike[i][j]:
            found.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return found


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if max(len(one), len(other)) > 200 or matcher.real_quick_ratio() < _ALIKE:
        return matcher.quick_ratio() if matcher.real_quick_ratio() >= _ALIKE else 0.0
    return matcher.ratio() if matcher.quick_ratio() >= _ALIKE else 0.0


def _inside(old: str, new: str) -> Row:
    cut = _CLAUSES if max(len(old), len(new)) > _FINE else _WORDS
    before, after = cut.findall(old), cut.findall(new)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        _add(left, before[a:b], kind != "equal")
        _add(right, after[c:d], kind != "equal")
    return Row(tuple(left), tuple(right))


def _add(pieces: list[Piece], words: Sequence[str], is_changed: bool) -> None:
    text = "".join(words)
    if text:
        pieces.append(Piece(text, is_changed))
