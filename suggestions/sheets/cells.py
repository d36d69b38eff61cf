"""One value as one cell of a worksheet, in the XML that Excel reads.

Text is always written as an inline string, so nothing a person typed can become a formula
(=, +, -, @, tab: CSV injection); the quote prefix keeps it text when somebody edits the cell.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from html import escape
from math import ceil, isfinite
from unicodedata import east_asian_width
from zoneinfo import ZoneInfo

CELL_LIMIT = 32_767  # Excel refuses to open a file with a longer cell
LOCAL = ZoneInfo("Asia/Shanghai")

# Places in styles.CELL_STYLES.
TEXT, NUMBER, DATE, PERCENT, HEADER, HEADING, MOMENT, QUOTED = range(1, 9)
PERCENT_0, PERCENT_1, RIGHT, QUOTED_RIGHT, NOTE = range(9, 14)
BOLD = 13  # a style's bold sister stands so many places after it, up to QUOTED_RIGHT

_DAY_ZERO = date(1899, 12, 30).toordinal()
_PLAIN = re.compile(r"[^\x00-\x1f&<>_\ud800-\udfff\ufffe\uffff=+\-@][^\x00-\x1f&<>_\ud800-\udfff\ufffe\uffff]*")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA_LIKE = ("=", "+", "-", "@", "\t", "\r", "\n")
_DIGITS_KEPT = 15  # a longer number loses its last digits in Excel

CellWriter = Callable[[object], str]  # value → the cell's XML after its address: `<c r="A1` + tail
EMPTY = f'" s="{TEXT}"/>'
_KEPT_TEXTS, _KEPT_LENGTH = 20_000, 200


class TextCells(dict):
    """Tails of text cells. In a list the same names and states come again and again: each is escaped once."""

    def __missing__(self, value: str) -> str:
        tail = text_cell(value)
        if len(self) < _KEPT_TEXTS and len(value) <= _KEPT_LENGTH:
            self[value] = tail
        return tail

    def write(self, value: object) -> str:
        return self[value if value.__class__ is str else str(value)]


def text_cell(value: object, plain: int = TEXT, quoted: int = QUOTED) -> str:
    text = value if isinstance(value, str) else str(value)
    if not text:
        return EMPTY
    if len(text) < CELL_LIMIT // 2 and _PLAIN.fullmatch(text):
        return f'" s="{plain}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    style = quoted if text.startswith(_FORMULA_LIKE) else plain
    return f'" s="{style}" t="inlineStr"><is><t xml:space="preserve">{xml_text(text)}</t></is></c>'


def _instead_of_number(value: object) -> str:
    """“71 / 74”, “—”: where the numbers of its column stand."""
    return text_cell(value, RIGHT, QUOTED_RIGHT)


def number_cell(value: object) -> str:
    if _is_number(value):
        return f'" s="{NUMBER}"><v>{value}</v></c>'
    return _instead_of_number(value)


def percent_cell(value: object, style: int = PERCENT) -> str:
    """`value` on the scale of the pages, 0-100; Excel stores the hundredth of it."""
    if _is_number(value):
        return f'" s="{style}"><v>{Decimal(str(value)) / 100}</v></c>'
    return _instead_of_number(value)


def date_cell(value: object) -> str:
    """A date, or a moment (shown to the minute, local time)."""
    if isinstance(value, datetime):
        local = value.astimezone(LOCAL) if value.tzinfo else value
        serial = local.toordinal() - _DAY_ZERO + (local.hour * 3600 + local.minute * 60 + local.second) / 86400
        return f'" s="{MOMENT}"><v>{serial:.6f}</v></c>'
    if isinstance(value, date):
        return f'" s="{DATE}"><v>{value.toordinal() - _DAY_ZERO}</v></c>'
    return text_cell(value)


_WRITERS: dict[str, CellWriter] = {
    "number": number_cell,
    "date": date_cell,
    "percent": percent_cell,
    "percent0": lambda value: percent_cell(value, PERCENT_0),
    "percent1": lambda value: percent_cell(value, PERCENT_1),
}
_STYLE = re.compile(r'^" s="(\d+)"')


def bold(tail: str) -> str:
    """The same cell in bold on a tinted ground: a line of sums."""
    return _STYLE.sub(lambda found: f'" s="{int(found[1]) + BOLD}"', tail, count=1)


def writer_of(kind: str, texts: TextCells) -> CellWriter:
    """What writes the cells of a column of this kind. KeyError for an unknown kind."""
    return texts.write if kind == "text" else _WRITERS[kind]


def xml_text(text: str) -> str:
    """`text` as Excel may hold it: no control characters, within the limit, escaped."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n")
    text = _cut(_UNPRINTABLE.sub("", text))
    return escape(_ESCAPE_LIKE.sub("_x005F_", text), quote=False)


def column_letter(index: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def display_width(value: object) -> int:
    """How wide the longest line is; a Chinese character counts two."""
    if isinstance(value, datetime):
        return 16
    if isinstance(value, date):
        return 10
    lines = str(value).splitlines()
    return max((sum(map(_width_of, line[:100])) for line in lines), default=0)


def lines_needed(value: object, width: float) -> int:
    """How many lines a wrapped text takes in a column of `width`."""
    text = str(value)
    if len(text) * 2 < width and "\n" not in text:
        return 1
    room = max(width - 1, 2)
    return sum(max(1, ceil(sum(map(_width_of, line)) / room)) for line in text.splitlines())


def _width_of(character: str) -> int:
    return 2 if east_asian_width(character) in "WF" else 1


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        return False
    return isfinite(value) and len(str(abs(value)).replace(".", "")) <= _DIGITS_KEPT + (isinstance(value, float) * 3)


def _cut(text: str) -> str:
    """Excel counts UTF-16 units: a rare character outside the first plane is two."""
    if len(text) <= CELL_LIMIT // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= CELL_LIMIT * 2:
        return text
    return units[: (CELL_LIMIT - 1) * 2].decode("utf-16-le", errors="ignore") + "…"
