"""The list of units: a tree with headings, found again by name."""

import pytest

from accounts.models import Unit
from suggestions.imports import run
from tests import factories
from tests.suggestions.ledgers import counts, job, sentences

pytestmark = pytest.mark.django_db
ROWS = ("政府部门,", "市教育局,政府部门", "市法院,", "市委,", "市委部门,", "市委组织部,市委部门")


def units(*rows: str, header: str = "单位名称,上级分组"):
    return run.commit(job("\n".join((header, *rows)), run.UNITS)).report


def test_headings_hold_units_and_take_no_task():
    assert counts(units(*ROWS)) == (6, 0, 0, 0)
    school = Unit.objects.get(name="市教育局")
    assert (school.parent.name, school.superior, school.initials) == ("政府部门", None, "sjyj")
    assert set(Unit.objects.filter(is_group=True).values_list("name", flat=True)) == {"政府部门", "市委部门"}
    systems = dict(Unit.objects.values_list("name", "handling_system"))
    assert (systems["市教育局"], systems["市法院"], systems["市委组织部"]) == ("government", "justice", "party")


def test_the_same_list_again_changes_nothing_and_a_move_is_a_change():
    units(*ROWS)
    assert counts(units(*ROWS)) == (0, 0, 6, 0)
    plan = run.preview(job("单位名称,上级分组,简称\n市教育局,市委部门,教育局", run.UNITS)).plan
    assert [str(change) for change in plan.entries[0].changes] == [
        "简称：— → 教育局",
        "上级：政府部门 → 市委部门",
    ]


def test_a_superior_below_its_own_unit_in_the_file():
    """The order of the lines does not matter; a heading that is not in the list is made."""
    assert counts(units("测试二科,测试局", "测试局,某系统")) == (2, 0, 0, 0)
    assert Unit.objects.get(name="测试二科").parent.parent.name == "某系统"
    assert Unit.objects.get(name="某系统").is_group


@pytest.mark.parametrize(
    ("rows", "line", "sentence"),
    [
        (("甲局,", ",乙"), 3, "没有单位名称"),
        (("甲局,", "甲局 ,"), 3, "第2行已经有了"),
        (("甲局,乙局", "乙局,甲局"), 3, "下级"),
        (("局" * 101 + ",",), 2, "超过100字"),
    ],
)
def test_bad_lines_stop_the_list(rows, line, sentence):
    report = units(*rows)
    assert any(sentence in text for text in sentences(report, line))
    assert not Unit.objects.exists()


def test_a_system_and_a_mark_of_the_office_count():
    units("甲中心,,党群系统,否", "乙类,,火星,是", header="单位名称,上级,办理系统,是否分组")
    found = dict(Unit.objects.values_list("name", "handling_system"))
    assert found == {"甲中心": "party", "乙类": "other"}
    assert Unit.objects.get(is_group=True).name == "乙类"


def test_a_system_set_by_hand_stays_when_the_list_has_none():
    factories.unit("市教育局", handling_system="party")
    units(*ROWS)
    assert Unit.objects.get(name="市教育局").handling_system == "party"
