"""The calendar from the database: the years that are asked about, and all of them where one goes through them."""

from datetime import date

import pytest

from suggestions.clocks import read_calendar
from suggestions.models import CalendarDay
from tests import factories

pytestmark = pytest.mark.django_db

FESTIVAL, MAKE_UP, NEW_YEAR = date(2026, 10, 1), date(2026, 10, 10), date(2027, 1, 1)


@pytest.fixture(autouse=True)
def _days():
    for day, is_workday, name in ((FESTIVAL, False, "国庆节"), (MAKE_UP, True, ""), (NEW_YEAR, False, "元旦")):
        CalendarDay.objects.create(date=day, is_workday=is_workday, name=name, changed_at=factories.at())


def test_a_year_is_fetched_when_one_of_its_days_is_asked_for(django_assert_num_queries):
    with django_assert_num_queries(1):  # the known years
        calendar = read_calendar()
    with django_assert_num_queries(1):
        assert (calendar.is_workday(FESTIVAL), calendar.is_workday(MAKE_UP)) == (False, True)
        assert (calendar.name(FESTIVAL), calendar.name(MAKE_UP)) == ("国庆节", "调休上班")
    with django_assert_num_queries(1):  # the turn of the year looks at the next one too
        assert calendar.next_workday(date(2026, 12, 31)) == date(2026, 12, 31)
        assert calendar.next_workday(NEW_YEAR) == date(2027, 1, 4)
    with django_assert_num_queries(0):
        assert calendar.is_workday(date(2026, 10, 2))


def test_counting_between_two_days_sees_every_year(django_assert_num_queries):
    calendar = read_calendar()
    with django_assert_num_queries(1):
        assert calendar.workdays_between(date(2026, 9, 30), date(2027, 1, 3)) == 67 + 1 - 2
        assert set(calendar.special_days) == {FESTIVAL, MAKE_UP, NEW_YEAR}
        assert calendar.names[NEW_YEAR] == "元旦"
