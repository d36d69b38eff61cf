"""The deadline rules, against the vectors of domain.md 2.4 and against an oracle that counts on its fingers."""

from dataclasses import FrozenInstanceError
from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suggestions import deadlines
from suggestions.calendar import WorkCalendar
from suggestions.deadlines import Rule, Window
from tests.suggestions.test_calendar import CHINA, every_day

RULE = Rule()
UNROLLED = Rule(roll_over=False)
modest = settings(derandomize=True, max_examples=200, deadline=None, database=None)
any_day = st.dates(date(1990, 1, 1), date(2090, 12, 31))


# The oracle: it never adds a month, it walks and watches the months go by.


def walk_months(start: date, months: int) -> date:
    day, crossed = start, 0
    while crossed < months:
        following = day + timedelta(days=1)
        crossed += following.month != day.month
        day = following
    while day.day < start.day and (day + timedelta(days=1)).month == day.month:
        day += timedelta(days=1)
    return day


def walk_to_work(day: date, is_workday) -> date:
    while not is_workday(day):
        day += timedelta(days=1)
    return day


# 《民法典》第201、202条: months


@pytest.mark.parametrize(
    ("start", "three", "three_due", "six", "six_due"),
    [  # domain.md 2.4, each with the working day that follows by the published calendar
        ("2022-02-18", "2022-05-18", "2022-05-18", "2022-08-18", "2022-08-18"),
        ("2022-01-31", "2022-04-30", "2022-05-05", "2022-07-31", "2022-08-01"),
        ("2021-11-30", "2022-02-28", "2022-02-28", "2022-05-30", "2022-05-30"),
        ("2023-11-30", "2024-02-29", "2024-02-29", "2024-05-30", "2024-05-30"),
        ("2022-11-30", "2023-02-28", "2023-02-28", "2023-05-30", "2023-05-30"),
        ("2022-08-31", "2022-11-30", "2022-11-30", "2023-02-28", "2023-02-28"),
        ("2022-07-01", "2022-10-01", "2022-10-08", "2023-01-01", "2023-01-03"),
        ("2024-02-29", "2024-05-29", "2024-05-29", "2024-08-29", "2024-08-29"),
        ("2025-03-31", "2025-06-30", "2025-06-30", "2025-09-30", "2025-09-30"),
    ],
)
def test_vectors(start, three, three_due, six, six_due):
    reply = deadlines.reply_deadline(date.fromisoformat(start), RULE, CHINA)
    longest = deadlines.longest_deadline(date.fromisoformat(start), RULE, CHINA)
    assert (str(reply.start), str(reply.last_day), str(reply.due_on)) == (start, three, three_due)
    assert (str(longest.start), str(longest.last_day), str(longest.due_on)) == (start, six, six_due)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2022, 8, 28), 6, date(2023, 2, 28)),
        (date(2022, 8, 29), 6, date(2023, 2, 28)),
        (date(2022, 8, 30), 6, date(2023, 2, 28)),
        (date(2022, 8, 31), 6, date(2023, 2, 28)),
        (date(2023, 8, 28), 6, date(2024, 2, 28)),
        (date(2023, 8, 29), 6, date(2024, 2, 29)),
        (date(2023, 8, 30), 6, date(2024, 2, 29)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(1999, 8, 31), 6, date(2000, 2, 29)),  # 2000 was a leap year
        (date(2099, 8, 31), 6, date(2100, 2, 28)),  # 2100 is not
        (date(2025, 9, 30), 3, date(2025, 12, 30)),  # December, not month 0
        (date(2025, 10, 1), 3, date(2026, 1, 1)),
        (date(2025, 12, 31), 1, date(2026, 1, 31)),
    ],
)
def test_month_ends_and_leap_years(start, months, expected):
    assert deadlines.add_months(start, months) == expected


@pytest.mark.parametrize("months", [0, -3])
def test_a_period_lasts_a_month_at_least(months):
    with pytest.raises(ValueError, match="at least 1 month"):
        deadlines.add_months(date(2026, 1, 31), months)


@pytest.mark.parametrize("months", [3, 6])
def test_every_day_of_two_years_against_the_oracle(months):
    def by_walking(start):
        last_day = walk_months(start, months)
        return last_day, walk_to_work(last_day, chinese_calendar.is_workday)

    wrong = []
    for start in every_day(date(2023, 1, 1), date(2024, 12, 31)):
        counted = deadlines.reply_deadline(start, RULE, CHINA, months)
        if (counted.last_day, counted.due_on) != by_walking(start) or counted.is_provisional:
            wrong.append(start)
    assert wrong == []


