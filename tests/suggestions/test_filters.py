"""Each filter against what one would say by looking at the row."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict

from accounts.models import Committee
from accounts.roles import HandlingSystem
from suggestions.choices import Grade, Period
from suggestions.deadlines import Light
from suggestions.filters import SuggestionFilter
from suggestions.models import Assignment, Suggestion
from suggestions.selectors.references import read_references
from tests import factories as make
from tests.factories import DAY

pytestmark = pytest.mark.django_db
TODAY = DAY + timedelta(days=30)


def ask(query: str, user=None, today: date = TODAY) -> SuggestionFilter:
    data = QueryDict(query)
    return SuggestionFilter(data, user=user or make.clerk(), today=today, references=read_references())


def found(query: str, **more) -> set[str]:
    return set(ask(query, **more).qs.values_list("number", flat=True))


@pytest.fixture(scope="module")
def office(rows_stay):
    """Suggestions that differ in what the filters ask for."""
    education = make.unit("测试教育局", handling_system=HandlingSystem.GOVERNMENT)
    court = make.unit(
        "测试法院", handling_system=HandlingSystem.JUSTICE, committee=Committee.objects.create(name="法委")
    )
    make.suggestion(number="1", title="关于校园周边道路的建议")
    make.accepted(number="2", period=Period.OUTSIDE)
    make.assigned(education, assisting=[court], number="3", title="关于体育场的建议")
    make.replied(make.assigned(court, number="4"), on=DAY + timedelta(days=10))
    judged = make.assigned(education, number="5")
    make.replied(judged, on=DAY + timedelta(days=10), result_class=make.result_class("C"), unsolved_reason="缺地")
    make.judged(judged, grade=Grade.DISSATISFIED, on=DAY + timedelta(days=12))
    make.suggestion(number="90", session=make.session("十三届二次会议", is_current=True, ordinal=2))
    return {"education": education, "court": court}


ROWS = [
    ("", {"1", "2", "3", "4", "5"}),
    ("status=registered", {"1"}),
    ("status=registered&status=accepted", {"1", "2"}),
    ("period=outside", {"2"}),
    ("fact=replied", {"4", "5"}),
    ("fact=not_replied", {"3"}),
    ("fact=resolved", {"4"}),
    ("fact=satisfied", set()),
    ("fact=on_time", {"4", "5"}),
    ("fact=late", set()),
    ("grade=dissatisfied", {"5"}),
    ("grade=none", {"1", "2", "3", "4"}),
    ("light=in_time", {"3"}),
    ("light=done", {"4", "5"}),
    ("light=none", {"1", "2"}),
    ("unit={education}", {"3", "5"}),
    ("unit={court}", {"3", "4"}),
    ("unit={court}&unit_role=assisting", {"3"}),
    ("unit={court}&unit_role=answering", {"4"}),
    ("unit={court}&fact=replied", {"4"}),
    ("unit={court}&fact=not_replied", {"3"}),
    ("unit={court}&unit_role=assisting&light=due_soon", {"3"}),
    ("unit={education}&light=due_soon", set()),
    ("unit_role=separate", set()),
    ("unit_role=lead", {"3", "4", "5"}),
    ("system=justice", {"3", "4"}),
    ("system=justice&unit_role=lead", {"4"}),
    ("committee={committee}", {"3", "4"}),
    ("result_class={solved}", {"4"}),
    (f"assigned_from={DAY}", {"3", "4", "5"}),
    (f"assigned_to={DAY - timedelta(days=1)}", set()),
    ("due_from=2026-06-01&due_to=2026-06-30", {"3", "4", "5"}),
    ("q=体育", {"3"}),
    ("q=体育 教育局", {"3"}),
    ("q=教育局", {"3", "5"}),
    ("q=没有这样的词", set()),
]


@pytest.mark.parametrize(("query", "numbers"), ROWS)
def test_filter(office, query, numbers):
    names = {
        "education": office["education"].pk,
        "court": office["court"].pk,
        "committee": office["court"].committee_id,
        "solved": make.result_class("A").pk,
    }
    first = Suggestion.objects.get(number="1").session_id
    # A month after the assignment an opinion is due: 2026-04-02
    assert found(f"session={first}&{query.format(**names)}", today=date(2026, 4, 1)) == numbers


def test_the_current_session_is_the_default_and_all_can_be_asked_for(office):
    assert found("") == {"90"}
    assert found("session=all") == {"1", "2", "3", "4", "5", "90"}


def test_deputy_and_category_are_found_too(office):
    one = Suggestion.objects.select_related("lead_deputy").get(number="3")
    assert found(f"session=all&q={one.lead_deputy.name}") == {"3"}
    assert found(f"session=all&delegation={one.delegation_id}") == {"3"}


@pytest.mark.parametrize(
    "query", ["unit=abc", "light=purple", "due_from=tomorrow", "assigned_from=2026-05-02&assigned_to=2026-05-01"]
)
def test_what_cannot_be_understood_shows_nothing_rather_than_all(office, query):
    asked = ask(f"session=all&{query}")
    assert not asked.qs.exists()
    assert asked.form.errors


@pytest.mark.parametrize("light", Light.values)
@pytest.mark.parametrize("today", [date(2026, 3, 3), date(2026, 5, 28), date(2026, 6, 2), date(2026, 6, 3)])
def test_light_of_a_row_and_of_the_filter_never_differ(office, light, today):
    from suggestions.deadlines import light as light_of

    expected = set()
    for one in Suggestion.objects.all():
        running = one.status == "in_handling"
        shown = light_of(one.due_on if running or one.filed_on else None, today, one.filed_on)
        if shown == light:
            expected.add(one.number)
    assert found(f"session=all&light={light}", today=today) == expected


def test_an_opinion_of_an_earlier_round_is_not_owed_in_the_next(office):
    """The lead answered without it; in the second round nobody waits for it."""
    from suggestions.actions import rehandle

    item = make.assigned(office["education"], assisting=[office["court"]], number="6")
    make.replied(item, on=DAY + timedelta(days=3), without_opinions_reason="协办单位正在机构改革。")
    make.judged(item, grade=Grade.DISSATISFIED, on=DAY + timedelta(days=4))
    again = DAY + timedelta(days=5)
    rehandle.rehandle(
        suggestion=item, demanded_on=again, reason="请重办", by=make.clerk(), today=again, at=make.at(again)
    )
    late = date(2026, 12, 1)
    assert found("session=all&unit_role=assisting&light=overdue", today=late) == {"3"}
    assert Assignment.objects.overdue(late).filter(suggestion=item).count() == 1


class TestAddress:
    def test_chips_lead_to_the_address_without_them(self, office):
        asked = ask("session=all&status=registered&status=accepted&q=路&page=3")
        chips = {chip.value: chip.url for chip in asked.chips()}
        assert set(chips) == {"全部会议", "待审核", "待交办", "路"}
        assert chips["待审核"] == "?session=all&status=accepted&q=%E8%B7%AF"

    def test_the_default_session_is_not_a_condition(self, office):
        assert ask("").chips() == []

    @pytest.mark.parametrize(
        ("query", "jumps"),
        [
            ("q=90", True),
            ("q=+90+", True),
            ("q=9", False),
            ("q=3", False),
            ("session=all&q=3", True),
            ("q=90&status=closed", False),
        ],
    )
    def test_a_number_alone_jumps(self, office, query, jumps):
        assert (ask(query).jump() is not None) == jumps
