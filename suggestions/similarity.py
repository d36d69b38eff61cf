"""How alike two titles are: the share of common character pairs (Dice). Chinese needs no word list for this."""

import re
from collections.abc import Hashable, Iterable

LEAST = 0.4  # below this two titles have only common phrases in common

# Nearly every title begins and ends with these; they say nothing about the matter.
_FRAME = re.compile(
    r"关于|进一步|切实|加快|加强|推进|完善|若干|几点|我市|我县|我区|全市|全县|的?(?:建议|意见|批评|提案|议案)(?:案)?$"
)
_SIGNS = re.compile(r"[\W_]+")


def core(title: str) -> str:
    """`title` without punctuation and the phrases that every title has; the title itself when nothing is left."""
    plain = _SIGNS.sub("", title).lower()
    return _FRAME.sub("", plain) or plain


def pairs(text: str) -> frozenset[str]:
    """The neighbouring characters of `text`; a single character stands for itself."""
    return frozenset(text[i : i + 2] for i in range(len(text) - 1)) or frozenset([text] if text else [])


def likeness(one: str, other: str) -> float:
    """0 for nothing in common, 1 for titles that differ only in common phrases."""
    return _dice(pairs(core(one)), pairs(core(other)))


def most_alike(
    title: str, others: Iterable[tuple[Hashable, str]], *, least: float = LEAST, most: int = 5
) -> list[tuple[Hashable, float]]:
    """Of `others` (key, title) the keys of the `most` alike ones with their likeness, best first."""
    wanted = pairs(core(title))
    scored = ((key, _dice(wanted, pairs(core(other)))) for key, other in others)
    found = [(key, score) for key, score in scored if score >= least]
    return sorted(found, key=lambda pair: -pair[1])[:most]


def _dice(one: frozenset[str], other: frozenset[str]) -> float:
    if not one or not other:
        return 0.0
    return 2 * len(one & other) / (len(one) + len(other))