@modest
@given(start=any_day, months=st.integers(1, 24))
def test_any_day_against_the_oracle(start, months):
    assert deadlines.add_months(start, months) == walk_months(start, months)


@modest
@given(start=any_day, later=st.integers(0, 40))
def test_who_was_assigned_later_is_never_due_earlier(start, later):
    first = deadlines.reply_deadline(start, RULE, CHINA)
    second = deadlines.reply_deadline(start + timedelta(days=later), RULE, CHINA)
    assert first.due_on <= second.due_on


# 《民法典》第203条: rest days


@pytest.mark.parametrize(
    ("start", "due_on"),
    [
        (date(2022, 2, 7), date(2022, 5, 7)),  # a make-up Saturday is a working day
        (date(2022, 7, 9), date(2022, 10, 9)),  # a make-up Sunday
        (date(2022, 7, 15), date(2022, 10, 17)),  # a plain Saturday
        (date(2022, 7, 3), date(2022, 10, 8)),  # a holiday Monday
    ],
)
def test_rest_days(start, due_on):
    assert deadlines.reply_deadline(start, RULE, CHINA).due_on == due_on
    assert deadlines.reply_deadline(start, UNROLLED, CHINA).due_on == deadlines.add_months(start, 3)


@pytest.mark.parametrize(
    ("start", "rule", "due_on", "is_provisional"),
    [
        (date(2026, 9, 30), RULE, date(2026, 12, 30), False),
        (date(2026, 10, 1), RULE, date(2027, 1, 1), True),  # a Friday nobody has announced as New Year
        (date(2026, 10, 1), UNROLLED, date(2027, 1, 1), False),  # no calendar was asked
    ],
)
def test_a_missing_year_is_provisional(start, rule, due_on, is_provisional):
    found = deadlines.reply_deadline(start, rule, CHINA)
    assert (found.due_on, found.is_provisional) == (due_on, is_provisional)
    assert ("2027年放假安排尚未载入" in found.explanation) == is_provisional


def test_rolling_into_a_missing_year_is_provisional():
    holiday = WorkCalendar({date(2026, 12, 31): False}, known_years=frozenset({2026}))
    found = deadlines.reply_deadline(date(2026, 9, 30), RULE, holiday)
    assert (found.due_on, found.is_provisional) == (date(2026, 12, 30), False)
    found = deadlines.window_deadline(date(2026, 12, 24), Window(7, "days"), RULE, holiday)
    assert (found.last_day, found.due_on, found.is_provisional) == (date(2026, 12, 31), date(2027, 1, 1), True)


# 《代表法》第51条: which day, how long


@pytest.mark.parametrize(
    ("clock", "signed_on", "closed_on", "expected"),
    [
        ("assignment", date(2026, 3, 9), date(2026, 2, 27), date(2026, 3, 2)),
        ("receipt", date(2026, 3, 9), date(2026, 2, 27), date(2026, 3, 9)),
        ("receipt", None, date(2026, 2, 27), date(2026, 3, 2)),  # who does not sign gains nothing
        ("closing", date(2026, 3, 9), date(2026, 2, 27), date(2026, 2, 27)),
        ("closing", date(2026, 3, 9), None, date(2026, 3, 2)),
    ],
)
def test_clock_start(clock, signed_on, closed_on, expected):
    days = {"assigned_on": date(2026, 3, 2), "signed_on": signed_on, "session_closed_on": closed_on}
    assert deadlines.clock_start(Rule(clock_start=clock), **days) == expected


def test_months_come_from_the_rule_or_the_case():
    start, township = date(2026, 3, 2), Rule(reply_months=2, longest_months=4)
    assert deadlines.reply_deadline(start, township, CHINA).last_day == date(2026, 5, 2)
    assert deadlines.longest_deadline(start, township, CHINA).last_day == date(2026, 7, 2)
    assert deadlines.reply_deadline(start, township, CHINA, months=3).last_day == date(2026, 6, 2)


@pytest.mark.parametrize("months", [0, 5])
def test_months_stay_within_the_rule(months):
    with pytest.raises(ValueError, match="not within 1 and 4"):
        deadlines.reply_deadline(date(2026, 3, 2), Rule(longest_months=4), CHINA, months)


