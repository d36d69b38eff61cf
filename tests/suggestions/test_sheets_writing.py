"""What leaves the office as Excel: typed cells, text that stays text, nothing Excel refuses."""

from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pytest

from suggestions.sheets import Column, Sheet, write_workbook

WORDS = [Column("案由")]


def written(*sheets: Sheet):
    stream = BytesIO()
    write_workbook(stream, sheets)
    return openpyxl.load_workbook(stream)


def cell(value: object, kind: str = "text"):
    return written(Sheet("表", [Column("列", kind)], [[value]]))["表"]["A2"]


@pytest.mark.parametrize("value", ["71 / 74", "-4.05", "—", 3])
@pytest.mark.parametrize("kind", ["number", "percent", "percent0", "percent1"])
def test_words_in_a_column_of_numbers_stand_where_numbers_stand(kind, value):
    sheet = written(Sheet("表", [Column("列", kind)], [[value]], foot=[[value]]))["表"]
    for found in (sheet["A2"], sheet["A3"]):
        assert found.alignment.horizontal == (None if value == 3 else "right")  # a number is at the right by itself
        assert bool(found.quotePrefix) is (value == "-4.05")
    assert (sheet["A2"].font.b, sheet["A3"].font.b) == (False, True)


@pytest.mark.parametrize(
    ("text", "height"),
    [("短", None), ("十个汉字十个汉字十个", None), ("十一个汉字十一个汉字十", 32), ("一\n二\n三", 48), (None, None)],
)
def test_a_printed_row_is_as_high_as_its_text(text, height):
    sheet = Sheet("表", [Column("列", width=21), Column("天", "date")], [[text, date(2026, 7, 1)]], fits_rows=True)
    assert written(sheet)["表"].row_dimensions[2].height == height


def test_a_head_is_as_high_as_its_longest_label():
    columns = [Column("上次会议（六届三次会议，截至2026-10-21）", width=20), Column("件数", width=8)]
    assert written(Sheet("表", columns, []))["表"].row_dimensions[1].height == 48


@pytest.mark.parametrize("text", ["=1+1", "+86 574", "-5", "@sum(A1)", "\t=1", "#N/A", '=HYPERLINK("http://x")'])
def test_text_is_never_a_formula(text):
    found = cell(text)
    assert (found.data_type, found.value) == ("s", text)
    assert found.quotePrefix or not text.startswith(("=", "+", "-", "@", "\t"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("330222000000123456", "330222000000123456"),
        ("007", "007"),
        ("a\x00b\x07c\ud800", "abc"),
        ("第一行\x0b第二行\r\n第三行", "第一行\n第二行\n第三行"),
        ("<b>&amp;\"'", "<b>&amp;\"'"),
        ("  前后  ", "  前后  "),
    ],
)
def test_text_arrives_as_it_was(text, shown):
    found = cell(text)
    assert (found.data_type, found.value, found.number_format) == ("s", shown, "@")


def test_words_that_look_like_an_escape_are_protected():
    """Excel reads _x0041_ as the letter A; written as _x005F_x0041_ it shows the five signs."""
    assert cell("_x0041_").value == "_x005F_x0041_"


@pytest.mark.parametrize(
    ("text", "length"), [("长" * 32_767, 32_767), ("长" * 40_000, 32_767), ("😀" * 20_000, 16_384)]
)
def test_a_cell_holds_no_more_than_excel_reads(text, length):
    found = cell(text).value
    assert len(found) == length
    assert found.endswith("…") == (text != found)


@pytest.mark.parametrize(
    ("value", "kind", "stored", "style"),
    [
        (12, "number", 12, "General"),
        (1.5, "number", 1.5, "General"),
        ("—", "number", "—", "@"),
        (123456789012345678, "number", "123456789012345678", "@"),
        (float("nan"), "number", "nan", "@"),
        (None, "number", None, "@"),
        (95.24, "percent", 0.9524, "0.00%"),
        (date(2017, 4, 14), "date", "2017-04-14T00:00:00", "yyyy\\-mm\\-dd"),
        (datetime(2017, 4, 14, 23, 30, tzinfo=UTC), "date", "2017-04-15T07:30:00", "yyyy\\-mm\\-dd\\ hh:mm"),
        ("不详", "date", "不详", "@"),
    ],
)
def test_kinds_of_cells(value, kind, stored, style):
    found = cell(value, kind)
    shown = found.value.isoformat() if isinstance(found.value, datetime) else found.value
    assert (shown, found.number_format) == (stored, style)


def test_header_is_frozen_filtered_and_repeated_in_print():
    sheet = written(Sheet("表", [Column("编号"), Column("标题")], [["1", "一"], ["2", "二"]], heading="交办清单"))["表"]
    assert sheet["A1"].value == "交办清单"
    assert [c.value for c in sheet[2]] == ["编号", "标题"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == ("A3", "A2:B4", "$2:$2")


def test_widths_follow_the_widest_chinese_text_within_bounds():
    rows = [["一", "加强城区停车管理的建议", "长" * 500]]
    sheet = written(Sheet("表", [Column("a"), Column("b"), Column("c"), Column("d", width=33)], [[*rows[0], ""]]))["表"]
    assert [sheet.column_dimensions[letter].width for letter in "ABCD"] == [10, 24, 60, 33]


@pytest.mark.parametrize(("columns", "paper"), [(7, 9), (8, 8)], ids=["A4", "A3"])
def test_what_would_be_too_small_on_one_page_is_printed_on_a_larger_one(columns, paper):
    sheet = written(Sheet("表", [Column(str(n), width=30) for n in range(columns)], [[""] * columns]))["表"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (paper, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_titles_are_made_fit_for_excel_and_unique():
    workbook = written(*(Sheet(title, WORDS, []) for title in ["a/b", "ab", "AB", "", "单" * 40]))
    assert workbook.sheetnames == ["ab", "ab_2", "AB_3", "Sheet", "单" * 31]


def test_rows_are_streamed():
    """A generator is taken row by row; a row of another length is a mistake of ours and stops."""
    sheet = written(Sheet("表", WORDS, ([str(n)] for n in range(1, 1001))))["表"]
    assert (sheet.max_row, sheet["A1001"].value) == (1001, "1000")
    with pytest.raises(ValueError, match="zip"):
        written(Sheet("表", WORDS, [["a", "b"]]))


def test_columns_beyond_z():
    sheet = written(Sheet("表", [Column(str(n)) for n in range(1, 30)], [[str(n) for n in range(1, 30)]]))["表"]
    assert (sheet["AC1"].value, sheet["AC2"].value) == ("29", "29")
