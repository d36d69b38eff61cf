"""提交前检查 as a table: one field changed at a time in a letter that lacks nothing."""

from dataclasses import replace
from datetime import date

import pytest

from suggestions.reply_checks import Answered, Level, Promised, Written, checks

GOOD = Written(
    text="答" * 200,
    document_number="水函〔2026〕8号",
    class_label="A类 已经解决",
    signatory="张局长",
    dated_on=date(2026, 5, 20),
    opinions=2,
    contact_stages={"before"},
)

LATER = date(2026, 12, 1)
PLANNED = Answered(1, "answer-1-outcome_0", "planned", "年内动工", LATER)


def line(key: str, **changes):
    found = [check for check in checks(replace(GOOD, **changes)) if check.key == key]
    return found[0] if found else None


def test_a_letter_that_lacks_nothing():
    lines = checks(GOOD)
    assert {check.level for check in lines} == {Level.DONE}
    assert [check.key for check in lines] == [
        "contact",
        "opinions",
        "text",
        "document_number",
        "signatory",
        "result_class",
    ]


@pytest.mark.parametrize(
    ("key", "changes", "level", "words"),
    [
        ("contact", {"contact_stages": {"after"}}, Level.MUST, "先联系代表"),
        ("contact", {"contact_stages": (), "is_contact_required": False}, Level.ADVISE, "先联系代表"),
        ("contact", {"contact_stages": (), "may_explain_contact": True}, Level.MUST, "说明理由"),
        (
            "contact",
            {"contact_stages": (), "may_explain_contact": True, "without_contact_reason": "代表出国"},
            Level.ADVISE,
            "已说明理由",
        ),
        ("contact", {"contact_stages": {"during"}}, Level.DONE, "已记录"),
        ("opinions", {"missing_units": ["市财政局", "市住建局"]}, Level.MUST, "市财政局、市住建局"),
        ("opinions", {"missing_units": ["市财政局"], "without_opinions_reason": " "}, Level.MUST, "未到"),
        ("opinions", {"missing_units": ["市财政局"], "without_opinions_reason": "已电话沟通"}, Level.ADVISE, "已说明"),
        ("consent", {"is_via_lead": True, "consent_note": " "}, Level.MUST, "征得其同意"),
        ("consent", {"is_via_lead": True, "consent_note": "5月6日电话"}, Level.DONE, "由领衔代表转复"),
        ("text", {"text": " \n"}, Level.MUST, "填写答复全文"),
        ("text", {"text": "", "files": 2}, Level.DONE, "2个"),
        ("text", {"text": "答" * 149}, Level.ADVISE, "149字"),
        ("text", {"text": "答 " * 150}, Level.DONE, "150字"),  # blanks are not words
        ("text", {"text": "答" * 10, "files": 1}, Level.DONE, "10字"),
        ("document_number", {"document_number": ""}, Level.MUST, "填写文号"),
        ("document_number", {"document_number": "水函[2026] 8号"}, Level.DONE, "水函〔2026〕8号"),
        ("document_number", {"document_number": "42"}, Level.ADVISE, "不完整"),
        ("result_class", {"class_label": ""}, Level.MUST, "选择"),
        ("files", {"text": "名单见附件。" + "答" * 200}, Level.ADVISE, "没有上传"),
        ("files", {"files": 2}, Level.DONE, "2个"),
        ("promises", {"needs_plan_date": True}, Level.MUST, "承诺要有期限"),
        ("promises", {"promises": [Promised("建泵站")]}, Level.MUST, "建泵站"),
        ("promises", {"promises": [Promised(" ", LATER)]}, Level.MUST, "填写内容"),
        ("promises", {"promises": [Promised("建泵站", date(2026, 5, 19))]}, Level.MUST, "不能早于答复日期"),
        ("promises", {"needs_plan_date": True, "promises": [Promised("建泵站", LATER)]}, Level.DONE, "2026-12-01"),
        ("promises", {"needs_plan_date": True, "asks": [PLANNED]}, Level.DONE, "1项承诺"),
        ("split", {"unsplit": 3}, Level.ADVISE, "3项诉求"),
        ("asks", {"asks": [PLANNED]}, Level.DONE, "1项"),
        ("asks", {"asks": [PLANNED, Answered(2)]}, Level.MUST, "第2项诉求还没有答复"),
        ("asks", {"asks": [replace(PLANNED, text=" ")]}, Level.MUST, "还没有答复"),
        ("asks", {"asks": [replace(PLANNED, planned_on=None)]}, Level.MUST, "承诺要有期限"),
        ("asks", {"asks": [replace(PLANNED, planned_on=date(2026, 5, 1))]}, Level.MUST, "不能早于"),
        ("asks", {"asks": [Answered(1, "", "cannot", "暂缓", None, " ")]}, Level.MUST, "实事求是"),
        ("parts", {"proposed_label": "B类 正在解决"}, Level.ADVISE, "按逐条答复应为“B类 正在解决”"),
        ("unsolved_reason", {"needs_reason": True, "unsolved_reason": "\n"}, Level.MUST, "实事求是"),
        ("unsolved_reason", {"needs_reason": True, "unsolved_reason": "资金不足"}, Level.DONE, "已说明"),
        ("signatory", {"signatory": " "}, Level.MUST, "签发人"),
        ("dated_on", {"dated_on": None}, Level.MUST, "答复日期"),
    ],
)
def test_one_thing_changed(key, changes, level, words):
    found = line(key, **changes)
    assert found.level == level
    assert words in found.text


@pytest.mark.parametrize("key", ["promises", "unsolved_reason", "split", "asks", "parts", "files"])
def test_what_the_class_does_not_ask_for_is_not_listed(key):
    assert line(key) is None


def test_without_assisting_units_nothing_is_said_of_opinions():
    assert line("opinions", opinions=0) is None


def test_each_open_line_names_the_field_where_it_is_mended():
    empty = Written(
        asks=[Answered(1, "answer-7-outcome_0")],
        promises=[Promised("", LATER, "promise-3")],
        needs_reason=True,
        class_label="C类",
        missing_units=["市财政局"],
        may_explain_contact=True,
    )
    assert [(check.key, check.field) for check in checks(empty) if check.is_open] == [
        ("contact", "without_contact_reason"),
        ("opinions", "without_opinions_reason"),
        ("asks", "answer-7-outcome_0"),
        ("text", "text"),
        ("promises", "promise-3-matter"),
        ("document_number", "document_number"),
        ("dated_on", "dated_on"),
        ("signatory", "signatory"),
        ("unsolved_reason", "unsolved_reason"),
    ]
