"""Which column holds what: the headers offices write, recognised by alias, and the header row itself found."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from suggestions.errors import RuleViolation
from suggestions.sheets import Broken, Merge, Table

SEARCHED_ROWS = 10
TIERS = 3  # rows that one header may have
_SPACE = re.compile(r"\s+")
_BRACKETS = str.maketrans("【〔[{】〕]}", "(((())))")
_ASIDE = re.compile(r"\([^)]*\)")
_ORNAMENT = re.compile(r"[*::]+|\(必填\)|\(选填\)")


@dataclass(frozen=True)
class Field:
    """A fact that a column may hold. `label` is what the clerk chooses from; it is an alias itself."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Header:
    """The header row: its last line, the name of each column, and the index of the first row of data in the table."""

    line: int
    names: list[str]
    first_data: int
    notes: list[str] = field(default_factory=list)


def normal(text: object) -> str:
    """A header as it is compared: full and half width, spaces, line breaks, brackets and ornament do not matter."""
    plain = unicodedata.normalize("NFKC", "" if text is None or isinstance(text, Broken) else str(text))
    return _ORNAMENT.sub("", _SPACE.sub("", plain).translate(_BRACKETS)).casefold()


def index_of(fields: Iterable[Field]) -> dict[str, str]:
    """Alias → key. ValueError when two fields claim one alias."""
    index: dict[str, str] = {}
    for each in fields:
        for alias in (each.label, *each.aliases):
            name = normal(alias)
            if index.setdefault(name, each.key) != each.key:
                raise ValueError(f"alias {alias!r} belongs to {index[name]} and {each.key}")
    return index


def recognise(header: object, index: Mapping[str, str]) -> str:
    """The key of the field `header` names, or empty. 案由(标题) is tried as it stands, then without the brackets."""
    name = normal(header)
    return index.get(name) or index.get(_ASIDE.sub("", name), "")


def find_header(table: Table, fields: Sequence[Field]) -> Header:
    """The row among the first ten that names most known columns, with the tiers above and below it that belong to
    it; a title line above is passed over.

    Without any known name the first row with two or more texts is taken, to be mapped by hand.
    """
    index = index_of(fields)
    best, best_hits = None, 0
    for place, row in enumerate(table.rows[:SEARCHED_ROWS]):
        hits = len({recognise(cell, index) for cell in row.cells} - {""})
        if hits > best_hits:
            best, best_hits = place, hits
    if best is None:
        best = next((n for n, row in enumerate(table.rows[:SEARCHED_ROWS]) if _texts(row.cells) > 1), None)
    if best is None:
        raise RuleViolation(_("前%(n)d行里没有找到列名所在的行。请让第一行为列名，再重新上传。") % {"n": SEARCHED_ROWS})
    return _header_at(table, best, index)


def automatic(names: Sequence[str], fields: Sequence[Field]) -> dict[int, str]:
    """Column → key for every header that is known; a second column of the same meaning is left out."""
    index, mapping = index_of(fields), {}
    for column, name in enumerate(names):
        key = recognise(name, index)
        if key and key not in mapping.values():
            mapping[column] = key
    return mapping


def _header_at(table: Table, place: int, index: Mapping[str, str]) -> Header:
    """The header that the row at `place` belongs to, of up to three rows: what spans several rows is one header,
    what spans several columns names the first."""
    first, last = _tiers(table, place, index)
    top, low = table.rows[first].line, table.rows[last].line
    spans = [m for m in table.merges if m.first_line <= low and m.last_line >= top]
    bottom = max((low, *(m.last_line for m in spans if m.last_line - top < TIERS)))
    first_data = next((n for n, row in enumerate(table.rows) if row.line > bottom), len(table.rows))
    names = [_name(table, first, first_data, column, index) for column in range(table.width)]
    return Header(bottom, names, first_data, list(_wide_notes(table, spans, names, bottom)))


def _tiers(table: Table, place: int, index: Mapping[str, str]) -> tuple[int, int]:
    """The first and last row of a header in tiers, whichever of them named the most columns."""
    rows, first, last = table.rows, place, place
    while first and rows[last].line - rows[first - 1].line < TIERS and _are_tiers(table, first - 1, index):
        first -= 1
    while last + 1 < len(rows) and rows[last + 1].line - rows[first].line < TIERS and _are_tiers(table, last, index):
        last += 1
    return first, last


def _are_tiers(table: Table, upper: int, index: Mapping[str, str]) -> bool:
    """Whether this row and the next are one header: merged downwards, or each names what the other leaves empty."""
    above, below = table.rows[upper], table.rows[upper + 1]
    if any(
        m.first_line <= above.line and below.line <= m.last_line and m.last_line - m.first_line < TIERS
        for m in table.merges
    ):
        return True
    pairs = [(above.at(column), below.at(column)) for column in range(table.width)]
    return any(recognise(a, index) and not _clean(b) for a, b in pairs) and any(
        recognise(b, index) and not _clean(a) for a, b in pairs
    )


def _name(table: Table, place: int, first_data: int, column: int, index: Mapping[str, str]) -> str:
    """The lowest known text of the header rows in this column, else the lowest: 主办单位 stands above its 全称."""
    texts = [text for n in range(first_data - 1, place - 1, -1) if (text := _clean(table.rows[n].at(column)))]
    return next((text for text in texts if recognise(text, index)), texts[0] if texts else "")


def _wide_notes(table: Table, spans: list[Merge], names: list[str], bottom: int) -> Iterable[str]:
    for merge in spans:
        width = merge.last_column - merge.first_column + 1
        unnamed = [n for n in range(merge.first_column + 1, merge.last_column + 1) if n < len(names) and not names[n]]
        if width > 1 and unnamed:
            yield _("第%(line)d行的列名“%(name)s”合并了%(n)d列，只读取其中第一列。请取消合并，每列各写一个列名。") % {
                "line": bottom,
                "name": names[merge.first_column],
                "n": width,
            }


def _clean(cell: object) -> str:
    return "" if cell is None or isinstance(cell, Broken) else _SPACE.sub(" ", str(cell)).strip()


def _texts(cells: Sequence[object]) -> int:
    return sum(isinstance(cell, str) and bool(cell.strip()) for cell in cells)
