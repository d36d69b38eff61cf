"""提交前检查 as a table: one field changed at a time in a letter that lacks nothing."""

from dataclasses import replace
from datetime import date

import pytest

from suggestions.reply_checks import Level, Written, checks

GOOD = Written(
    text="答" * 200,
    document_number="水函〔2026〕8号",
    class_label="A类 已经解决",
    signatory="张局长",
    dated_on=date(2026, 5, 20),
    opinions=2,
    contact_stages={"before"},
)


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
        "result_class",
        "signatory",
    ]


@pytest.mark.parametrize(
    ("key", "changes", "level", "words"),
    [
        ("contact", {"contact_stages": {"after"}}, Level.ADVISE, "先联系代表"),
        ("contact", {"contact_stages": {"during"}}, Level.DONE, "已记录"),
        ("opinions", {"missing_units": ["市财政局", "市住建局"]}, Level.MUST, "市财政局、市住建局"),
        ("opinions", {"missing_units": ["市财政局"], "without_opinions_reason": " "}, Level.MUST, "未到"),
        ("opinions", {"missing_units": ["市财政局"], "without_opinions_reason": "已电话沟通"}, Level.ADVISE, "已说明"),
        ("text", {"text": " \n"}, Level.MUST, "填写答复全文"),
        ("text", {"text": "", "files": 2}, Level.DONE, "2个"),
        ("text", {"text": "答" * 149}, Level.ADVISE, "149字"),
        ("text", {"text": "答 " * 150}, Level.DONE, "150字"),  # blanks are not words
        ("text", {"text": "答" * 10, "files": 1}, Level.DONE, "10字"),
        ("document_number", {"document_number": ""}, Level.MUST, "填写文号"),
        ("document_number", {"document_number": "水函[2026] 8号"}, Level.DONE, "水函〔2026〕8号"),
        ("document_number", {"document_number": "42"}, Level.ADVISE, "不完整"),
        ("result_class", {"class_label": ""}, Level.MUST, "选择"),
        ("plan_due_on", {"needs_plan_date": True}, Level.MUST, "承诺要有期限"),
        (
            "plan_due_on",
            {"needs_plan_date": True, "plan_due_on": date(2026, 5, 19)},
            Level.MUST,
            "不能早于答复日期",
        ),
        ("plan_due_on", {"needs_plan_date": True, "plan_due_on": date(2026, 12, 1)}, Level.DONE, "2026-12-01"),
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


@pytest.mark.parametrize("key", ["plan_due_on", "unsolved_reason"])
def test_what_the_class_does_not_ask_for_is_not_listed(key):
    assert line(key) is None


def test_without_assisting_units_nothing_is_said_of_opinions():
    assert line("opinions", opinions=0) is None
