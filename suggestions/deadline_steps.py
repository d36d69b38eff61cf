"""怎样算出来的: the Chinese sentences of a deadline. Plain text, not translations: they are kept as the record."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby

from suggestions.calendar import ONE_DAY, WorkCalendar


def cn(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def days(first: date, last: date) -> list[date]:
    """Every day from `first` to `last`, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def named(some_days: Iterable[date], calendar: WorkCalendar) -> str:
    """2022年10月1日至2022年10月7日(国庆节)、2022年10月15日(周六): days in a row of one name are one entry."""
    runs = groupby(enumerate(some_days), key=lambda place: (place[1].toordinal() - place[0], calendar.name(place[1])))
    entries = []
    for (_offset, name), run in runs:
        first, *rest = (day for _place, day in run)
        entries.append(f"{cn(first)}{'至' + cn(rest[-1]) if rest else ''}（{name}）")
    return "、".join(entries)


def opening(start: date, start_word: str = "起算日") -> str:
    return f"{cn(start)}为{start_word}，当日不计入，自{cn(start + ONE_DAY)}开始计算（《民法典》第201条）。"


def month_end(start: date, last_day: date) -> str:
    """The corresponding day, or the end of a month that has none."""
    if last_day.day == start.day:
        return f"到期月的对应日{cn(last_day)}为期间的最后一日（《民法典》第202条）。"
    month = f"{last_day.year}年{last_day.month}月"
    return f"{month}没有{start.day}日，以月末日{cn(last_day)}为期间的最后一日（《民法典》第202条）。"


def rolled(last_day: date, due_on: date, calendar: WorkCalendar) -> Iterator[str]:
    """The rest days passed from `last_day` to `due_on`; a worked weekend is explained too."""
    if due_on > last_day:
        passed = named(days(last_day, due_on - ONE_DAY), calendar)
        yield f"{passed}是休假日，以休假日结束的次日{cn(due_on)}为最后一日（《民法典》第203条）。"
    elif due_on.weekday() >= 5:
        yield f"{named([due_on], calendar)}虽是周末，但须上班，不顺延。"


def kept(last_day: date, calendar: WorkCalendar) -> Iterator[str]:
    """A rest day that stays the last day, because the office does not roll over."""
    if not calendar.is_workday(last_day):
        yield f"{named([last_day], calendar)}是休假日，办理规则设定不顺延。"


def workdays(start: date, last_day: date, calendar: WorkCalendar) -> Iterator[str]:
    """What the count of working days left out, and which weekends it took in."""
    counted = days(start + ONE_DAY, last_day)
    if resting := [day for day in counted if not calendar.is_workday(day)]:
        yield f"其间{named(resting, calendar)}休息，不计入。"
    if made_up := [day for day in counted if calendar.is_workday(day) and day.weekday() >= 5]:
        yield f"其间{named(made_up, calendar)}上班，计入。"
    yield f"逐个工作日数到{cn(last_day)}为最后一日。"


def provisional(years: Iterable[int]) -> Iterator[str]:
    for year in years:
        yield f"{year}年放假安排尚未载入，暂按周一至周五为工作日推算，载入后重新计算。"
