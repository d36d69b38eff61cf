"""Warnings that concern the file as a whole, or two lines of it: gaps, doubles, missing columns."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from suggestions import numbering
from suggestions.imports.known import Known
from suggestions.imports.ledger_rows import Facts
from suggestions.imports.matching import Matches
from suggestions.imports.names import key
from suggestions.imports.plan import Entry, Result
from suggestions.imports.report import Report
from suggestions.imports.source import Source


def add(
    source: Source, rows: Sequence[Facts], matches: Matches, entries: Sequence[Entry], known: Known, report: Report
) -> None:
    top = source.header.line
    for line, message in _doubles(source, rows, matches, entries):
        report.warn(line, source.column("number"), message)
    if "number" not in source.headers and (made := _unnumbered(rows, matches)):
        report.warn(top, "", made)
    for line, message in _same_titles(rows, entries, known, matches):
        report.warn(line, source.column("title"), message)
    for message in _gaps(entries, known):
        report.warn(top, source.column("number"), message)
    for line, name in _other_sessions(rows, known):
        report.warn(line, source.column("session"), name)
    for line, name, message in _missing(source, rows, entries):
        report.warn(line, name, message)


def _unnumbered(rows: Sequence[Facts], matches: Matches) -> str:
    """Said once where no line can have a number."""
    made = [matches.numbers[row.line] for row in rows if row.line in matches.numbers]
    if not made:
        return ""
    span = made[0] if len(made) == 1 else _("%(first)s至%(last)s") % {"first": made[0], "last": made[-1]}
    return _("表中没有编号列，%(count)d行以临时编号%(new)s导入。") % {"count": len(made), "new": span}


def _doubles(
    source: Source, rows: Sequence[Facts], matches: Matches, entries: Sequence[Entry]
) -> Iterable[tuple[int, str]]:
    """The second line of one number, with the first, and the number it has or will have."""
    numbers = {entry.line: entry.suggestion.number for entry in entries}
    first: dict[str, int] = {}
    for row in rows:
        if not row.number:
            if row.line in matches.numbers and "number" in source.headers:
                yield row.line, _("没有编号，以临时编号%(new)s导入。") % {"new": numbers[row.line]}
        elif row.number in first:
            yield (
                row.line,
                _("编号%(number)s重复：第%(first)d行已用此号，本行（第%(line)d行）以临时编号%(new)s导入。")
                % {"number": row.number, "first": first[row.number], "line": row.line, "new": numbers[row.line]},
            )
        elif matches.is_double(row):
            yield (
                row.line,
                _("编号%(number)s已被占用，本行以临时编号%(new)s导入。")
                % {"number": row.number, "new": numbers[row.line]},
            )
        first.setdefault(row.number, row.line)


def _same_titles(
    rows: Sequence[Facts], entries: Sequence[Entry], known: Known, matches: Matches
) -> Iterable[tuple[int, str]]:
    first: dict[str, Facts] = {}
    numbers = {entry.line: entry.suggestion.number for entry in entries}
    in_file = {suggestion.pk for suggestion in matches.existing.values()}
    stored = {s.title: s.number for s in known.suggestions if s.pk not in in_file}
    for row in rows:
        if row.title == "(无标题)":
            continue
        if row.title in first:
            yield (
                row.line,
                _("标题与第%(line)d行（%(number)s号）相同，请核对是否重复。")
                % {"line": first[row.title].line, "number": numbers[first[row.title].line]},
            )
        elif row.title in stored:
            yield row.line, _("标题与系统中的%(number)s号相同，请核对是否重复。") % {"number": stored[row.title]}
        first.setdefault(row.title, row)


def _gaps(entries: Sequence[Entry], known: Known) -> Iterable[str]:
    """What will be missing once the file is in: the same numbers as on the page 编号核对 (selectors.numbers)."""
    session = known.session
    numbers = [suggestion.number for suggestion in (*known.suggestions, *(entry.suggestion for entry in entries))]
    labels = {session.outside_number_pattern: _("闭会编号"), session.number_pattern: _("编号")}
    for pattern, label in reversed(labels.items()):
        missing = numbering.gaps(pattern, numbers)
        if not missing:
            continue
        runs = numbering.spans(missing)
        yield _("%(label)s不连续，缺%(runs)s%(more)s，共%(count)d个。") % {
            "label": label,
            "runs": "、".join(runs[:20]),
            "more": _("等") if len(runs) > 20 else "",
            "count": len(missing),
        }


def _other_sessions(rows: Sequence[Facts], known: Known) -> Iterable[tuple[int, str]]:
    """One sentence per other name, however many lines have it."""
    others: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        if row.session and key(row.session) != key(known.session.name):
            others[row.session].append(row.line)
    for name, lines in others.items():
        yield (
            lines[0],
            _("%(count)d行的会议是“%(name)s”，都导入到“%(session)s”。")
            % {"count": len(lines), "name": name, "session": known.session.name},
        )


def _missing(source: Source, rows: Sequence[Facts], entries: Sequence[Entry]) -> Iterable[tuple[int, str, str]]:
    """Columns that are not there are said once; an empty cell in a column that is there is said for its line."""
    headers, top, column = source.headers, source.header.line, source.column
    new = {entry.line: entry for entry in entries if entry.result == Result.CREATED}
    if new and "submitted_on" not in headers and "assigned_on" not in headers:
        yield top, "", _("表中没有收到日期和交办日期，以会议开幕日或今天代替。")
    if any(entry.tasks for entry in new.values()) and "assigned_on" not in headers:
        yield top, column("submitted_on"), _("表中没有交办日期，以收到（登记）日期作为交办日期计算期限。")
    for row in rows:
        entry = new.get(row.line)
        if entry is None:
            continue
        if not entry.tasks and "lead_units" in headers and not str(row.lead_units or "").strip():
            status = entry.suggestion.get_status_display()
            yield row.line, column("lead_units"), _("没有主办单位，按“%(status)s”导入。") % {"status": status}
        if entry.tasks and "assigned_on" in headers and row.assigned_on is None:
            yield row.line, column("assigned_on"), _("没有交办日期，以收到（登记）日期代替。")
        if row.assigned_on and row.submitted_on and row.assigned_on < row.submitted_on:
            yield row.line, column("assigned_on"), _("交办日期早于收到日期，请核对。")
