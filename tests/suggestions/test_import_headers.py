"""Headers in two tiers, as ministries draw them: whichever row names more, they are one header."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from suggestions.imports import columns, fields, run
from suggestions.models import Suggestion
from suggestions.sheets import Merge, Row, Table, read_table
from tests import factories
from tests.suggestions.ledgers import SESSION, TODAY, counts

UPPER = ["编号", "标题", "提出人", None, "办理情况", None, None, None]
LOWER = [None, None, "代表团", "领衔代表", "主办单位", "协办单位", "答复日期", "文号"]
NAMES = ["编号", "标题", *LOWER[2:]]
DATA = ["12", "关于路的建议", "第一代表团", "王一", "市教育局", "市公安局", "2026-05-11", "教函〔2026〕3号"]


def header(*rows, merges=()):
    table = Table([Row(n, list(row)) for n, row in enumerate(rows, 1) if any(row)], merges=list(merges))
    return columns.find_header(table, fields.LEDGER)


def places(found) -> tuple:
    return found.line, found.names, found.first_data, found.notes


def test_the_upper_tier_belongs_to_the_lower_that_names_more():
    merges = [Merge(1, 2, 0, 0), Merge(1, 2, 1, 1), Merge(1, 1, 2, 3), Merge(1, 1, 4, 7)]
    assert places(header(UPPER, LOWER, DATA, merges=merges)) == (2, NAMES, 2, [])


def test_below_a_title_that_is_merged_too():
    title = ["某市建议台账", *[None] * 7]
    merges = [Merge(1, 1, 0, 7), Merge(2, 3, 0, 0), Merge(2, 3, 1, 1), Merge(2, 2, 2, 3), Merge(2, 2, 4, 7)]
    assert places(header(title, UPPER, LOWER, DATA, merges=merges)) == (3, NAMES, 3, [])


def test_without_any_merge_downwards():
    """In a CSV merges are gone: each row names what the other leaves empty."""
    assert places(header(UPPER, LOWER, DATA)) == (2, NAMES, 2, [])


def test_a_lower_tier_that_names_less_is_no_data():
    upper = ["编号", "标题", "主办单位", "答复日期", "代表", None]
    lower = [None, None, None, None, "代表团", "领衔代表"]
    assert places(header(upper, lower, DATA[:6]))[:3] == (2, [*upper[:4], "代表团", "领衔代表"], 2)


def test_a_known_name_stands_for_an_unknown_one_below():
    found = header(["编号", "标题", "主办单位", None], [None, None, "全称", "协办单位"], ["1", "一", "甲", "乙"])
    assert found.names == ["编号", "标题", "主办单位", "协办单位"]


@pytest.mark.parametrize(
    "rows",
    [
        (["案号", "标题", None], ["1", "一", "标题"]),
        (["案号", "标题"], [None, "编号"]),
        (["建议台账", None, "名称"], ["案号", "标题", "主办单位"], ["1", "一", "甲"]),
    ],
)
def test_what_is_no_second_tier(rows):
    assert len([name for name in header(*rows).names if name in {"案号", "标题"}]) == 2
    assert header(*rows).line == len(rows) - 1


@pytest.mark.django_db
def test_a_workbook_in_two_tiers_comes_in():
    for name in ("市教育局", "市公安局"):
        factories.unit(name)
    book = openpyxl.Workbook()
    for row in (UPPER, LOWER, DATA):
        book.active.append(row)
    for area in ("A1:A2", "B1:B2", "C1:D1", "E1:H1"):
        book.active.merge_cells(area)
    stream = BytesIO()
    book.save(stream)
    table = read_table(stream.getvalue())
    job = run.Job("ledger", table, "台账.xlsx", SESSION, None, TODAY, factories.at(TODAY))
    assert counts(run.commit(job).report) == (1, 0, 0, 0)
    item = Suggestion.objects.get()
    assert (item.number, item.title, item.delegation.name, item.lead_deputy.name) == (*DATA[:2], "第一代表团", "王一")
    assert (item.lead_unit_names, item.submitted_on) == ("市教育局", date(2026, 6, 1))
