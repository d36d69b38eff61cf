"""How much of a reply stands in the same words in other replies of the unit, and where. Shown, not judged. Pure.

A run of 13 characters or more counts (blanks and punctuation apart, two letters seldom agree for so long by chance).
Every such run covers a piece of 7 characters that begins in the other text at a multiple of 7: only those are looked
up, and each hit is followed in both directions. 200 replies of 2,000 characters take some hundredths of a second.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

SHORTEST = 13
_STEP = 7  # 2 * 7 - 1 = 13: a run of 13 holds at least one whole piece on the grid
_MOST_REPEATS = 8  # of one piece within the text: a row of dots or dashes is not followed for ever
_LEFT_OUT = re.compile(r"\s+")


@dataclass(frozen=True)
class Passage:
    text: str

    @property
    def length(self) -> int:
        return len(self.text)


@dataclass
class Place:
    """`key` of the other reply, the passages it shares, longest first, and how many characters they cover here."""

    key: object
    passages: list[Passage] = field(default_factory=list)
    covered: int = 0


@dataclass(frozen=True)
class Sameness:
    """`share` in whole per cent of the text; `places` with most in common first."""

    share: int = 0
    length: int = 0
    places: tuple[Place, ...] = ()


def find(text: str, others: Iterable[tuple[object, str]], *, most: int = 5) -> Sameness:
    """What `text` shares with `others`, as (key, text); at most `most` places are named, all of them count."""
    own = _LEFT_OUT.sub("", text or "")
    if len(own) < SHORTEST:
        return Sameness(length=len(own))
    index: dict[str, list[int]] = defaultdict(list)
    for start in range(len(own) - _STEP + 1):
        here = index[own[start : start + _STEP]]
        if len(here) < _MOST_REPEATS:
            here.append(start)
    covered, places = bytearray(len(own)), []
    for key, other in others:
        spans = _shared(own, _LEFT_OUT.sub("", other or ""), index)
        if spans:
            places.append(_place(key, own, spans))
            for start, end in spans:
                covered[start:end] = b"\1" * (end - start)
    places.sort(key=lambda place: -place.covered)
    return Sameness(round(100 * sum(covered) / len(own)), len(own), tuple(places[:most]))


def _shared(own: str, other: str, index: dict[str, list[int]]) -> list[tuple[int, int]]:
    """The longest runs of `own`, as (start, end), that stand in `other`; of what was found it reads on at the end."""
    found: set[tuple[int, int]] = set()
    at = 0
    while at <= len(other) - _STEP:
        furthest = at
        for start in index.get(other[at : at + _STEP], ()):
            first, last = _follow(own, other, start, at)
            if last - first >= SHORTEST:
                found.add((first, last))
                furthest = max(furthest, at + last - start)
        at += _STEP * max(1, (furthest - at) // _STEP)
    return _outermost(found)


def _follow(own: str, other: str, start: int, at: int) -> tuple[int, int]:
    first, back = start, at
    while first and back and own[first - 1] == other[back - 1]:
        first, back = first - 1, back - 1
    last, on = start + _STEP, at + _STEP
    while last < len(own) and on < len(other) and own[last] == other[on]:
        last, on = last + 1, on + 1
    return first, last


def _outermost(spans: set[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, without those that lie inside another."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or end > kept[-1][1]:
            kept.append((start, end))
    return kept


def _place(key, own: str, spans: list[tuple[int, int]]) -> Place:
    marks = bytearray(len(own))
    for start, end in spans:
        marks[start:end] = b"\1" * (end - start)
    passages = sorted((Passage(own[start:end]) for start, end in spans), key=lambda passage: -passage.length)
    return Place(key, passages[:3], sum(marks))
