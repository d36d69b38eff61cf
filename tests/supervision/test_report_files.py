"""The files of a fixed small office, cell by cell and paragraph by paragraph, against what is kept in golden/.

After a change that is meant: `GOLDEN=write pytest tests/supervision/test_report_files.py`, and read the difference.
"""

import json
import os
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from supervision.choices import ReportKind
from supervision.reports import making
from supervision.reports.chairs import numeral
from tests.supervision.report_house import House

pytestmark = pytest.mark.django_db
GOLDEN = Path(__file__).parent / "golden"
OFFICE = "测试市人大代表工委"


@pytest.fixture(scope="module")
def report(rows_stay):
    """Its figures with their names in another order than they were counted in, as PostgreSQL gives them back."""
    found = House().freeze()
    found.figures = json.loads(json.dumps(found.figures, sort_keys=True))
    return found


def made(report, kind: str) -> bytes:
    return making.make(kind, report, office=OFFICE).content


def cells(content: bytes) -> dict[str, list[list]]:
    book = load_workbook(BytesIO(content))
    return {sheet.title: [[_plain(cell) for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


def _plain(cell):
    return cell.value if isinstance(cell.value, (int, float, str, type(None))) else f"{cell.value:%Y-%m-%d}"


def paragraphs(content: bytes) -> list[str]:
    """Tables as lines with bars, where they stand."""
    lines = []
    for block in Document(BytesIO(content)).iter_inner_content():
        if hasattr(block, "rows"):
            lines += ["| " + " | ".join(_once(row.cells)) for row in block.rows]
        else:
            lines.append(block.text)
    return lines


def _once(found) -> list[str]:
    """A cell over several columns is told once."""
    return [cell.text for n, cell in enumerate(found) if n == 0 or cell._tc is not found[n - 1]._tc]


READERS = {
    ReportKind.WORKBOOK: cells,
    ReportKind.ASSESSMENT: cells,
    ReportKind.WORD: paragraphs,
    ReportKind.PACKAGE: paragraphs,
}


@pytest.mark.parametrize("kind", READERS, ids=str)
def test_as_it_was_kept(report, kind):
    found, path = READERS[kind](made(report, kind)), GOLDEN / f"report_{kind}.json"
    if os.environ.get("GOLDEN") == "write":
        path.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert found == json.loads(path.read_text(encoding="utf-8"))


def test_made_twice_it_says_the_same(report):
    for kind, read in READERS.items():
        assert read(made(report, kind)) == read(made(report, kind))


def test_each_annex_begins_a_page(report):
    body = Document(BytesIO(made(report, ReportKind.WORD))).paragraphs
    first = [each.text[:3] for each in body if each.paragraph_format.page_break_before]
    assert first == ["附表一", "附表二"]


@pytest.fixture(scope="module")
def book(report):
    return load_workbook(BytesIO(made(report, ReportKind.WORKBOOK)))


class TestWorkbook:
    def test_its_sheets(self, book):
        assert book.sheetnames == [
            *("总表", "按办理系统", "按承办单位", "按类别", "按代表团", "按解决程度", "满意度"),
            *("重点督办", "承诺台账", "延期与逾期", "建议目录", "明细", "口径说明"),
        ]

    def test_every_sheet_is_set_for_print_and_says_what_it_is(self, book):
        for sheet in book.worksheets:
            assert sheet.page_setup.orientation == "landscape", sheet.title
            assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
            assert sheet.freeze_panes
            assert sheet.print_title_rows
            assert sheet.auto_filter.ref or sheet.title == "口径说明"
            assert OFFICE in sheet.oddHeader.left.text
            assert "&P" in sheet.oddFooter.center.text or "Page" in sheet.oddFooter.center.text
            for word in ("十三届一次会议", "截至2026年7月10日", "第1版", "孙主任于2026年7月10日定稿"):
                assert word in sheet["A2"].value

    def test_the_units_have_the_columns_of_the_one_layout(self, book):
        upper, lower = ([cell.value for cell in row] for row in book["按承办单位"]["A3:P4"])
        grades = ["满意", "基本满意", "不满意", "未表态"]
        assert upper == [
            "单位",
            "办理",
            None,
            None,
            "办复",
            None,
            None,
            "办复率",
            "办理工作",
            *[None] * 3,
            "办理结果",
            *[None] * 3,
        ]
        assert lower == [None, "主办", "协办", "总数", "主办", "协办", "总数", None, *grades, *grades]

    def test_sums_are_those_of_the_lines_and_percentages_are_numbers(self, book):
        sheet = book["按承办单位"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
        units = [row for row in rows if isinstance(row[1], int) and not row[0].startswith("合计")]
        total = next(row for row in rows if row[0].startswith("合计"))
        assert total[1:4] == [sum(row[n] for row in units) for n in (1, 2, 3)]
        assert sheet.cell(5, 8).number_format == "0.00%"
        assert 0 <= sheet.cell(5, 8).value <= 1

    def test_the_office_chooses_the_decimals(self, report):
        report.figures["decimals"] = 1
        try:
            book = load_workbook(BytesIO(made(report, ReportKind.WORKBOOK)))
        finally:
            report.figures["decimals"] = 2
        assert book["按承办单位"].cell(5, 8).number_format == "0.0%"


@pytest.mark.parametrize(("n", "written"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")])
def test_chapters_are_counted_in_chinese(n, written):
    assert numeral(n) == written