def test_the_rule_proposed_to_every_office():  # domain.md 8
    assert (RULE.reply_months, RULE.longest_months, RULE.clock_start, RULE.internal_target) == (
        3,
        6,
        "assignment",
        None,
    )
    assert RULE.roll_over
    assert RULE.extension_needs_consent
    assert [str(window) for window in (RULE.return_window, RULE.assignment, RULE.receipt, RULE.feedback)] == [
        "10个工作日",
        "7个工作日",
        "3个工作日",
        "15个工作日",
    ]
    assert str(RULE.assisting) == str(RULE.rehandling) == "1个月"


@pytest.mark.parametrize("months", [1, 6])
def test_first_and_longest_limit_may_be_one(months):
    rule = Rule(reply_months=months, longest_months=months)
    assert deadlines.reply_deadline(date(2026, 3, 2), rule, CHINA) == deadlines.longest_deadline(
        date(2026, 3, 2), rule, CHINA
    )


def test_values_cannot_be_changed():
    for value in (RULE, RULE.receipt, deadlines.reply_deadline(date(2026, 3, 2), RULE, CHINA), CHINA):
        with pytest.raises(FrozenInstanceError):
            value.start = None


@pytest.mark.parametrize(
    "changed",
    [
        {"longest_months": 7},
        {"reply_months": 0},
        {"reply_months": 5, "longest_months": 4},
        {"clock_start": "someday"},
        {"receipt": Window(3, "days_before_due")},
    ],
)
def test_a_rule_against_the_law_is_refused(changed):
    with pytest.raises(ValueError, match=r"."):
        Rule(**changed)


@pytest.mark.parametrize(("amount", "unit"), [(0, "days"), (-1, "workdays"), (1.5, "months"), (3, "weeks")])
def test_a_window_without_sense_is_refused(amount, unit):
    with pytest.raises(ValueError, match=r"."):
        Window(amount, unit)


# The office's windows


@pytest.mark.parametrize(
    ("start", "window", "rule", "last_day", "due_on"),
    [
        (date(2022, 4, 20), RULE.return_window, RULE, date(2022, 5, 6), date(2022, 5, 6)),  # one make-up Sunday counted
        (date(2022, 3, 4), RULE.receipt, RULE, date(2022, 3, 9), date(2022, 3, 9)),
        (date(2022, 4, 29), Window(1, "workdays"), UNROLLED, date(2022, 5, 5), date(2022, 5, 5)),
        (date(2022, 4, 25), Window(5, "days"), RULE, date(2022, 4, 30), date(2022, 5, 5)),
        (date(2022, 4, 25), Window(5, "days"), UNROLLED, date(2022, 4, 30), date(2022, 4, 30)),
        (date(2022, 1, 31), RULE.assisting, RULE, date(2022, 2, 28), date(2022, 2, 28)),
        (date(2022, 3, 30), RULE.rehandling, RULE, date(2022, 4, 30), date(2022, 5, 5)),
        (date(2022, 3, 1), Window(15, "days_before_due"), RULE, date(2022, 5, 17), date(2022, 5, 17)),
        (date(2022, 3, 1), Window(31, "days_before_due"), RULE, date(2022, 5, 1), date(2022, 5, 5)),
        (date(2022, 5, 30), Window(15, "days_before_due"), RULE, date(2022, 5, 31), date(2022, 5, 31)),  # not past
    ],
)
def test_windows(start, window, rule, last_day, due_on):
    found = deadlines.window_deadline(start, window, rule, CHINA, due_on=date(2022, 6, 1))
    assert (found.start, found.last_day, found.due_on) == (start, last_day, due_on)


def test_counting_back_needs_a_due_day():
    with pytest.raises(ValueError, match="needs the due day"):
        deadlines.window_deadline(date(2022, 3, 1), Window(15, "days_before_due"), RULE, CHINA)


@pytest.mark.parametrize(
    ("start", "is_provisional"),
    [(date(2026, 12, 24), False), (date(2026, 12, 25), True), (date(2027, 1, 4), True)],
)
def test_workdays_in_a_missing_year_are_provisional(start, is_provisional):
    found = deadlines.window_deadline(start, Window(5, "workdays"), RULE, CHINA)
    assert found.is_provisional == is_provisional


def test_workdays_that_only_start_in_a_missing_year_are_not_provisional():
    known_next = WorkCalendar(known_years=frozenset({2027}))
    found = deadlines.window_deadline(date(2026, 12, 31), Window(3, "workdays"), RULE, known_next)
    assert (found.due_on, found.is_provisional) == (date(2027, 1, 5), False)
