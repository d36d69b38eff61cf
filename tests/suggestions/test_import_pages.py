"""Upload, look, commit: what the clerk sees, and what is refused without a trace."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.roles import OFFICE, Role
from suggestions.models import ImportFile, Session, Suggestion
from tests import factories
from tests.suggestions.ledgers import SESSION
from tests.suggestions.pages import words

pytestmark = pytest.mark.django_db
LEDGER = "案号,案由,主办单位,登记日期\n1,甲,市教育局,2026-02-20\n2,乙,无此局,2026-02-20\n"
BROKEN = LEDGER + ",,市教育局,2026-02-20\n"


@pytest.fixture
def office(client):
    factories.unit("市教育局")
    client.force_login(factories.clerk())
    return client


def upload(client, content: bytes | str = LEDGER, name: str = "台账.csv", **fields):
    data = content.encode() if isinstance(content, str) else content
    form = {"kind": "ledger", "session": "new", "new_session": SESSION, **fields}
    return client.post(reverse("suggestions:imports"), {**form, "file": SimpleUploadedFile(name, data)})


def uploaded(client, *args, **fields) -> ImportFile:
    response = upload(client, *args, **fields)
    assert response.status_code == 302, words(response)
    return ImportFile.objects.first()


def page(client, item, **query):
    return client.get(reverse("suggestions:import_preview", args=[item.pk]), query)


def commit(client, item, seen=None, **fields):
    seen = page(client, item).context["facts"].seen if seen is None else seen
    return client.post(reverse("suggestions:import_commit", args=[item.pk]), {"seen": seen, **fields}, follow=True)


def test_from_upload_to_record(office):
    item = uploaded(office)
    seen = words(page(office, item))
    assert "将新增 2 项" in seen
    assert "“无此局”不在单位库中" in seen
    assert "新会议，导入时建立" in seen
    assert not Suggestion.objects.exists()
    done = words(commit(office, item))
    assert "导入完成：新增2，变更0，不变0。" in done
    assert "“无此局”不在单位库中" in done
    assert Suggestion.objects.count() == 2
    item.refresh_from_db()
    assert (item.state, item.summary["created"], len(item.summary["warnings"]) > 0) == ("committed", 2, True)
    assert item.name in words(office.get(reverse("suggestions:imports")))


def test_a_second_commit_is_refused_with_a_sentence(office):
    item = uploaded(office)
    seen = page(office, item).context["facts"].seen
    commit(office, item)
    again = commit(office, item, seen=seen)
    assert again.status_code == 409
    assert "这个文件已经导入过，没有重复导入。" in words(again)
    assert Suggestion.objects.count() == 2


def test_errors_stop_the_file_until_the_clerk_leaves_those_lines_out(office):
    item = uploaded(office, BROKEN)
    assert "第4行既没有编号也没有标题" in words(page(office, item))
    refused = commit(office, item)
    assert "有1行有错误" in words(refused)
    assert not Suggestion.objects.exists()
    commit(office, item, skip_errors="on")
    assert Suggestion.objects.count() == 2


def test_what_changed_since_the_preview_is_shown_again(office):
    item = uploaded(office)
    seen = page(office, item).context["facts"].seen
    commit(office, uploaded(office))
    late = commit(office, item, seen=seen)
    assert late.status_code == 409
    assert "数据有变化" in words(late)
    assert "完全一致" in words(late)
    item.refresh_from_db()
    assert item.state == "uploaded"


def test_unknown_columns_are_mapped_by_hand(office):
    item = uploaded(office, "号码,事由,单位甲\n1,甲,市教育局\n")
    assert "没有“编号”或“标题”列" in words(page(office, item))
    address = reverse("suggestions:import_preview", args=[item.pk])
    twice = office.post(address, {"column_0": "number", "column_1": "number", "column_2": ""})
    assert "已对应为“编号”" in words(twice)
    office.post(address, {"column_0": "number", "column_1": "title", "column_2": "lead_units"})
    commit(office, item)
    assert Suggestion.objects.get().lead_unit_names == "市教育局"


def test_lines_and_issues_can_be_looked_through(office):
    item = uploaded(office, LEDGER + "".join(f"{n},题{n},,2026-02-20\n" for n in range(3, 90)))
    first = page(office, item, tab="created")
    assert (len(first.context["page_obj"].object_list), first.context["page_obj"].paginator.count) == (50, 89)
    assert "题89" in words(page(office, item, tab="created", page=2))
    download = page(office, item, download="issues")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(download.streaming_content))).active
    assert [cell.value for cell in sheet[2]] == ["性质", "行号", "列", "说明"]
    assert "无此局" in " ".join(str(row[3]) for row in sheet.iter_rows(values_only=True))


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"%PDF-1.7", "台账.xlsx", "不是表格"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "台账.xlsx", "密码"),
        (b"PK\x03\x04broken", "台账.xlsx", "损坏"),
        (b" ", "台账.csv", "空的"),
        (b"0" * (60 * 1024 * 1024), "台账.csv", "文件有60 MB，超过20 MB的上限"),
        (b"1\n2\n", "台账.csv", "没有找到列名"),
    ],
)
def test_bad_files_are_refused_at_the_field(office, content, name, sentence):
    response = upload(office, content, name)
    assert response.status_code == 200
    assert sentence in words(response)
    assert not ImportFile.objects.exists()


def test_a_table_of_another_kind_is_named(office):
    """Read as a ledger, each of its lines would become a suggestion without a title."""
    response = upload(office, "案号,协办单位,协办状态\n1,市教育局,待办\n", kind="ledger")
    assert "从列名看，这是“协办情况”表，不是“建议台账”表" in words(response)
    assert not ImportFile.objects.exists()


def test_a_session_must_be_named(office):
    assert "请选择会议，或填写新会议的名称。" in words(upload(office, new_session=" "))
    factories.session(SESSION)
    item = uploaded(office, session=SESSION, new_session="")
    assert (item.session_name, Session.objects.count()) == (SESSION, 1)


def test_whoever_names_two_sessions_is_asked(office):
    factories.session(SESSION)
    answer = upload(office, session=SESSION, new_session="十四届一次会议")
    assert f"选的是“{SESSION}”，又写了新会议的名称“十四届一次会议”" in words(answer)
    assert not ImportFile.objects.exists()
    assert uploaded(office, session=SESSION, new_session=f" {SESSION} ").session_name == SESSION
    assert uploaded(office, session="new", new_session="十四届一次会议").session_name == "十四届一次会议"


def test_units_and_assisting_tasks_come_the_same_way(office):
    commit(office, uploaded(office, "单位名称\n市公安局\n", kind="units"))
    early = uploaded(office, "案号,协办单位,协办状态\n1,市公安局,待办\n", kind="assisting")
    assert "请先导入建议台账" in words(page(office, early))
    commit(office, uploaded(office))
    assert "导入完成：新增1，变更0，不变0。" in words(commit(office, early))


@pytest.mark.parametrize("role", sorted(set(Role) - OFFICE))
def test_only_the_office_imports(client, role):
    item = ImportFile.objects.create(
        kind="ledger", name="x", uploaded_by=factories.clerk(), uploaded_at=factories.at(), file="imports/x"
    )
    client.force_login(factories.user(role))
    for method, name, args in (
        ("get", "imports", ()),
        ("post", "imports", ()),
        ("get", "import_preview", (item.pk,)),
        ("post", "import_preview", (item.pk,)),
        ("post", "import_commit", (item.pk,)),
    ):
        assert getattr(client, method)(reverse(f"suggestions:{name}", args=args)).status_code == 403
