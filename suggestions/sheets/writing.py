"""Writing a workbook as a stream: rows go out as they come in, memory stays flat.

The sheet's XML is put together here instead of by openpyxl, which needs four times as long for a list of
100,000 lines; what is written is read back with openpyxl in the tests.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import TextIOWrapper
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import gettext as _

from suggestions.errors import RuleViolation
from suggestions.sheets import parts
from suggestions.sheets.cells import (
    EMPTY,
    HEADER,
    HEADING,
    NOTE,
    TextCells,
    bold,
    column_letter,
    display_width,
    lines_needed,
    writer_of,
    xml_text,
)

ROW_LIMIT = 1_048_576
_MEASURED_ROWS = 200
_NARROWEST, _WIDEST = 8, 60
_LINE_HEIGHT = 16  # points, of the face that the styles name
_FORBIDDEN_IN_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


@dataclass(frozen=True)
class Column:
    """`kind`: text, number, date (dates and moments) or percent (values 0-100, two decimals; percent0, percent1).
    Without `width` it is measured."""

    label: str
    kind: str = "text"
    width: float | None = None


@dataclass(frozen=True)
class Sheet:
    """One sheet. `rows` may be a generator; None is an empty cell; `heading` is a title line above the header.

    `lines` stand below the heading. `groups`: an upper row of the header, each a label over so many columns; columns
    below an empty label reach up through it. `foot`: rows of sums, bold and outside the filter; `notes` follow them.
    `page_header`, `page_footer`: as Excel writes them, with its codes. `fits_rows`: rows as high as their wrapped
    texts, for what is printed unseen; a long list leaves that to the program that opens it.
    """

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[object]]
    heading: str = ""
    lines: Sequence[str] = ()
    groups: Sequence[tuple[str, int]] = ()
    foot: Sequence[Sequence[object]] = ()
    notes: Sequence[str] = ()
    frozen_columns: int = 0
    is_filtered: bool = True
    fits_rows: bool = False
    page_header: str = ""
    page_footer: str = ""

    @property
    def first_header_row(self) -> int:
        return 1 + bool(self.heading) + len(self.lines)

    @property
    def header_row(self) -> int:
        return self.first_header_row + bool(self.groups)


def write_workbook(stream: BinaryIO, sheets: Iterable[Sheet]) -> None:
    """Write `sheets` as .xlsx to `stream`. Raises RuleViolation when a sheet has more rows than Excel holds."""
    sheets = list(sheets)
    if not sheets:
        raise ValueError("A workbook needs at least one sheet.")
    titles = _titles(sheets)
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=3) as archive:
        archive.writestr("[Content_Types].xml", parts.content_types(len(sheets)))
        archive.writestr("_rels/.rels", parts.root_relations())
        archive.writestr(
            "xl/workbook.xml", parts.workbook(titles, [(one.first_header_row, one.header_row) for one in sheets])
        )
        archive.writestr("xl/_rels/workbook.xml.rels", parts.workbook_relations(len(sheets)))
        archive.writestr("xl/styles.xml", parts.styles())
        for number, sheet in enumerate(sheets, start=1):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                out = TextIOWrapper(part, encoding="utf-8", write_through=False)
                _write_sheet(out, sheet)
                out.flush()
                out.detach()


def workbook_file(sheets: Iterable[Sheet]) -> BinaryIO:
    """`write_workbook` into an open temporary file, at its beginning; it goes away when it is closed."""
    stream = TemporaryFile()  # noqa: SIM115 who reads it closes it
    try:
        write_workbook(stream, sheets)
    except BaseException:
        stream.close()
        raise
    stream.seek(0)
    return stream


def _write_sheet(out: TextIOWrapper, sheet: Sheet) -> None:
    rows = iter(sheet.rows)
    first = list(islice(rows, _MEASURED_ROWS))
    widths = _widths(sheet.columns, [*first, *sheet.foot])
    out.write(parts.sheet_head(sheet.header_row, widths, sheet.frozen_columns))
    if sheet.heading:
        out.write(_line(1, [sheet.heading], HEADING))
    for number, text in enumerate(sheet.lines, start=1 + bool(sheet.heading)):
        out.write(_line(number, [text], NOTE, height=18))
    merged = _write_groups(out, sheet) if sheet.groups else []
    labels = [column.label for column in sheet.columns]
    height = max(26, _LINE_HEIGHT * _lines(labels, widths))
    out.write(_line(sheet.header_row, labels, HEADER, height=height))
    last = _write_rows(out, sheet, chain(first, rows), widths if sheet.fits_rows else [])
    _write_foot(out, sheet, last)
    for number, text in enumerate(sheet.notes, start=last + len(sheet.foot) + 1):
        out.write(_line(number, [text], NOTE, height=18))
    filtered = f"A{sheet.header_row}:{column_letter(len(sheet.columns) - 1)}{last}" if sheet.is_filtered else ""
    out.write(parts.sheet_tail(widths, filtered, merged, sheet.page_header, sheet.page_footer))


def _write_groups(out: TextIOWrapper, sheet: Sheet) -> list[str]:
    """The upper row of the header; returns what is merged."""
    row, labels, merged = sheet.first_header_row, [], []
    for label, span in sheet.groups:
        at = len(labels)
        if label:
            labels += [label] + [""] * (span - 1)
            if span > 1:
                merged.append(f"{column_letter(at)}{row}:{column_letter(at + span - 1)}{row}")
            continue
        labels += [column.label for column in sheet.columns[at : at + span]]
        merged += [f"{column_letter(n)}{row}:{column_letter(n)}{row + 1}" for n in range(at, at + span)]
    out.write(_line(row, labels, HEADER))
    return merged


def _write_foot(out: TextIOWrapper, sheet: Sheet, last: int) -> None:
    texts = TextCells()
    writers = [writer_of(column.kind, texts) for column in sheet.columns]
    for number, row in enumerate(sheet.foot, start=last + 1):
        cells = (
            f'<c r="{column_letter(n)}{number}{bold(EMPTY if value is None else write(value))}'
            for n, (write, value) in enumerate(zip(writers, row, strict=True))
        )
        out.write(f'<row r="{number}">{"".join(cells)}</row>')


def _write_rows(
    out: TextIOWrapper, sheet: Sheet, rows: Iterable[Sequence[object]], widths: Sequence[float] = ()
) -> int:
    """Write the data rows; return the number of the last row written. With `widths`: as high as their texts need."""
    texts = TextCells()
    writers = [(writer_of(column.kind, texts), f'<c r="{column_letter(n)}') for n, column in enumerate(sheet.columns)]
    number = sheet.header_row
    for number, row in enumerate(rows, start=sheet.header_row + 1):
        if number > ROW_LIMIT:
            raise RuleViolation(_("一张 Excel 表最多 1048576 行，请先缩小筛选范围再导出。"))
        cells = [
            f"{start}{number}{EMPTY if value is None else write(value)}"
            for (write, start), value in zip(writers, row, strict=True)
        ]
        lines = _lines(row, widths) if widths else 1
        height = f' ht="{_LINE_HEIGHT * lines}"' if lines > 1 else ""
        out.write(f'<row r="{number}"{height}>{"".join(cells)}</row>')
    return number


def _lines(row: Sequence[object], widths: Sequence[float]) -> int:
    """The lines of its highest text."""
    texts = ((str(value), width) for value, width in zip(row, widths, strict=True) if not isinstance(value, date))
    return max((lines_needed(text, width) for text, width in texts if text), default=1)


def _line(number: int, values: list[str], style: int, height: int = 26) -> str:
    cells = "".join(
        f'<c r="{column_letter(n)}{number}" s="{style}" t="inlineStr"><is><t>{xml_text(str(value))}</t></is></c>'
        for n, value in enumerate(values)
    )
    return f'<row r="{number}" ht="{height}" customHeight="1">{cells}</row>'


def _widths(columns: Sequence[Column], rows: list[Sequence[object]]) -> list[float]:
    return [column.width or _measured(column, [row[n] for row in rows]) for n, column in enumerate(columns)]


def _measured(column: Column, values: list[object]) -> float:
    widest = max((display_width(value) for value in values if value is not None), default=0)
    return min(max(widest, display_width(column.label) + 2, _NARROWEST) + 2, _WIDEST)


def _titles(sheets: list[Sheet]) -> list[str]:
    """Titles as Excel allows them: 31 characters, none of []:*?/\\, each once."""
    taken: list[str] = []
    for sheet in sheets:
        base = _FORBIDDEN_IN_TITLE.sub("", str(sheet.title)).strip("' ")[:31] or "Sheet"
        title, n = base, 1
        while title.lower() in (t.lower() for t in taken):
            n += 1
            title = f"{base[: 30 - len(str(n))]}_{n}"
        taken.append(title)
    return taken
