"""The tables of the dashboard: the parts of a line and its lines add up; what fell out of a list still counts."""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import HandlingSystem, Role
from suggestions.choices import Grade
from suggestions.models import Category, Suggestion
from supervision.selectors import groups
from supervision.selectors.dashboard import dashboard
from supervision.selectors.scope import scope_of
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def today():
    return timezone.localdate()


@pytest.fixture(scope="module")
def made(rows_stay, today):
    """Something in every part of a line, two separate leads, and one without a delegation."""
    start = today - timedelta(days=110)
    make.session(opened_on=start - timedelta(days=4), closed_on=start, is_current=True)
    clerk = make.clerk()
    edu, road = make.unit("市教局"), make.unit("市路局")
    party = make.unit("市宣部", handling_system=HandlingSystem.PARTY)

    def assigned(*leads, ago, **fields):
        return make.assigned(*leads, by=clerk, on=today - timedelta(days=ago), submitted_on=start, **fields)

    waiting = assigned(edu, ago=110)
    assigned(road, ago=2)
    assigned(party, ago=80)
    assigned(edu, road, ago=60, separate=True)
    good = assigned(road, ago=110)
    make.replied(good, on=start + timedelta(days=30))
    make.judged(good, Grade.SATISFIED, on=start + timedelta(days=40))
    make.filed(assigned(road, ago=110), on=start + timedelta(days=30))
    make.suggestion(by=clerk, on=today, submitted_on=start)
    Suggestion.objects.filter(pk=waiting.pk).update(delegation=None)
    return {"edu": edu}


@pytest.fixture
def house(made):
    return deepcopy(made)


def scope(user):
    return scope_of(user, make.session())


def shown(user, today):
    return dashboard(user, scope(user), today=today)


@pytest.mark.parametrize("side", list(groups.SIDES))
def test_the_parts_of_each_line_add_up_and_so_do_the_lines(house, today, side):
    """Also with a suggestion of two separate leads, one without category or delegation, and one nobody has."""
    user = make.user(Role.LEADER)
    page = shown(user, today)
    table = groups.table(scope(user), user, groups.SIDES[side], page.totals, today=today)
    parts = ("outside", "overdue", "upcoming", "later", "stopped", "replied")
    for line in (*table.lines, *([table.foot] if table.foot else [])):
        values = {cell.column.cell: cell.value for cell in line.cells}
        assert values["all"] == sum(values[part] for part in parts), line
    whole = sum(line.cells[0].value for line in table.lines)
    twice = 1 if side == "unit" else 0  # two units answer one separately
    assert whole == page.totals.total + twice
    assert table.is_overlapping is bool(twice)
    if side in {"unit", "category", "delegation"}:
        assert table.lines[-1].is_outside
        assert table.lines[-1].label == str(groups.SIDES[side].nothing)


def test_what_left_the_lists_still_counts(house, today):
    """A unit renamed keeps its line; a category out of use, or emptied of its name, keeps its suggestions."""
    user = make.user(Role.LEADER)
    category = Category.objects.first()
    Suggestion.objects.filter(pk=Suggestion.objects.first().pk).update(category=category)
    Category.objects.filter(pk=category.pk).update(is_active=False)
    house["edu"].name = "市教育和体育局"
    house["edu"].save()
    page = shown(user, today)
    names = {
        side: [
            line.label for line in groups.table(scope(user), user, groups.SIDES[side], page.totals, today=today).lines
        ]
        for side in ("unit", "category")
    }
    assert names["unit"][0] == "市教育和体育局"
    assert names["category"] == [category.name, "未分类"]
