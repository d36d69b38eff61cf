"""Working days: the State Council's days, make-up weekends, and years nobody has announced."""

from datetime import date, timedelta

import chinese_calendar
import pytest
from chinese_calendar.constants import Holiday, holidays, workdays
from hypothesis import given, settings
from hypothesis import strategies as st

from suggestions.calendar import WorkCalendar

YEARS = range(2021, 2027)
CHINA = WorkCalendar(
    special_days=dict.fromkeys(holidays, False) | dict.fromkeys(workdays, True),
    names={day: Holiday(name).chinese for day, name in holidays.items()},
    known_years=frozenset(YEARS),
)
PLAIN = WorkCalendar()

modest = settings(derandomize=True, max_examples=150, deadline=None, database=None)
some_days = st.dates(date(2019, 1, 1), date(2029, 12, 31))
near_days = st.dates(date(2024, 1, 1), date(2024, 3, 31))
calendars = st.builds(WorkCalendar, st.dictionaries(near_days, st.booleans(), max_size=40))


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_agrees_with_every_published_day():
    days = every_day(date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31))
    assert [day for day in days if CHINA.is_workday(day) != chinese_calendar.is_workday(day)] == []


@pytest.mark.parametrize(
    ("day", "works", "name"),
    [
        (date(2022, 4, 29), True, "周五"),
        (date(2022, 4, 30), False, "劳动节"),  # a Saturday that is also a holiday
        (date(2022, 5, 4), False, "劳动节"),  # a Wednesday
        (date(2022, 5, 7), True, "调休上班"),  # a make-up Saturday is a working day
        (date(2022, 10, 9), True, "调休上班"),  # a make-up Sunday too
        (date(2022, 10, 15), False, "周六"),
        (date(2022, 10, 16), False, "周日"),
    ],
)
def test_three_kinds_of_day(day, works, name):
    assert (CHINA.is_workday(day), CHINA.name(day)) == (works, name)


def test_a_plain_day_is_called_by_its_weekday():
    week = every_day(date(2026, 11, 2), date(2026, 11, 8))
    assert [PLAIN.name(day) for day in week] == ["周一", "周二", "周三", "周四", "周五", "周六", "周日"]


def test_a_local_holiday_without_a_name_is_a_rest_day():
    day = date(2026, 8, 12)
    assert WorkCalendar({day: False}).name(day) == "休假日"


def test_a_year_without_data_follows_the_week_and_is_not_known():
    assert [CHINA.is_known(date(year, 10, 1)) for year in (2020, 2021, 2026, 2027)] == [False, True, True, False]
    assert CHINA.is_workday(date(2027, 10, 1))  # a Friday: wrong, surely, and therefore only provisional
    assert not CHINA.is_workday(date(2027, 10, 2))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2022, 4, 29), date(2022, 4, 29)),
        (date(2022, 4, 30), date(2022, 5, 5)),
        (date(2022, 5, 7), date(2022, 5, 7)),
        (date(2022, 5, 8), date(2022, 5, 9)),
        (date(2022, 10, 1), date(2022, 10, 8)),
        (date(2025, 10, 1), date(2025, 10, 9)),
    ],
)
def test_next_workday(day, expected):
    assert CHINA.next_workday(day) == expected


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        (date(2022, 3, 7), 0, date(2022, 3, 7)),
        (date(2022, 3, 7), 1, date(2022, 3, 8)),  # the start is not counted
        (date(2022, 3, 7), 5, date(2022, 3, 14)),
        (date(2022, 3, 12), 1, date(2022, 3, 14)),  # from a Saturday
        (date(2022, 4, 22), 1, date(2022, 4, 24)),  # to a make-up Sunday
        (date(2022, 4, 29), 1, date(2022, 5, 5)),
        (date(2022, 4, 29), 10, date(2022, 5, 17)),
        (date(2022, 12, 30), 1, date(2023, 1, 3)),
    ],
)
def test_add_workdays(start, n, expected):
    assert CHINA.add_workdays(start, n) == expected


def test_does_not_count_backwards():
    with pytest.raises(ValueError, match="-1 working days"):
        CHINA.add_workdays(date(2022, 3, 7), -1)


def test_a_long_rest_ends():
    year_off = WorkCalendar(dict.fromkeys(every_day(date(2026, 1, 1), date(2026, 12, 31)), False))
    assert year_off.next_workday(date(2026, 1, 1)) == date(2027, 1, 1)
    assert year_off.add_workdays(date(2025, 12, 31), 2) == date(2027, 1, 4)


def test_a_far_span_is_counted_without_walking_it():
    assert PLAIN.workdays_between(date(1, 1, 1), date(9999, 12, 31)) == 2_608_614


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        (date(2022, 4, 29), date(2022, 5, 9), 4),  # 5, 6, the make-up Saturday 7, and 9 May
        (date(2022, 4, 24), date(2022, 4, 25), 1),  # after the make-up Sunday
        (date(2022, 5, 6), date(2022, 5, 7), 1),  # up to a make-up Saturday
        (date(2022, 4, 29), date(2022, 5, 4), 0),  # up to a holiday Wednesday
        (date(2022, 5, 9), date(2022, 5, 9), 0),
        (date(2022, 5, 10), date(2022, 5, 9), 0),
    ],
)
def test_workdays_between(a, b, expected):
    assert CHINA.workdays_between(a, b) == expected


@modest
@given(calendar=calendars, a=near_days, b=near_days)
def test_workdays_between_counts_what_a_walk_counts(calendar, a, b):
    walked, day = 0, a
    while day < b:
        day += timedelta(days=1)
        walked += calendar.is_workday(day)
    assert calendar.workdays_between(a, b) == walked


@modest
@given(calendar=calendars, start=near_days, n=st.integers(1, 60))
def test_adding_and_counting_are_inverse(calendar, start, n):
    end = calendar.add_workdays(start, n)
    assert calendar.is_workday(end)
    assert calendar.workdays_between(start, end) == n
