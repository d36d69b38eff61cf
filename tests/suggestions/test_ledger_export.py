"""The ledger as a workbook, in the columns of the printed form; which rows it holds: test_ledger_numbers."""

from datetime import date, timedelta
from io import BytesIO

import openpyxl
import pytest

from suggestions.actions import commitment, commitment_judge
from suggestions.choices import Grade
from tests import factories as make
from tests.suggestions.pages import stop_clock
from tests.suggestions.test_ledger import LEDGER, promised

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)


@pytest.fixture(autouse=True)
def house(monkeypatch):
    for code in "ABC":
        make.result_class(code)
    stop_clock(monkeypatch, TODAY)
    make.session(is_current=True)


def sheet(client, query: str = "") -> list[dict]:
    answer = client.get(f"{LEDGER}export/?{query}")
    assert answer.status_code == 200
    rows = list(openpyxl.load_workbook(BytesIO(b"".join(answer))).active.iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_the_columns_of_the_form(client):
    unit = make.unit("甲局")
    item = make.assigned(unit, title="关于路灯的建议")
    made = make.commitment(item, due_on=TODAY + timedelta(days=5), responsible="李科长")
    by = make.handler(unit)
    first = made.due_on
    due = TODAY + timedelta(days=40)
    commitment.move(commitment=made, due_on=due, reason="=1+1", by=by, today=TODAY, at=make.at(TODAY))
    make.reported(made, on=TODAY, by=by, text="已亮灯。")
    commitment_judge.receive(
        commitment=made,
        grade=Grade.BASICALLY_SATISFIED,
        comment="还可以更亮。",
        source="phone",
        given_on=TODAY,
        by=make.clerk(),
        today=TODAY,
        at=make.at(TODAY),
    )
    client.force_login(make.clerk())
    [row] = sheet(client)
    assert {name: value.date() if hasattr(value, "date") else value for name, value in row.items()} == {
        "案号": made.suggestion.number,
        "会议": "十三届一次会议",
        "现办复类别": "B类 正在解决",
        "案由": "关于路灯的建议",
        "主办单位": "甲局",
        "承诺事项": "建成学校门前人行道",
        "承诺时限": due,
        "落实情况": "2026-06-10 已亮灯。",
        "改列类别": "A类 已经解决",
        "责任人": "李科长",
        "原承诺期限": first,
        "调整次数": 1,
        "剩余天数": None,
        "状态": "已兑现",
        "完成日期": TODAY,
        "销号日期": TODAY,
        "确认方式": "电话记录",
        "代表评价": "基本满意",
        "代表意见": "还可以更亮。",
        "答复文号": made.reply.document_number,
    }


def test_the_office_s_own_confirmation_is_named_in_the_export(client):
    made = promised(5)
    make.reported(made, on=TODAY)
    commitment_judge.confirm(commitment=made, by=make.clerk(), on=TODAY, at=make.at(TODAY))
    client.force_login(make.clerk())
    [row] = sheet(client)
    assert (row["确认方式"], row["代表评价"]) == ("代表工作机构核实", None)
