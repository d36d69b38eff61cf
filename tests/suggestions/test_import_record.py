"""What an import makes or changes of the office's lists stands in 变更记录: who, when, what was and what is."""

import pytest
from django.urls import reverse

from accounts.models import Change, Unit
from suggestions.imports import ledger_commit, run
from suggestions.models import Session
from tests import factories
from tests.suggestions.ledgers import SESSION, TODAY, job, ledger
from tests.suggestions.pages import words

pytestmark = pytest.mark.django_db
HEADER = "单位名称,上级分组,简称"


@pytest.fixture
def clerk():
    return factories.clerk()


def units(*rows: str, by, header: str = HEADER):
    return run.commit(job("\n".join((header, *rows)), run.UNITS, by=by)).report


def lines(kind: str) -> list[Change]:
    return list(Change.objects.filter(kind=kind).order_by("pk"))


def test_a_changed_unit_has_a_line_with_what_was_and_what_is(clerk):
    unit, same = factories.unit("市教育局", short_name=""), factories.unit("市公安局", short_name="公安")
    units("市教育局,政府部门,教育局", "市公安局,,公安", by=clerk)
    made, changed = lines("units")
    assert (made.what, made.name, made.key) == ("created", "政府部门", str(Unit.objects.get(name="政府部门").pk))
    assert made.detail.startswith("从“台账.csv”导入\n单位名称：政府部门")
    assert (changed.what, changed.key, changed.by, changed.by_name) == ("changed", str(unit.pk), clerk, clerk.name)
    assert changed.at == factories.at(TODAY)
    assert changed.detail == "按“台账.csv”第2行更新\n简称：— → 教育局\n上级：— → 政府部门"
    assert not Change.objects.filter(key=str(same.pk), kind="units").exists()


def test_197_new_units_are_one_line_with_all_their_names(client, clerk, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        units(*(f"测试单位{n},," for n in range(1, 198)), by=clerk)
    (made,) = lines("units")
    assert (made.what, made.name, made.key, made.by) == ("created", "承办单位197个", "", clerk)
    assert all(f"测试单位{n}" in made.detail.split("\n")[1].split("、") for n in range(1, 198))
    client.force_login(clerk)
    page = client.get(reverse("accounts:changes"), {"kind": "units"})
    assert "承办单位197个" in words(page)
    assert "测试单位197" in page.text
    assert page.text.count("<details") == 1


def test_what_a_ledger_makes_is_recorded(clerk):
    factories.unit("市教育局")
    header = "案号,案由,领衔代表,代表团,附议人,类别,类别标记,主办单位,答复日期,登记日期"
    many = "、".join(f"代表{chr(ord('甲') + n)}" for n in range(12))
    text = f"{header}\n1,一,王一,第一代表团,{many},水利,D,市教育局,2026-05-01,2026-03-01"
    run.commit(job(text, by=clerk))
    for kind, names in (
        ("sessions", [SESSION]),
        ("terms", ["十三届"]),
        ("delegations", ["第一代表团"]),
        ("categories", ["水利"]),
        ("classes", ["D类 待补充"]),
        ("deputies", ["人大代表13个"]),
    ):
        found = lines(kind)
        assert [each.name for each in found] == names, kind
        assert {(each.what, each.by_name, each.at) for each in found} == {("created", clerk.name, factories.at(TODAY))}
    assert "启用：否" in lines("classes")[0].detail
    assert lines("sessions")[0].key == str(Session.objects.get().pk)
    assert all(name in lines("deputies")[0].detail for name in ("王一", *many.split("、")))
    before = Change.objects.count()
    run.commit(job(text, by=clerk))
    assert Change.objects.count() == before


def test_on_the_command_line_it_was_the_machine():
    ledger("1,一,,,,2026-02-20,,,,")
    assert {(each.by, each.by_name) for each in lines("sessions")} == {(None, "系统")}


def test_what_is_not_written_is_not_recorded(clerk, monkeypatch):
    def broken(*args):
        raise RuntimeError

    run.preview(job(f"{HEADER}\n市教育局,,", run.UNITS, by=clerk))
    units("市教育局,,", ",甲,", by=clerk)
    with monkeypatch.context() as patch:
        patch.setattr(ledger_commit, "_write_co_signers", broken)
        with pytest.raises(RuntimeError):
            ledger("1,一,,,,2026-02-20,,,,")
    assert not Change.objects.exists()
