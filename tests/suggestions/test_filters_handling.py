"""Plans and contacts in the list, its marks and its workbook: what the filter says is what the row shows."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from accounts.roles import Role
from suggestions.actions import review
from suggestions.choices import ContactGap, ContactKind, ContactStage, PlanFiling
from tests import factories as make
from tests.factories import DAY
from tests.suggestions.pages import stop_clock, words
from tests.suggestions.test_filters import found

pytestmark = pytest.mark.django_db
LIST, EXPORT = reverse("suggestions:list"), reverse("suggestions:export")
PLAN_DUE = date(2026, 3, 9)


@pytest.fixture(scope="module")
def office(rows_stay):
    """Each stands for one answer: its number is what the table below expects."""
    one, two = make.unit("测试一局"), make.unit("测试二局")
    make.suggestion(number="1")  # with no unit
    make.assigned(one, number="2")  # not signed, nobody spoke
    make.signed(make.assigned(one, number="3"), is_planned=False)
    phoned = make.assigned(one, number="4")
    make.signed(phoned)
    make.contacted(phoned, kind=ContactKind.PHONE)
    make.replied(make.assigned(one, number="5"), on=DAY + timedelta(days=1))  # met before
    full = make.assigned(two, assisting=[one], number="6")
    make.contacted(full, one, stage=ContactStage.DURING, kind=ContactKind.MEETING)  # the assisting unit met
    make.contacted(full, two, kind=ContactKind.PHONE)
    make.replied(full, two, on=DAY + timedelta(days=1), without_opinions_reason="不再等待。")
    make.contacted(full, two, stage=ContactStage.AFTER, kind=ContactKind.LETTER)
    return {"one": one.pk, "two": two.pk}


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("plan=missing", {"3"}),
        ("plan=filed", {"4", "5", "6"}),
        ("plan=due", {"3", "4", "5", "6"}),
        ("plan=late", {"3"}),
        ("plan=filed&unit={one}&unit_role=answering", {"4", "5"}),
        ("plan=filed&unit={one}&unit_role=assisting", set()),  # the plan is the lead's
        ("plan=due&fact=replied", {"5", "6"}),
        ("contact=no_before", {"2", "3"}),
        ("contact=no_during", {"2", "3", "4", "5"}),
        ("contact=no_after", {"5"}),  # of what is answered
        ("contact=no_face", {"2", "3", "4"}),
        ("contact=face", {"5", "6"}),
        ("contact=face&fact=replied", {"5", "6"}),
        ("contact=face&unit={two}", set()),  # it telephoned; the other unit met
        ("contact=no_face&unit={two}&fact=replied", {"6"}),
        ("contact=face&unit={one}&unit_role=answering", {"5"}),
        ("contact=no_face&unit={one}&unit_role=answering", {"2", "3", "4"}),
        ("contact=no_before&unit={two}", set()),
        ("plan=missing&contact=no_face", {"3"}),
    ],
)
def test_filter(office, query, numbers):
    assert found("session=all&" + query.format(**office), today=PLAN_DUE + timedelta(days=1)) == numbers


def test_the_plans_day_itself_is_in_time(office):
    assert found("plan=late", today=PLAN_DUE) == set()


def test_a_merged_one_goes_with_its_main(office):
    clerk = make.clerk()
    main = make.assigned(make.unit(), number="7", by=clerk)
    twin = make.suggestion(number="8", by=clerk)
    review.review(suggestion=twin, outcome="merge", into=main, reason="同一事项", by=clerk, at=make.at())
    assert {"7", "8"} <= found("contact=no_before")
    make.contacted(main)
    assert {"7", "8"} & found("contact=no_before") == set()
    assert {"7", "8"} <= found("contact=face")


@pytest.mark.parametrize("wrong", ["plan=none", "contact=telepathy"])
def test_what_cannot_be_understood_shows_nothing(office, wrong):
    assert found(wrong) == set()


def test_every_choice_has_its_condition(office):
    for name, choices in (("plan", PlanFiling), ("contact", ContactGap)):
        for choice in choices:
            assert found(f"{name}={choice}") is not None


class TestMarks:
    def rows(self, client) -> dict:
        return {row.number: row.contacts for row in client.get(f"{LIST}?session=all").context["rows"]}

    def test_missing_ones_are_seen_without_colour(self, client, office):
        client.force_login(make.clerk())
        assert self.rows(client) == {
            "1": (),
            "2": ("missing", "missing", "later"),
            "3": ("missing", "missing", "later"),
            "4": ("done", "missing", "later"),
            "5": ("done", "missing", "missing"),
            "6": ("done", "done", "done"),
        }
        page = client.get(f"{LIST}?q=5&session=all&contact=no_after").content.decode()
        assert 'title="办后：尚无记录"' in page
        assert 'aria-label="尚无记录"' in page

    @pytest.mark.parametrize("gap", ["no_before", "no_during", "no_after"])
    def test_the_marks_and_the_filter_never_differ(self, client, office, gap):
        client.force_login(make.clerk())
        place = ["no_before", "no_during", "no_after"].index(gap)
        missing = {number for number, marks in self.rows(client).items() if marks and marks[place] == "missing"}
        assert found(f"session=all&contact={gap}") == missing


def test_a_deputy_sees_neither_and_cannot_ask(client, office, monkeypatch):
    stop_clock(monkeypatch, PLAN_DUE + timedelta(days=5))
    item = make.signed(make.assigned(make.unit(), number="9"), is_planned=False).suggestion
    client.force_login(make.user(Role.DEPUTY, deputy=item.lead_deputy))
    for query in ("", "?plan=filed", "?contact=face"):
        page = client.get(LIST + query)
        assert [row.number for row in page.context["rows"]] == ["9"], "not a condition of a deputy's list"
        assert "三联系" not in words(page)
        assert "六定方案" not in words(page)
    head = next(workbook(client))
    assert "是否面商" not in head
    assert "方案填报日期" not in head


def workbook(client):
    answer = client.get(f"{EXPORT}?session=all&o=number")
    return openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active.iter_rows(values_only=True)


def test_the_workbook_says_it_too(client, office):
    client.force_login(make.clerk())
    head, *rows = workbook(client)
    wanted = ("方案填报日期", "承办人员", "办前联系", "办中联系", "办后联系", "是否面商")
    told = {}
    for row in rows:
        one = dict(zip(head, row, strict=True))
        told[one["编号"]] = [value.date() if hasattr(value, "date") else value for value in map(one.get, wanted)]
    next_day = DAY + timedelta(days=1)
    assert told == {
        "1": [None, None, None, None, None, "否"],
        "2": [None, None, None, None, None, "否"],
        "3": [None, None, None, None, None, "否"],
        "4": [DAY, "孙科长", DAY, None, None, "否"],
        "5": [next_day, "孙科长", next_day, None, None, "是"],
        "6": [next_day, "孙科长", DAY, DAY, DAY, "是"],
    }
