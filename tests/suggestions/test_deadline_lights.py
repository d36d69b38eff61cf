"""Lateness: the due day is in time, the next is not, and the filter says what the badge says."""

from datetime import date, timedelta

import pytest

from suggestions import deadlines
from suggestions.deadlines import Light
from tests.suggestions.test_calendar import every_day


@pytest.mark.parametrize(
    ("left", "expected", "label", "overdue"),
    [
        (-400, Light.OVERDUE, "逾期", True),
        (-1, Light.OVERDUE, "逾期", True),  # overdue from the next day
        (0, Light.DUE_TODAY, "今日到期", False),  # the due day itself is in time
        (1, Light.DUE_SOON, "7日内到期", False),
        (7, Light.DUE_SOON, "7日内到期", False),
        (8, Light.DUE_MONTH, "30日内到期", False),
        (30, Light.DUE_MONTH, "30日内到期", False),
        (31, Light.IN_TIME, "期限内", False),
        (4000, Light.IN_TIME, "期限内", False),
    ],
)
def test_the_light(left, expected, label, overdue):
    today = date(2026, 2, 26)
    due_on = today + timedelta(days=left)
    assert deadlines.days_left(due_on, today) == left
    assert deadlines.light(due_on, today) == expected
    assert str(expected.label) == label
    assert deadlines.is_overdue(due_on, today) is overdue
    assert deadlines.was_on_time(due_on, done_on=today) == (not overdue)


def test_the_light_of_what_is_done_or_has_no_date():
    today = date(2026, 2, 26)
    assert deadlines.light(date(2026, 1, 1), today, done_on=date(2026, 2, 1)) == Light.DONE
    assert deadlines.light(None, today, done_on=today) == Light.DONE
    assert deadlines.light(None, today) == Light.NONE
    assert (str(Light.DONE.label), str(Light.NONE.label)) == ("已答复", "未定期限")


def test_filter_and_badge_agree_on_every_day():
    today = date(2026, 2, 26)
    bounds = deadlines.light_bounds(today)
    assert set(bounds) == set(Light) - {Light.DONE, Light.NONE}
    for due_on in every_day(today - timedelta(days=400), today + timedelta(days=400)):
        filters = [
            kind
            for kind, (first, last) in bounds.items()
            if (first is None or first <= due_on) and (last is None or due_on <= last)
        ]
        assert filters == [deadlines.light(due_on, today)]


def test_a_light_may_be_filtered_for_by_hand():
    assert deadlines.light_bounds(date(2026, 2, 26)) == {
        "overdue": (None, date(2026, 2, 25)),
        "due_today": (date(2026, 2, 26), date(2026, 2, 26)),
        "due_soon": (date(2026, 2, 27), date(2026, 3, 5)),
        "due_month": (date(2026, 3, 6), date(2026, 3, 28)),
        "in_time": (date(2026, 3, 29), None),
    }
