"""Reading a table from Excel or CSV. Every refusal is a sentence that says what to do."""

import csv
import re
import warnings
from collections.abc import Iterator
from io import BytesIO, StringIO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from suggestions.errors import RuleViolation
from suggestions.sheets.containers import is_workbook
from suggestions.sheets.table import Broken, Merge, Row, Table

MAX_ROWS = 20_000
MAX_COLUMNS = 200
_ERRORS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"})
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+\d+:[A-Z]+\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_CHUNK = 1024 * 1024


def read_table(data: bytes) -> Table:
    """The first sheet that has something on it. RuleViolation for what is not a readable table."""
    table = _read_workbook(data) if is_workbook(data) else _read_csv(data)
    if not table.rows:
        raise RuleViolation(_("文件里没有任何内容，没有可以导入的行。"))
    return table


# --- CSV ---


def _read_csv(data: bytes) -> Table:
    text = _decoded(data).replace("\0", "")
    csv.field_size_limit(1024 * 1024)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text))
    rows, line = [], 1
    try:
        for cells in reader:
            row = Row(line, [cell or None for cell in cells[:MAX_COLUMNS]])
            line = reader.line_num + 1
            if not row.is_blank:
                rows.append(row)
                _check_count(rows)
    except csv.Error as error:
        raise RuleViolation(
            _("第%(line)d行的引号不成对或内容过长，无法读取。请用 Excel 打开后另存为 .xlsx 再上传。") % {"line": line}
        ) from error
    return Table(rows)


def _decoded(data: bytes) -> str:
    """UTF-8 with or without its mark, else GB 18030 as Chinese Excel writes it, UTF-16 by its mark."""
    encodings = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleViolation(_("文字编码无法识别。请用 Excel 打开后另存为 .xlsx 再上传。"))


def _delimiter(text: str) -> str:
    """What divides the first lines into most columns: comma, tab or semicolon."""
    head = text[:4000]
    return max(",\t;", key=head.count) if any(sign in head for sign in ",\t;") else ","


# --- Excel ---


def _read_workbook(data: bytes) -> Table:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl names extensions it leaves out; none concerns cell values
            return _read_sheets(data)
    except RuleViolation:
        raise
    except (
        BadZipFile,
        InvalidFileException,
        ParseError,
        KeyError,
        IndexError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        OverflowError,
    ) as error:
        raise RuleViolation(_("Excel 文件的内部结构已损坏，无法读取。请重新从 Excel 中另存一份再上传。")) from error


def _read_sheets(data: bytes) -> Table:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
    try:
        filled = []
        for sheet in book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            rows = list(_rows(sheet)) if not filled else [1] if next(_rows(sheet), None) else []
            if rows:
                filled.append((sheet.title, sheet._worksheet_path, rows))
    finally:
        book.close()
    if not filled:
        return Table([])
    title, path, rows = filled[0]
    merges, has_formulas = _scan(data, path)
    if has_formulas:
        _mark_uncomputed(data, title, rows)
    table = Table(rows, title, merges)
    if len(filled) > 1:
        table.notes.append(
            _("文件有%(n)d张有内容的工作表，只读取了第一张“%(title)s”。") % {"n": len(filled), "title": title}
        )
    return table


def _rows(sheet) -> Iterator[Row]:
    """Not by the sheet's own account of its size, which is often wrong."""
    sheet.reset_dimensions()
    count = 0
    for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        row = Row(line, [_value(cell) for cell in cells[:MAX_COLUMNS]])
        if not row.is_blank:
            count += 1
            if count > MAX_ROWS:
                _refuse_count()
            yield row


def _value(cell: object) -> object:
    if isinstance(cell, str) and cell in _ERRORS:
        return Broken(_("公式出错(%(error)s)") % {"error": cell})
    return cell


def _scan(data: bytes, path: str) -> tuple[list[Merge], bool]:
    """What the reader for large files does not tell: merged cells, and whether there are formulas at all."""
    refs, has_formulas, rest = set(), False, b""
    with ZipFile(BytesIO(data)) as archive, archive.open(path.lstrip("/")) as part:
        while chunk := part.read(_CHUNK):
            text = rest + chunk
            refs.update(_MERGE.findall(text))
            has_formulas = has_formulas or bool(_FORMULA.search(text))
            rest = text[-200:]
    merges = []
    for ref in sorted(refs):
        left, top, right, bottom = range_boundaries(ref.decode())
        merges.append(Merge(top, bottom, left - 1, right - 1))
    return merges, has_formulas


def _mark_uncomputed(data: bytes, title: str, rows: list[Row]) -> None:
    """A formula counts with the value Excel kept for it; without one (written by a program) nobody knows its value."""
    by_line = {row.line: row for row in rows}
    book = openpyxl.load_workbook(BytesIO(data), read_only=True)
    try:
        sheet = book[title]
        sheet.reset_dimensions()
        for cells in sheet.iter_rows():
            for cell in cells:
                if cell.data_type != "f":
                    continue
                row = by_line.get(cell.row)
                if row is None:
                    row = by_line[cell.row] = Row(cell.row, [])
                    rows.append(row)
                if row.at(cell.column - 1) is None and cell.column <= MAX_COLUMNS:
                    row.cells += [None] * (cell.column - len(row.cells))
                    row.cells[cell.column - 1] = Broken(_("公式没有计算结果"))
    finally:
        book.close()
    rows.sort(key=lambda row: row.line)


def _check_count(rows: list[Row]) -> None:
    if len(rows) > MAX_ROWS:
        _refuse_count()


def _refuse_count() -> None:
    raise RuleViolation(_("文件超过%(n)d行。请按会议拆成几个文件分别导入。") % {"n": MAX_ROWS})
