"""How typed cells are understood: tables of what offices write."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from suggestions.imports import columns, fields, names, values
from suggestions.imports.numerals import chinese_number
from suggestions.imports.sessions import ordinals
from suggestions.imports.units import system_of
from suggestions.sheets import Merge, Row, Table

ZONE = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    "written",
    [
        "2017-04-14",
        "2017/4/14",
        "2017.4.14",
        "2017年4月14日",
        "2017年04月14日 星期五",
        " 2017 年 4 月 14 日 ",
        "20170414",
        20170414,
        42839,
        42839.75,
        "42839",
        "２０１７－０４－１４",
        "二〇一七年四月十四日",
        "2017-04-14 09:05",
        "2017-04-14T09:05:59+08:00",
        date(2017, 4, 14),
        datetime(2017, 4, 14, 9, tzinfo=ZONE),
    ],
)
def test_days(written):
    assert values.day(written) == date(2017, 4, 14)


@pytest.mark.parametrize(
    "written", ["2017-13-45", "2017-02-30", "4月14日", "17-4-14", "不详", 5, True, "2017-04-14 下午"]
)
def test_what_is_no_day(written):
    with pytest.raises(ValueError, match=r".*"):
        values.day(written)


@pytest.mark.parametrize("written", [None, "", "  ", "　"])
def test_no_day_at_all(written):
    assert values.day(written) is None


def test_moments_come_to_local_time():
    assert values.moment("2017-05-15T16:50:57Z") == datetime(2017, 5, 16, 0, 50, 57, tzinfo=ZONE)
    assert values.moment("2017/5/15 9:05") == datetime(2017, 5, 15, 9, 5, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("written", "title", "ending", "stray"),
    [
        ("关于停车的建议", "关于停车的建议", "", ""),
        ("关于停车的建议.docx", "关于停车的建议", ".docx", ""),
        (" 关于停车的建议 .DOC ", "关于停车的建议", ".DOC", ""),
        ("个关于停车的建议", "个关于停车的建议", "", "个"),
        ("于加强停车的建议", "于加强停车的建议", "", "于"),
        ("12.关于停车的建议", "12.关于停车的建议", "", "12."),
        ("对停车问题关于收费的建议", "对停车问题关于收费的建议", "", ""),
        ("加快修路的建议", "加快修路的建议", "", ""),
    ],
)
def test_titles(written, title, ending, stray):
    assert values.title(written) == (title, ending, stray)


def test_words_in_brackets_are_not_divided():
    assert values.split("甲局；乙部（丙办、丁办）、戊局，己局") == ["甲局", "乙部（丙办、丁办）", "戊局", "己局"]


@pytest.mark.parametrize(
    ("function", "written", "expected"),
    [
        (values.number, "第１２号", "12"),
        (values.number, 12.0, "12"),
        (values.number, "闭 3", "闭3"),
        (values.count, "十二人", 12),
        (values.count, "无", None),
        (values.person, "张　三", "张三"),
        (values.person, "John  Smith", "John Smith"),
        (values.result_code, "Ｂ 类", "B"),
        (values.result_code, "已经解决", "已经解决"),
        (chinese_number, "二十一", 21),
        (chinese_number, "十", 10),
    ],
)
def test_small_readings(function, written, expected):
    assert function(written) == expected


@pytest.mark.parametrize("written", ["五六", "百", "", "x"])
def test_what_is_no_number(written):
    with pytest.raises(ValueError, match=r".*"):
        chinese_number(written)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("某市人大十七届第一次会议", (17, 1)),
        ("第十三届人民代表大会第二次会议", (13, 2)),
        ("16届3次会议", (16, 3)),
        ("2026年建议", (0, 1)),
    ],
)
def test_terms_and_sessions_in_names(name, expected):
    assert ordinals(name) == expected


@pytest.mark.parametrize(
    ("name", "heading", "system"),
    [
        ("市法院", "市委部门（群团）", "justice"),
        ("市检察院", "", "justice"),
        ("市民族宗教局", "市委部门（群团）", "party"),
        ("团市委", "", "party"),
        ("市教育局", "", "government"),
        ("市慈善总会", "政府部门（单位）", "government"),
        ("某镇", "各镇（街道）", "government"),
        ("某银行", "其他单位", "other"),
    ],
)
def test_handling_systems(name, heading, system):
    assert system_of(name, heading) == system


class FakeUnit:
    def __init__(self, name, short_name=""):
        self.name, self.short_name = name, short_name


def test_units_are_found_under_other_spellings():
    units = [
        FakeUnit("市综合行政执法局（市城管局）", "执法局"),
        FakeUnit("市委统战部（侨办、台办）"),
        FakeUnit("市教育局"),
    ]
    index = names.UnitIndex(units)
    for spelling in (
        "市综合行政执法局(市城管局)",
        "市综合行政执法局 （市城管局）",
        "市城管局",
        "执法局",
        "市综合行政执法局",
    ):
        assert index.find(spelling) is units[0]
    found, unknown, doubled = index.read("市委统战部（侨办、台办）、市教育局;不存在局;市教育局")
    assert (found, unknown, doubled) == ([units[1], units[2]], ["不存在局"], ["市教育局"])


def test_a_name_that_means_two_units_means_none():
    index = names.UnitIndex([FakeUnit("甲局（东）"), FakeUnit("甲局（西）")])
    assert index.find("甲局") is None


def table(*rows, merges=()) -> Table:
    return Table([Row(line, list(cells)) for line, cells in enumerate(rows, start=1)], merges=list(merges))


def test_no_two_fields_share_a_name():
    for known in fields.FIELDS.values():
        columns.index_of(known)


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ("案号", "number"),
        ("案 由（标 题）", "title"),
        ("案由", "title"),
        ("状态(会议/闭会)", "period"),
        ("状态", "stage"),
        ("建议编号*", "number"),
        ("主办\n单位", "lead_units"),
        ("主办单位(多个用分号隔开)", "lead_units"),
        ("提交时间", "submitted_on"),
        ("提交日期", "submitted_on"),
        ("提出日期", "submitted_on"),
        ("收到时间", "submitted_on"),
        ("收文时间", "submitted_on"),
        ("备注", ""),
        (None, ""),
    ],
)
def test_headers_are_recognised_by_alias(header, key):
    assert columns.recognise(header, columns.index_of(fields.LEDGER)) == key


def test_the_header_below_a_title_line():
    header = columns.find_header(table(["建议台账"], [None], ["案号", "标题"], ["1", "一"]), fields.LEDGER)
    assert (header.line, header.names, header.first_data) == (3, ["案号", "标题"], 3)


def test_merged_headers():
    """案号 spans two lines; 主办 spans two columns that have names of their own below, 联系 has none."""
    merges = [Merge(1, 2, 0, 0), Merge(1, 1, 1, 2), Merge(1, 1, 3, 4)]
    rows = (
        ["案号", "主办", None, "标题", None],
        [None, "主办单位", "答复日期", None, None],
        ["1", "甲", "", "一", "x"],
    )
    header = columns.find_header(table(*rows, merges=merges), fields.LEDGER)
    assert (header.line, header.names, header.first_data) == (2, ["案号", "主办单位", "答复日期", "标题", ""], 2)
    assert len(header.notes) == 1
    assert "标题" in header.notes[0]
