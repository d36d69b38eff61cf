"""Custom statistics: every number is the count of its list, whatever the sides and the conditions."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.http import QueryDict
from django.urls import reverse

from accounts.roles import HandlingSystem, Role
from suggestions.actions import give_back, review
from suggestions.choices import Grade
from suggestions.filters import SuggestionFilter
from suggestions.models import Category, Suggestion
from suggestions.selectors.cross import SIDES, cross
from suggestions.selectors.references import read_references
from tests import factories as make
from tests.factories import DAY
from tests.suggestions.pages import words

pytestmark = pytest.mark.django_db
PAGE, EXPORT = reverse("suggestions:cross"), reverse("suggestions:cross_export")
TODAY = DAY + timedelta(days=100)


@pytest.fixture(scope="module")
def office(rows_stay):
    """Each kind of item that falls between two lines, or in none."""
    roads, trees = (Category.objects.create(name=name, order=n) for n, name in enumerate(("测试道路", "测试绿化")))
    one = make.unit("测试一局", handling_system=HandlingSystem.GOVERNMENT)
    two = make.unit("测试二院", handling_system=HandlingSystem.JUSTICE)
    clerk = make.clerk()
    make.suggestion(number="1")  # no category, no unit, no day
    main = make.assigned(one, assisting=[two], number="2", category=roads, by=clerk)
    make.assigned(one, two, separate=True, number="3", category=trees, on=DAY + timedelta(days=40))
    make.replied(make.assigned(two, number="4", category=roads), on=DAY + timedelta(days=3))
    judged = make.assigned(one, number="5", category=roads)
    make.replied(judged, on=DAY + timedelta(days=4), result_class=make.result_class("B"))
    make.judged(judged, grade=Grade.DISSATISFIED, on=DAY + timedelta(days=5))
    twin = make.suggestion(number="6", by=clerk)
    review.review(suggestion=twin, outcome="merge", into=main, reason="同一事项", by=clerk, at=make.at())
    return {"one": one.pk, "two": two.pk, "roads": roads.pk}


def filtered(query: str, user, references) -> SuggestionFilter:
    return SuggestionFilter(QueryDict(query), user=user, today=TODAY, references=references)


def crossing(query: str, rows: str, columns: str, asked: SuggestionFilter | None = None):
    asked = asked or filtered(query, make.clerk(), read_references())
    assert asked.form.is_valid(), asked.form.errors
    return cross(asked.qs, QueryDict(query), SIDES[rows], SIDES[columns], asked.references)


# Each side once down and once across
PAIRS = [(rows, columns) for rows, columns in zip(SIDES, [*list(SIDES)[1:], next(iter(SIDES))], strict=True)]
CONDITIONS = [
    "",
    "session=all&fact=replied",
    "light=overdue",
    "unit={two}&unit_role=assisting",
    "unit={one}&light=overdue",
    "lead={one}",
    "category={roads}&grade=none",
    f"assigned_from={DAY}&assigned_to={DAY + timedelta(days=10)}",
    "result_class=none",
]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_every_number_is_the_count_of_its_list(office, condition):
    condition, clerk, references = condition.format(**office), make.clerk(), read_references()
    asked = filtered(condition, clerk, references)
    whole = asked.qs.count()
    counted = {}  # a list that several numbers open is counted once
    for rows, columns in PAIRS:
        found = crossing(condition, rows, columns, asked)
        assert found.foot.total.value == whole
        numbers = [n for line in found.lines for n in (*line.numbers, line.total)] + [*found.foot.numbers]
        for number in [n for n in numbers if n.value]:
            if number.query not in counted:
                counted[number.query] = filtered(number.query, clerk, references).qs.count()
            assert counted[number.query] == number.value, (rows, columns, number)
        assert all(line.total.value for line in found.lines)


def table(found) -> dict[str, list[int]]:
    return {line.label: [*(n.value for n in line.numbers), line.total.value] for line in (*found.lines, found.foot)}


def test_what_stands_in_no_line_has_a_line_of_its_own(office):
    found = crossing("", "lead", "category")
    assert found.heads == ("测试道路", "测试绿化", "未定类别")
    assert table(found) == {
        "测试一局": [2, 1, 0, 3],
        "测试二院": [1, 1, 0, 2],
        "没有主办单位": [0, 0, 2, 2],
        "合计": [3, 1, 2, 6],
    }
    assert found.is_overlapping
    assert not crossing("", "category", "grade").is_overlapping


def test_by_month_as_they_come_and_by_the_offices_order(office):
    assert list(table(crossing("", "month", "grade"))) == ["2026年3月", "2026年4月", "没有交办日期", "合计"]
    assert crossing("", "grade", "result_class").heads == ("A类 已经解决", "B类 正在解决", "尚无办理结果")
    assert list(table(crossing("", "lead_system", "month"))) == ["政府系统", "法检系统", "没有主办单位", "合计"]


def test_a_side_cannot_be_crossed_with_itself(office):
    with pytest.raises(ValueError, match="itself"):
        crossing("", "grade", "grade")


class TestPage:
    def test_the_way_from_the_list_and_back(self, client, office):
        client.force_login(make.clerk())
        listed = client.get(reverse("suggestions:list") + f"?category={office['roads']}").content.decode()
        assert f'href="{PAGE}?category={office["roads"]}"' in listed
        page = client.get(PAGE + f"?category={office['roads']}&rows=grade&columns=month").content.decode()
        assert f'href="{reverse("suggestions:list")}?category={office["roads"]}"' in page
        assert f'<input type="hidden" name="category" value="{office["roads"]}">' in page

    @pytest.mark.parametrize("query", ["rows=x&columns=y", "rows=grade&columns=grade", "rows=result_class", ""])
    def test_any_two_sides_have_an_answer(self, client, office, query):
        client.force_login(make.user(Role.LEADER))
        assert client.get(f"{PAGE}?{query}").status_code == 200

    def test_conditions_that_cannot_be_understood_go_back_to_the_list(self, client, office):
        client.force_login(make.clerk())
        for address in (PAGE, EXPORT):
            answer = client.get(f"{address}?unit=abc&rows=grade")
            assert answer.url == reverse("suggestions:list") + "?unit=abc"

    def test_nothing_found_says_so(self, client, office):
        client.force_login(make.clerk())
        assert "没有符合条件的建议" in words(client.get(PAGE + "?q=没有这样的词"))

    @pytest.mark.parametrize("role", [Role.UNIT_HANDLER, Role.DEPUTY])
    def test_not_for_those_who_do_not_supervise(self, client, office, role):
        client.force_login(make.user(role))
        assert client.get(PAGE).status_code == 403
        assert PAGE not in client.get(reverse("suggestions:list")).content.decode()

    def test_the_workbook_is_the_table(self, client, office):
        client.force_login(make.clerk())
        answer = client.get(EXPORT + "?rows=lead&columns=category&fact=assigned")
        sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
        heading, *lines = sheet.iter_rows(values_only=True)
        assert "办理情况：已交办" in heading[0]
        found = crossing("fact=assigned", "lead", "category")
        assert lines[0][1:] == (*found.heads, "合计")
        assert {label: list(numbers) for label, *numbers in lines[1:]} == table(found)

    def test_the_cost_does_not_grow_with_the_rows(self, client, office, django_assert_max_num_queries):
        client.force_login(make.clerk())
        client.get(PAGE)
        with django_assert_max_num_queries(12):
            client.get(PAGE)
        for _ in range(4):
            make.assigned(make.unit())
        with django_assert_max_num_queries(12):
            client.get(PAGE)


def test_an_item_given_to_another_unit_stands_with_the_new_one(office):
    task = make.task(Suggestion.objects.get(number="2"))
    moved = {"unit": make.unit("测试三局"), "assigned_on": DAY, "today": DAY, "at": make.at()}
    give_back.reassign(assignment=task, reason="职能划转", by=make.clerk(), **moved)
    found = table(crossing("", "lead", "grade"))
    assert (found["测试三局"][-1], found["测试一局"][-1]) == (1, 2)
