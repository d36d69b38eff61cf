"""Finding what a name means although it is typed differently: brackets, width, spaces, short names."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from accounts.models import Unit
from suggestions.imports import values

_ASIDE = re.compile(r"\(([^)]*)\)")
_BRACKETS = str.maketrans("【〔[{】〕]}〈〉", "(((())))()")


def key(name: object) -> str:
    """`市综合行政执法局（市城管局）` and `市综合行政执法局 (市城管局)` have one key."""
    return _key(values.text(name))


@lru_cache(maxsize=4096)
def _key(name: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name).translate(_BRACKETS))


class UnitIndex:
    """Units by full name, else by short name or by either part of `甲(乙)`, where that means one unit only."""

    def __init__(self, units: Iterable[Unit]):
        self._exact: dict[str, Unit] = {}
        loose: dict[str, set[Unit]] = defaultdict(set)
        for unit in units:
            full = key(unit.name)
            self._exact.setdefault(full, unit)
            for name in {_ASIDE.sub("", full), *_ASIDE.findall(full), key(unit.short_name)} - {"", full}:
                loose[name].add(unit)
        self._loose = {name: found.pop() for name, found in loose.items() if len(found) == 1}

    def find(self, name: object) -> Unit | None:
        wanted = key(name)
        return self._exact.get(wanted) or self._loose.get(wanted) or self._loose.get(_ASIDE.sub("", wanted))

    def read(self, cell: object) -> tuple[list[Unit], list[str], list[str]]:
        """(units named in the cell, each once; names of no unit; names given twice)."""
        units, unknown, doubled = [], [], []
        for name in self._names(cell):
            unit = self.find(name)
            if unit is None:
                unknown.append(name)
            elif unit in units:
                doubled.append(name)
            else:
                units.append(unit)
        return units, unknown, doubled

    def _names(self, cell: object) -> Iterable[str]:
        """The separators also stand inside some names, so a whole that is known is not divided."""
        whole = values.text(cell)
        if not whole:
            return
        if self.find(whole):
            yield whole
            return
        for piece in re.split(r"[;；\n]", str(cell)):
            if self.find(piece):
                yield values.text(piece)
                continue
            for name in values.split(piece):
                parts = name.split(" ")
                yield from parts if len(parts) > 1 and all(map(self.find, parts)) else [name]
