"""The table under its mapping: lines whose cells are asked for by the name of a fact."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from suggestions.errors import RuleViolation
from suggestions.imports import columns, fields
from suggestions.imports.columns import Field, Header
from suggestions.imports.report import Report
from suggestions.models import ImportFile
from suggestions.sheets import Broken, Row, Table

_TOTALS = frozenset({"合计", "总计", "小计", "共计"})


@dataclass(frozen=True)
class Line:
    number: int
    cells: Mapping[str, object]

    def get(self, key: str) -> object:
        return self.cells.get(key)


@dataclass(frozen=True)
class Source:
    """Lines to import. `headers`: key → the file's own header, for messages; only mapped columns are in it."""

    lines: list[Line]
    headers: dict[str, str]
    header: Header
    mapping: dict[int, str]

    def column(self, key: str) -> str:
        """The file's own header for a fact; empty for one that it has no column for."""
        return self.headers.get(key, "")


def fields_of(kind: str) -> tuple[Field, ...]:
    return fields.FIELDS[kind]


def open_table(table: Table, kind: str, report: Report, chosen: Mapping[int, str] | None = None) -> Source:
    """Find the header and read the lines. `chosen`: the clerk's mapping (empty key: not imported).

    RuleViolation when a column without which nothing can be imported is missing. Lines with a formula that has no
    value become errors here; what had to be passed over becomes warnings.
    """
    header = columns.find_header(table, fields_of(kind))
    if chosen is None:
        check_kind(header, kind)
    mapping = columns.automatic(header.names, fields_of(kind)) if chosen is None else dict(chosen)
    mapping = {column: key for column, key in mapping.items() if key}
    _require(kind, mapping, header)
    headers = {key: header.names[column] for column, key in mapping.items()}
    for note in (*table.notes, *header.notes):
        report.warn(header.line, "", note)
    if chosen is None:
        _name_unknown(table, header, kind, mapping, report)
    _fill_merged(table, header, headers, mapping, report)
    lines = []
    for row in table.rows[header.first_data :]:
        if _is_total(row, report):
            continue
        report.rows += 1
        if not _is_broken(row, mapping, headers, report):
            lines.append(Line(row.line, {key: row.at(column) for column, key in mapping.items()}))
    if not report.rows:
        raise RuleViolation(_("列名下面没有数据行，没有可以导入的内容。"))
    return Source(lines, headers, header, mapping)


def check_kind(header: Header, kind: str) -> None:
    """RuleViolation for a table that is plainly another one: a list of assisting tasks read as a ledger would make
    hundreds of suggestions without a title."""
    known = {each: len(columns.automatic(header.names, known)) for each, known in fields.FIELDS.items()}
    best = max(known, key=known.get)
    if known[best] > known[kind]:
        labels = {each.value: each.label for each in ImportFile.Kind}
        raise RuleViolation(
            _("从列名看，这是“%(other)s”表，不是“%(chosen)s”表。请选对导入内容后重新上传。")
            % {"other": labels[best], "chosen": labels[kind]},
            field="file",
        )


def samples(table: Table, header: Header, column: int, count: int = 3) -> list[str]:
    """The first values of a column, for the clerk who maps it by hand."""
    found = []
    for row in table.rows[header.first_data :]:
        value = row.at(column)
        text = value.text if isinstance(value, Broken) else "" if value is None else str(value).strip()
        if text and text not in found:
            found.append(text[:40])
        if len(found) == count:
            break
    return found


def _require(kind: str, mapping: Mapping[int, str], header: Header) -> None:
    labels = {each.key: each.label for each in fields_of(kind)}
    for choice in fields.REQUIRED[kind]:
        if not set(choice) & set(mapping.values()):
            raise RuleViolation(
                _("第%(line)d行的列名里没有“%(field)s”列。请对应列名，或改好列名后重新上传。")
                % {"line": header.line, "field": "”或“".join(labels[key] for key in choice)}
            )


def _name_unknown(table: Table, header: Header, kind: str, mapping: Mapping[int, str], report: Report) -> None:
    index = columns.index_of(fields_of(kind))
    for column, name in enumerate(header.names):
        if column in mapping or not _has_values(table, header, column):
            continue
        if not name:
            report.warn(header.line, "", _("第%(n)d列没有列名，没有导入。") % {"n": column + 1})
        elif columns.recognise(name, index) in mapping.values():
            report.warn(header.line, name, _("“%(name)s”列与另一列含义相同，没有导入。") % {"name": name})
        else:
            report.warn(header.line, name, _("不认识“%(name)s”列，没有导入。") % {"name": name})


def _has_values(table: Table, header: Header, column: int) -> bool:
    return any(row.at(column) is not None for row in table.rows[header.first_data :])


def _fill_merged(table: Table, header: Header, headers: dict, mapping: Mapping[int, str], report: Report) -> None:
    """A cell merged over several lines stands for each of them."""
    by_line = {row.line: row for row in table.rows[header.first_data :]}
    for merge in table.merges:
        column = merge.first_column
        if merge.first_line not in by_line or merge.last_line == merge.first_line or column not in mapping:
            continue
        value = by_line[merge.first_line].at(column)
        for line in range(merge.first_line + 1, merge.last_line + 1):
            if row := by_line.get(line):
                row.cells += [None] * (column + 1 - len(row.cells))
                row.cells[column] = value
        report.warn(
            merge.first_line,
            headers[mapping[column]],
            _("第%(first)d—%(last)d行的单元格是合并的，每行都按同一内容读取。")
            % {"first": merge.first_line, "last": merge.last_line},
        )


def _is_total(row: Row, report: Report) -> bool:
    texts = [str(cell).strip() for cell in row.cells if cell is not None and str(cell).strip()]
    if not texts or texts[0].replace(" ", "").rstrip(":：") not in _TOTALS:
        return False
    report.warn(row.line, "", _("第%(line)d行是“%(word)s”行，没有导入。") % {"line": row.line, "word": texts[0]})
    return True


def _is_broken(row: Row, mapping: Mapping[int, str], headers: Mapping[str, str], report: Report) -> bool:
    broken = list(_broken_cells(row, mapping))
    for key, cell in broken:
        report.error(
            row.line,
            headers[key],
            _("第%(line)d行“%(column)s”列的%(what)s，不知道应为什么内容。请在 Excel 中打开保存一次，或改填内容。")
            % {"line": row.line, "column": headers[key], "what": cell.text},
        )
    return bool(broken)


def _broken_cells(row: Row, mapping: Mapping[int, str]) -> Iterator[tuple[str, Broken]]:
    for column, key in mapping.items():
        cell = row.at(column)
        if isinstance(cell, Broken):
            yield key, cell
