"""The holiday notice as typed or pasted, a line a day or a span: `2027-02-06至2027-02-12,休,春节`."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_SPAN = 31
_DAY = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_BREAK = r"[\s,;\uff0c\uff1b\u3001]"  # full-width too
_LINE = re.compile(rf"^{_DAY}(?:\s*(?:至|到|~|\uff5e|—)\s*{_DAY})?{_BREAK}*(.*)$")
_WORK = ("调休上班", "上班", "班", "工作日")
_REST = ("休假日", "放假", "休息", "休", "假")
_HEADING = re.compile(r"^(日期|date)", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """One day of the notice."""

    day: date
    is_workday: bool
    name: str


@dataclass(frozen=True)
class Problem:
    """A line that was not understood, and why."""

    line: int
    message: str


def parse(text: str, *, year: int | None = None) -> tuple[list[Entry], list[Problem]]:
    """The days, ascending, and every problem. With `year`, days of another year are problems."""
    found: dict[date, tuple[Entry, int]] = {}
    problems = []
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip().lstrip("\ufeff")
        if not line or _HEADING.match(line):
            continue
        try:
            entries = _read(line)
            for entry in entries:
                _check(entry, year)
                earlier = found.get(entry.day)
                if earlier and earlier[0].is_workday != entry.is_workday:
                    raise ValueError(f"{entry.day}在第{earlier[1]}行已写为另一种，前后矛盾。")
                found.setdefault(entry.day, (entry, number))
        except ValueError as error:
            problems.append(Problem(number, str(error)))
    return [entry for _day, (entry, _line) in sorted(found.items())], problems


def _read(line: str) -> list[Entry]:
    shape = _LINE.match(line)
    if not shape:
        raise ValueError("没有认出日期。请写成“2027-01-01,休,元旦”，每行一天或一段。")
    first = _date(shape.group(1, 2, 3))
    last = _date(shape.group(4, 5, 6)) if shape.group(4) else first
    if not first <= last <= first + timedelta(days=LONGEST_SPAN):
        raise ValueError(f"一段日期须从早到晚，且不超过{LONGEST_SPAN}天。")
    is_workday, name = _kind(shape.group(7).strip())
    return [Entry(first + timedelta(days=n), is_workday, name) for n in range((last - first).days + 1)]


def _date(parts) -> date:
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        raise ValueError("日期不存在，请核对。") from None


def _kind(rest: str) -> tuple[bool, str]:
    for words, is_workday in ((_WORK, True), (_REST, False)):
        for word in words:
            found = re.fullmatch(rf"{word}(?:{_BREAK}+(.*))?", rest)
            if found:
                return is_workday, (found.group(1) or "").strip()[:50]
    raise ValueError("日期后面请写“休”或“班”，再写名称，例如“2027-01-01,休,元旦”。")


def _check(entry: Entry, year: int | None) -> None:
    if year is not None and entry.day.year != year:
        raise ValueError(f"{entry.day}不在{year}年内。")
    if entry.is_workday and entry.day.weekday() < 5:
        raise ValueError(f"{entry.day}是周一至周五，本来就上班；调休上班只会在周末，请核对是否写反。")
