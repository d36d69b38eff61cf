"""The order of the list: as people count, and open work first."""

from datetime import timedelta

import pytest

from tests import factories as make
from tests.factories import DAY
from tests.suggestions.test_filters import ask

pytestmark = pytest.mark.django_db
ORDERS = [("number", ["2", "10", "闭1"]), ("-number", ["闭1", "10", "2"]), ("assigned", ["10", "2", "闭1"])]


@pytest.mark.parametrize(("order", "numbers"), ORDERS)
def test_numbers_sort_as_people_count_and_nothing_comes_last(order, numbers):
    make.assigned(number="2", on=DAY + timedelta(days=1))
    make.assigned(number="10", on=DAY)
    make.suggestion(number="闭1")
    assert list(ask(f"o={order}").qs.values_list("number", flat=True)) == numbers


def test_open_work_comes_first_by_its_date():
    make.replied(make.assigned(number="1", on=DAY - timedelta(days=9)), on=DAY)
    make.assigned(number="2", on=DAY + timedelta(days=2))
    make.assigned(number="3", on=DAY)
    make.suggestion(number="0")
    assert list(ask("").qs.values_list("number", flat=True)) == ["3", "2", "0", "1"]


def test_a_units_list_goes_by_its_own_dates():
    lead, helper = make.unit(), make.unit()
    make.assigned(lead, assisting=[helper], number="1", on=DAY)
    make.assigned(helper, number="2", on=DAY)
    assert list(ask("", user=make.handler(helper)).qs.values_list("number", flat=True)) == ["1", "2"]
