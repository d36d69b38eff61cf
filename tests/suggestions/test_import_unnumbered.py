"""A ledger that has no column for the numbers, and the page of a file that this program cannot handle."""

import json

import pytest
from django.core.management import call_command
from django.urls import reverse

from suggestions.imports import ledger_commit, run
from suggestions.models import Suggestion
from tests import factories
from tests.suggestions.ledgers import SESSION, counts, ledger, sentences
from tests.suggestions.pages import words
from tests.suggestions.test_import_pages import commit, page, uploaded

pytestmark = pytest.mark.django_db
HEADER = "案由,主办单位,登记日期"
ROWS = ("甲,市教育局,2026-02-20", "乙,,2026-02-20", "乙,,2026-02-20")
TEXT = "\n".join((HEADER, *ROWS))
NOT_HANDLED = "这个文件没能处理，没有写入任何内容。"


@pytest.fixture(autouse=True)
def office(client):
    factories.unit("市教育局")
    client.force_login(factories.clerk())
    return client


def stored() -> list[tuple]:
    return list(Suggestion.objects.values_list("number", "title", "is_number_provisional"))


def test_titles_come_in_under_numbers_to_be_given():
    report = ledger(*ROWS, header=HEADER)
    assert counts(report) == (3, 0, 0, 0)
    assert stored() == [("待编号1", "甲", True), ("待编号2", "乙", True), ("待编号3", "乙", True)]
    assert "表中没有编号列，3行以临时编号待编号1至待编号3导入。" in sentences(report, 1)
    assert sentences(report, 4) == ["标题与第3行（待编号2号）相同，请核对是否重复。", "没有主办单位，按“待审核”导入。"]


def test_the_same_table_again_changes_nothing_and_speaks_of_no_new_number():
    ledger(*ROWS, header=HEADER)
    report = ledger(*ROWS, header=HEADER)
    assert counts(report) == (0, 0, 3, 0)
    assert not any("临时编号" in issue.message for issue in report.warnings)
    assert ledger("丙,,2026-02-20", header=HEADER).warnings[0].message == "表中没有编号列，1行以临时编号待编号4导入。"


def test_a_line_without_number_that_is_known_by_its_title_gets_no_new_one():
    ledger("5,丙,,,,2026-02-20,,,,")
    report = ledger(",丙,,,,2026-02-20,,,,")
    assert (counts(report), sentences(report, 2)) == ((0, 0, 1, 0), [])


def test_a_table_of_numbers_only():
    report = ledger("1", "1", "", "3", header="编号")
    assert counts(report) == (3, 0, 0, 0)
    assert [row[0] for row in stored()] == ["1", "1-2", "3"]


def test_on_the_page(office):
    item = uploaded(office, TEXT)
    assert "表中没有编号列，3行以临时编号待编号1至待编号3导入。" in words(page(office, item))
    assert "导入完成：新增3，变更0，不变0。" in words(commit(office, item))
    assert [row[0] for row in stored()] == ["待编号1", "待编号2", "待编号3"]


def test_mapped_by_hand(office):
    item = uploaded(office, TEXT.replace("案由", "事由"))
    address = reverse("suggestions:import_preview", args=[item.pk])
    seen = office.post(address, {"column_0": "title", "column_1": "lead_units", "column_2": ""}, follow=True)
    assert "将新增 3 项" in words(seen)
    commit(office, item)
    assert [row[0] for row in stored()] == ["待编号1", "待编号2", "待编号3"]


def test_tried_on_the_command_line(tmp_path, capsys):
    path = tmp_path / "台账.csv"
    path.write_text(TEXT, encoding="utf-8")
    call_command("import_ledger", str(path), "--session", SESSION, "--dry-run", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert (answer["created"], answer["errors"], Suggestion.objects.count()) == (3, [], 0)


def broken(*args, **kwargs):
    raise KeyError("number")


def test_a_fault_of_the_program_leaves_the_page_open_for_another_mapping(office, monkeypatch, caplog):
    item = uploaded(office, TEXT)
    with monkeypatch.context() as patch:
        patch.setattr(run.ledger_plan, "build", broken)
        answer = page(office, item)
        assert answer.status_code == 200
        assert NOT_HANDLED in words(answer)
        assert "按此对应重新核对" in words(answer)
        assert "确认导入" not in words(answer)
    assert f"import file {item.pk} cannot be handled" in caplog.text
    assert "将新增 3 项" in words(page(office, item))


def test_a_fault_while_writing_leaves_nothing_and_can_be_tried_again(office, monkeypatch):
    item = uploaded(office, TEXT)
    with monkeypatch.context() as patch:
        patch.setattr(ledger_commit, "_write_co_signers", broken)
        answer = commit(office, item)
        assert (answer.status_code, stored()) == (200, [])
        assert NOT_HANDLED in words(answer)
    commit(office, item)
    assert len(stored()) == 3


def test_a_file_that_is_gone_says_so(office):
    item = uploaded(office, TEXT)
    item.file.delete(save=False)
    item.file = "imports/gone.csv"
    item.save(update_fields=["file"])
    address = reverse("suggestions:import_preview", args=[item.pk])
    for answer in (page(office, item), office.post(address, {"column_0": "title"}, follow=True)):
        assert answer.status_code == 200
        assert NOT_HANDLED in words(answer)
        assert "按此对应重新核对" not in words(answer)


def test_a_mapping_of_columns_that_are_not_there_can_be_mended(office):
    item = uploaded(office, TEXT)
    item.mapping = {"0": "title", "9": "number"}
    item.save(update_fields=["mapping"])
    assert NOT_HANDLED in words(page(office, item))
    address = reverse("suggestions:import_preview", args=[item.pk])
    mended = office.post(address, {"column_0": "title", "column_1": "", "column_2": ""}, follow=True)
    assert "将新增 3 项" in words(mended)
