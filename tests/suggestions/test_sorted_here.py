"""Rows put in order after they are read stand as the database would have put them."""

import pytest

from suggestions.models import Event
from suggestions.querysets import sorted_here
from tests import factories as make

pytestmark = pytest.mark.django_db
NAMES = "-at", "from_state", "-pk"


def test_the_order_is_that_of_the_database():
    item = make.assigned(make.unit(), assisting=[make.unit()])
    make.signed(item, on=make.DAY.replace(day=9))
    rows = Event.objects.select_related("assignment__unit")
    assert list(sorted_here(rows, *NAMES)) == list(rows.order_by(*NAMES))
    assert "ORDER BY" not in str(sorted_here(rows, *NAMES).query)


def test_a_further_condition_keeps_it():
    make.assigned()
    found = sorted_here(Event.objects.all(), "-pk").filter(pk__gt=0)
    assert [event.pk for event in found] == sorted((event.pk for event in found), reverse=True)
    assert len(found) > 1
