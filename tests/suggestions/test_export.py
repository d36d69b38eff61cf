"""The workbook holds exactly what the list shows: the same rows, in the same order, all of them."""

from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from suggestions.choices import Grade
from suggestions.models import Session
from tests import factories as make
from tests.factories import DAY

pytestmark = pytest.mark.django_db
LIST, EXPORT = reverse("suggestions:list"), reverse("suggestions:export")


def export(client, query: str = "") -> list[dict]:
    answer = client.get(EXPORT + query)
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


@pytest.fixture(scope="module")
def lead(rows_stay):
    """The unit of two suggestions, beside more than one page of others."""
    clerk, lead, helper = make.clerk(), make.unit("测试交通局"), make.unit("测试财政局")
    for n in range(12):
        make.suggestion(number=str(n + 100), by=clerk)
    make.assigned(lead, assisting=[helper], number="1")
    twice = make.assigned(lead, number="2")
    make.replied(twice, on=DAY + timedelta(days=1), document_number="测交函(2026)3号")
    make.judged(twice, attitude=Grade.BASICALLY_SATISFIED, grade=Grade.SATISFIED, on=DAY + timedelta(days=2))
    return lead


@pytest.fixture
def office(client, lead, monkeypatch):
    monkeypatch.setattr("suggestions.views.listing.PER_PAGE", 10)
    client.force_login(make.clerk())


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?status=registered",
        "?o=-number",
        "?fact=replied",
        "?q=1",
        "?unit_role=assisting",
        "?session=all&grade=none",
    ],
)
def test_the_same_rows_in_the_same_order(client, office, query):
    shown, page = [], 1
    while True:
        answer = client.get(f"{LIST}{query or '?'}&page={page}", follow=False)
        if answer.status_code == 302:  # a number alone jumps
            pytest.fail("this query should list")
        shown += [row.number for row in answer.context["rows"]]
        if not answer.context["page_obj"].has_next():
            break
        page += 1
    assert [row["编号"] for row in export(client, query)] == shown
    assert shown or "fact" in query


def test_facts_of_an_answered_one(client, office):
    row = export(client, "?fact=replied")[0]
    assert row["主办单位"] == "测试交通局"
    assert row["文号"] == "测交函〔2026〕3号"
    assert (row["办了（已答复）"], row["办成（已解决）"], row["办好（代表满意）"]) == ("是", "是", "是")
    assert (row["首轮办理态度"], row["末轮办理结果评价"]) == ("基本满意", "满意")
    assert row["是否按期"] == "是"
    assert row["答复日期"].date() == DAY + timedelta(days=1)
    assert row["剩余天数"] is None


def test_facts_of_an_open_one(client, office):
    row = export(client, "?status=in_handling")[0]
    assert (row["主办单位"], row["协办单位"]) == ("测试交通局", "测试财政局")
    assert row["原定期限"] == row["现期限"]
    assert row["是否按期"] is None
    assert (row["办了（已答复）"], row["办好（代表满意）"]) == ("否", "否")
    assert isinstance(row["剩余天数"], int)


def test_every_fact_of_the_list_stands_in_it(client, office):
    wanted = {
        "编号",
        "标题",
        "类别",
        "领衔代表",
        "代表团",
        "主办单位",
        "协办单位",
        "交办日期",
        "现期限",
        "状态",
        "办理结果",
        "原定期限",
    }
    assert wanted <= set(export(client)[0])


def test_the_name_says_which_session_and_day(client, office):
    answer = client.get(EXPORT)
    answer.getvalue()  # read to the end, as a browser does
    name = unquote(answer.headers["Content-Disposition"])
    assert Session.objects.get().name in name
    assert name.endswith(".xlsx")


def test_what_a_person_typed_stays_text(client, office):
    make.suggestion(number="500", title="=cmd|' /C calc'!A0")
    answer = client.get(EXPORT + "?q=cmd")
    cell = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active["B2"]
    assert cell.data_type == "s"


def test_a_wrong_condition_exports_nothing_and_says_so(client, office):
    answer = client.get(EXPORT + "?unit=abc")
    assert answer.status_code == 302
    assert answer.url == f"{LIST}?unit=abc"


def test_a_unit_exports_only_its_own(client, lead):
    client.force_login(make.handler(lead))
    assert {row["编号"] for row in export(client)} == {"1", "2"}


def test_queries_do_not_grow_with_the_rows(client, office):
    export(client)
    with CaptureQueriesContext(connection) as few:
        export(client, "?status=in_handling")
    with CaptureQueriesContext(connection) as many:
        export(client)
    assert len(few) == len(many)
