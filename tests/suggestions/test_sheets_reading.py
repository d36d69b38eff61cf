"""What comes in: judged by content, read as people see it, refused with what to do."""

from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from suggestions.errors import RuleViolation
from suggestions.sheets import Broken, Column, Merge, Sheet, reading, write_workbook
from suggestions.sheets import read_table as read

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def workbook(fill) -> bytes:
    book = openpyxl.Workbook()
    fill(book.active)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def archive(**members: bytes) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/"), content)
    return stream.getvalue()


def cells(table) -> list[list]:
    return [row.cells for row in table.rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_as_offices_save_it(encoding, delimiter):
    text = f"案号{delimiter}案由\n1{delimiter}关于停车的建议\n"
    assert cells(read(text.encode(encoding))) == [["案号", "案由"], ["1", "关于停车的建议"]]


def test_csv_lines_are_those_of_the_file():
    """A cell with a line break takes two lines of the file; blank lines count but hold nothing."""
    table = read('案号,案由\n1,"第一行\n第二行"\n\n , \n2,"含""引号"""\n'.encode())
    assert [(row.line, row.cells[1]) for row in table.rows] == [(1, "案由"), (2, "第一行\n第二行"), (6, '含"引号"')]


def test_workbook_values_and_lines():
    def fill(sheet):
        sheet.append(["案号", "日期", "率"])
        sheet.append([1, datetime(2017, 4, 14), 0.5])  # noqa: DTZ001 Excel knows no zones
        sheet["A5"] = "2"

    table = read(workbook(fill))
    assert [(row.line, row.cells[0]) for row in table.rows] == [(1, "案号"), (2, 1), (5, "2")]
    assert (table.rows[1].cells[1].isoformat(), table.rows[1].cells[2]) == ("2017-04-14T00:00:00", 0.5)


def test_formulas_count_with_the_value_kept_for_them():
    """openpyxl keeps none, Excel does: taking the value in by hand makes what Excel would have saved."""

    def fill(sheet):
        sheet.append(["案号", "编号二"])
        sheet.append(["=1+1", "=A2"])

    data = workbook(fill)
    assert [type(cell) for cell in read(data).rows[1].cells] == [Broken, Broken]
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(stream, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = content.replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>").replace(
                    b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"
                )
            new.writestr(name, content)
    value, unknown = read(stream.getvalue()).rows[1].cells
    assert value == 2
    assert isinstance(unknown, Broken)


def test_failed_formulas_and_merged_cells_are_told():
    def fill(sheet):
        sheet.append(["案号", "代表团"])
        sheet.append(["#N/A", "第一代表团"])
        sheet.append([2])
        sheet.merge_cells("B2:B3")

    table = read(workbook(fill))
    assert isinstance(table.rows[1].cells[0], Broken)
    assert table.merges == [Merge(2, 3, 1, 1)]


def test_the_first_sheet_with_something_on_it():
    book = openpyxl.Workbook()
    hidden = book.create_sheet("旧")
    hidden.append(["不要"])
    hidden.sheet_state = "hidden"
    book.create_sheet("台账").append(["案号"])
    book.create_sheet("说明").append(["注"])
    stream = BytesIO()
    book.save(stream)
    table = read(stream.getvalue())
    assert (table.title, cells(table), len(table.notes)) == ("台账", [["案号"]], 1)


def test_what_we_write_we_can_read():
    stream = BytesIO()
    write_workbook(stream, [Sheet("表", [Column("编号"), Column("件数", "number")], [["007", 3], ["=1", None]])])
    assert cells(read(stream.getvalue()))[1:] == [["007", 3], ["=1", None]]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "空的"),
        (b"  \r\n ", "空的"),
        (b",,,\n,,\n", "没有任何内容"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (OLE + b"\0" * 600, "旧版 Excel"),
        (b"%PDF-1.7 ...", "不是表格"),
        (b"\x89PNG\r\n\x1a\n", "不是表格"),
        (b"abc\0\0def", "不是表格"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "网页格式"),
        (b"PK\x05\x06" + b"\0" * 18, "损坏"),
        (b"PK\x03\x04" + b"\0" * 40, "损坏"),
        (archive(word__document=b"<w/>"), "不是 Excel"),
        (archive(**{"[Content_Types].xml": b"<x/>", "xl__workbook.bin": b"x"}), "xlsb"),
        (archive(**{"[Content_Types].xml": b"<x/>", "xl__workbook.xml": b"<broken"}), "损坏"),
        (b'1,"open\n' + b"x" * 1_100_000, "引号"),
        (b"a" * (20 * 1024 * 1024 + 1), "上限"),
    ],
)
def test_refusals_say_what_to_do(data, sentence):
    with pytest.raises(RuleViolation, match=sentence):
        read(data)


def test_a_damaged_workbook_is_refused():
    data = workbook(lambda sheet: sheet.append(["案号"]))
    for cut in (len(data) // 3, len(data) - 10):
        with pytest.raises(RuleViolation, match="损坏"):
            read(data[:cut])
    with pytest.raises(RuleViolation, match="损坏"):
        read(data[:200] + b"\xff" * 60 + data[260:])


def test_a_bomb_is_not_unpacked():
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED, compresslevel=1) as made:
        made.writestr("[Content_Types].xml", "<x/>")
        with made.open("xl/worksheets/sheet1.xml", "w") as part:
            for _n in range(160):
                part.write(b" " * 1024 * 1024)
    assert len(stream.getvalue()) < 1024 * 1024
    with pytest.raises(RuleViolation, match="解压"):
        read(stream.getvalue())


def test_too_many_rows(monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 5)
    assert len(read(b"a\n" * 5).rows) == 5
    with pytest.raises(RuleViolation, match="超过5行"):
        read(b"a\n" * 6)
