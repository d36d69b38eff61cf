"""Every rate: its parts are lists, its numbers are what one would count by hand, and nothing given is nothing."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse

from accounts.roles import HandlingSystem, Role
from suggestions.actions import close, rehandle
from suggestions.choices import Grade
from suggestions.definitions import Rate, points
from suggestions.filters import SuggestionFilter
from suggestions.models import Suggestion
from suggestions.selectors.references import read_references
from supervision import rates
from supervision.rate_lines import rate_lines
from supervision.same_day import session_before
from tests import factories as make
from tests.factories import DAY
from tests.suggestions.pages import words

pytestmark = pytest.mark.django_db
PAGE = reverse("supervision:definitions")
TODAY = DAY + timedelta(days=120)


@pytest.fixture(scope="module")
def house(rows_stay):
    """Something on each side of every line, and a session before with its own figures."""
    clerk, unit = make.clerk(), make.unit("测试局", handling_system=HandlingSystem.GOVERNMENT)
    old = make.session("十三届零次会议", ordinal=0)
    now = make.session(is_current=True, ordinal=1)

    def assigned(**fields):
        return make.assigned(unit, by=clerk, **{"session": now, **fields})

    make.suggestion(session=now, by=clerk)
    make.accepted(session=now, by=clerk)
    assigned()  # overdue by now
    planned = assigned()
    make.replied(planned, on=DAY + timedelta(days=5), result_class=make.result_class("B"))
    make.judged(planned, Grade.BASICALLY_SATISFIED, on=DAY + timedelta(days=6))
    good = assigned()
    make.replied(good, on=DAY + timedelta(days=7))
    make.judged(good, Grade.SATISFIED, on=DAY + timedelta(days=8))
    closed_on = DAY + timedelta(days=9)
    close.close(suggestion=good, by=clerk, today=closed_on, at=make.at(closed_on))
    twice = assigned()
    make.replied(twice, on=DAY + timedelta(days=3), result_class=make.result_class("C"), unsolved_reason="缺地")
    make.judged(twice, Grade.DISSATISFIED, on=DAY + timedelta(days=4))
    again = DAY + timedelta(days=5)
    rehandle.rehandle(suggestion=twice, demanded_on=again, reason="请重办", by=clerk, today=again, at=make.at(again))
    make.replied(twice, on=DAY + timedelta(days=20))
    make.judged(twice, Grade.SATISFIED, on=DAY + timedelta(days=21))
    make.instruction(good)
    make.instruction(planned, False)
    make.instruction(make.suggestion(session=now, by=clerk), False)  # not accepted yet: on neither side
    before = assigned(session=old)
    make.replied(before, on=DAY + timedelta(days=9))
    return {"old": old, "now": now}


def lines(house, user=None, decimals: int = 2):
    user = user or make.user(Role.LEADER)
    found = rate_lines(user, house["now"], house["old"], decimals=decimals, today=TODAY)
    return dict(zip(rates.MEASURES, found, strict=True))


def test_counted_by_hand(house):
    assert {key: (line.rate.numerator, line.rate.denominator) for key, line in lines(house).items()} == {
        "assignment": (4, 5),
        "reply": (3, 4),
        "on_time": (3, 4),
        "closed": (1, 5),
        "face": (3, 3),
        "instructed": (2, 5),
        "solved": (2, 3),
        "planned": (3, 3),
        "satisfied": (2, 3),
        "content": (3, 3),
        "first_satisfied": (1, 3),
        "again_satisfied": (1, 1),
    }


def test_beside_the_session_before(house):
    found = lines(house)
    assert (str(found["reply"].before), found["reply"].change) == ("100.00%", "-25.00")
    assert (str(found["satisfied"].before), found["satisfied"].change) == ("—", "—"), "nobody was asked yet"
    assert lines(house, decimals=0)["solved"].change == "-33"
    assert session_before([house["now"], house["old"]], house["now"]) == house["old"]
    assert session_before([house["now"], house["old"]], house["old"]) is None
    assert session_before([house["now"]], None) is None


@pytest.mark.parametrize("role", [Role.LEADER, Role.COORDINATOR])
def test_every_part_is_the_count_of_its_list(house, role):
    user, references = make.user(role), read_references()
    for line in lines(house, user).values():
        assert line.rate.numerator == sum(figure.value for figure in line.above)
        assert line.rate.denominator == sum(figure.value for figure in line.below)
        for figure in (*line.above, *line.below):
            listed = SuggestionFilter(QueryDict(figure.query), user=user, today=TODAY, references=references)
            assert listed.form.is_valid(), figure.query
            assert listed.qs.count() == figure.value, figure


def test_out_of_nothing_comes_nothing():
    counts = rates.count(Suggestion.objects.none(), today=TODAY)
    assert {str(measure.rate(counts)) for measure in rates.MEASURES.values()} == {"—"}


@pytest.mark.parametrize(
    ("now", "before", "decimals", "shown"),
    [
        (Rate(1, 3), Rate(1, 4), 2, "+8.33"),
        (Rate(1, 4), Rate(1, 3), 1, "-8.3"),
        (Rate(1, 4), Rate(1, 4), 0, "+0"),
        (Rate(1, 8), Rate(0, 8), 1, "+12.5"),
        (Rate(0, 0), Rate(1, 4), 2, "—"),
        (Rate(1, 4), Rate(0, 0), 2, "—"),
    ],
)
def test_changes_are_points_of_what_is_shown(now, before, decimals, shown):
    assert points(now, before, decimals) == shown


class TestPage:
    def test_it_shows_the_counts_beside_every_percentage(self, client, house, time_machine):
        time_machine.move_to(make.at(TODAY))
        client.force_login(make.user(Role.LEADER))
        page = words(client.get(PAGE))
        for word in ("首次办理满意率", "66.67%", "列入计划解决", "相差百分点", "-25.00", "十三届零次会议"):
            assert word in page

    @pytest.mark.parametrize(("decimals", "shown"), [(0, " 67%"), (1, " 66.7%"), (2, " 66.67%")])
    def test_the_decimals_are_a_setting(self, client, house, settings, decimals, shown):
        settings.RATE_DECIMALS = decimals
        client.force_login(make.clerk())
        assert shown in words(client.get(PAGE))

    def test_the_overview_has_the_same_decimals(self, client, house, settings):
        settings.RATE_DECIMALS = 1
        client.force_login(make.clerk())
        assert "66.7%" in words(client.get(reverse("supervision:overview")))

    @pytest.mark.parametrize("query", ["?session=all", "?session=999", "?session=x"])
    def test_any_session_has_an_answer(self, client, house, query):
        client.force_login(make.clerk())
        assert client.get(PAGE + query).status_code == 200

    def test_an_empty_house(self, client):
        client.force_login(make.clerk())
        assert client.get(PAGE).status_code == 200

    def test_the_cost_is_two_statements_and_the_frame(self, client, house, django_assert_max_num_queries):
        client.force_login(make.clerk())
        client.get(PAGE)
        with django_assert_max_num_queries(9):
            client.get(PAGE)
