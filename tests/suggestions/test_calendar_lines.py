"""The holiday notice as people paste it: what is understood, and what is refused with its line."""

from datetime import date

import pytest

from suggestions.calendar_lines import Entry, parse

WIDE = "\uff0c"  # the full-width comma


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("2027-01-01,休,元旦", Entry(date(2027, 1, 1), False, "元旦")),
        ("2027/1/1 休 元旦", Entry(date(2027, 1, 1), False, "元旦")),
        ("2027.1.1\t放假\t元旦", Entry(date(2027, 1, 1), False, "元旦")),
        (f"2027年1月1日{WIDE}休{WIDE}元旦", Entry(date(2027, 1, 1), False, "元旦")),
        ("\ufeff2027-02-06,班,春节调休", Entry(date(2027, 2, 6), True, "春节调休")),
        ("2027-02-06 调休上班", Entry(date(2027, 2, 6), True, "")),
        ("2027-01-01,休", Entry(date(2027, 1, 1), False, "")),
    ],
)
def test_the_ways_a_day_is_written(line, entry):
    assert parse(line) == ([entry], [])


def test_a_span_is_its_days():
    entries, problems = parse("2027-02-06至2027-02-12,休,春节")
    assert not problems
    assert [entry.day.day for entry in entries] == list(range(6, 13))
    assert {(entry.is_workday, entry.name) for entry in entries} == {(False, "春节")}


def test_blank_lines_and_a_heading_are_left_out_and_days_come_in_order():
    entries, problems = parse("日期,安排,名称\n\n2027-05-01,休\n2027-01-01,休\n2027-01-01,休\n")
    assert ([entry.day.month for entry in entries], problems) == ([1, 5], [])


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("元旦,休", 1, "没有认出日期"),
        ("2027-02-30,休", 1, "日期不存在"),
        ("2027-01-01", 1, "请写“休”或“班”"),
        ("2027-01-01，吃饭", 1, "请写“休”或“班”"),
        ("2027-01-01,休\n2026-12-31,休", 2, "不在2027年内"),
        ("2027-01-04,班", 1, "本来就上班"),
        ("2027-02-12至2027-02-06,休", 1, "从早到晚"),
        ("2027-01-01至2027-12-31,休", 1, "不超过31天"),
        ("2027-02-06,休\n2027-02-06,班", 2, "前后矛盾"),
    ],
)
def test_a_line_that_is_not_understood_is_named(text, line, word):
    _entries, problems = parse(text, year=2027)
    assert [problem.line for problem in problems] == [line]
    assert word in problems[0].message
