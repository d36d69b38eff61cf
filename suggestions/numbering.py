"""Suggestion numbers: text with a running number inside, sorted as people count (domain.md 5).

A number once given is never given again: the next one follows the highest ever used, not the first gap.
"""

import re
from collections.abc import Iterable

WIDTH = 8  # digits in the sort key; longer runs sort after all shorter ones

_RUN = re.compile(r"\d+")
_SLOT = re.compile(r"\{n(?::0?(\d+))?\}")
_PROVISIONAL = re.compile(r"-(\d+)$")


def sort_key(number: str) -> str:
    """A text that sorts `number` naturally: 2 before 10, 221 before 221-2, 闭1 after all plain numbers."""
    padded = _RUN.sub(lambda run: run.group().lstrip("0").rjust(WIDTH, "0"), number.strip())
    return padded[:120]


def is_valid_pattern(pattern: str) -> bool:
    """Whether `pattern` has exactly one running number `{n}` (or `{n:03}`) and nothing unknown in braces."""
    rest = pattern.replace("{year}", "")
    return len(_SLOT.findall(rest)) == 1 and not set("{}") & set(_SLOT.sub("", rest))


def write(pattern: str, n: int, year: int) -> str:
    """The number `n` in the office's pattern: `DH{n:03}` → DH007. ValueError for a pattern without `{n}`."""
    if not is_valid_pattern(pattern):
        raise ValueError(f"not a number pattern: {pattern!r}")
    filled = pattern.replace("{year}", str(year))
    return _SLOT.sub(lambda slot: str(n).rjust(int(slot.group(1) or 0), "0"), filled)


def read(pattern: str, number: str) -> int | None:
    """The running number inside `number`, or None when it was not written in `pattern`."""
    before, after = _SLOT.split(pattern.replace("{year}", "\0"))[::2]
    shape = re.escape(before).replace("\0", r"\d{4}") + r"(\d+)" + re.escape(after).replace("\0", r"\d{4}")
    found = re.fullmatch(shape, number)
    return int(found.group(1)) if found else None


def next_running(pattern: str, numbers: Iterable[str]) -> int:
    """The running number after the highest one in use; 1 when none is."""
    return max((n for n in (read(pattern, number) for number in numbers) if n is not None), default=0) + 1


def gaps(pattern: str, numbers: Iterable[str]) -> list[int]:
    """The running numbers missing between 1 and the highest in use, ascending.

    `numbers`: all of the session. A suggestion of the other period that has a number of this pattern uses it too.
    """
    used = {n for n in (read(pattern, number) for number in numbers) if n is not None}
    return [n for n in range(1, max(used, default=0)) if n not in used]


def spans(missing: Iterable[int]) -> list[str]:
    """3, 4, 5, 9 → 3—5, 9."""
    found: list[list[int]] = []
    for n in missing:
        if found and n == found[-1][1] + 1:
            found[-1][1] = n
        else:
            found.append([n, n])
    return [str(first) if first == last else f"{first}—{last}" for first, last in found]


def provisional(number: str, taken: set[str]) -> str:
    """A marked number for a double: `221` → `221-2`, or the first free one after it."""
    n = 2
    while f"{number}-{n}" in taken:
        n += 1
    return f"{number}-{n}"


def base(number: str) -> str:
    """The number a provisional one stands beside: `221-2` → `221`; others unchanged."""
    return _PROVISIONAL.sub("", number)
