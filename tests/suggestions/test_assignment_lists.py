"""交办清单: each unit's own as a workbook, all of them in one archive."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accounts.roles import Role
from suggestions.actions import assign, draft_units
from suggestions.models import AssignmentBatch
from tests import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(client):
    person = f.clerk()
    client.force_login(person)
    return person


def pencilled(*leads, assisting=(), by=None, **fields):
    item = f.accepted(**fields)
    draft_units.draft(suggestion=item, leads=leads or [f.unit()], assisting=assisting, by=by or f.clerk())
    return item


def sheet_rows(content: bytes) -> list[tuple]:
    return list(load_workbook(BytesIO(content)).active.iter_rows(values_only=True))


def test_a_unit_gets_its_list(client, clerk):
    person = f.user(Role.UNIT_HANDLER, unit=(help_ := f.unit("市财政局")), name="孙佳", phone="0000-2001")
    help_.first_contact = person
    help_.save()
    lead = f.unit("市教育局")
    first, second = pencilled(lead, assisting=[help_], number="10"), pencilled(lead, number="9")
    assign.issue(
        suggestions=[first, second], session=first.session, assigned_on=f.DAY, by=clerk, today=f.DAY, at=f.at()
    )
    batch = AssignmentBatch.objects.get()
    answer = client.get(reverse("suggestions:assignment_list", args=[lead.pk]), {"batch": batch.pk})
    assert "attachment" in answer["Content-Disposition"]
    heading, header, *rows = sheet_rows(b"".join(answer.streaming_content))
    assert "市教育局交办清单" in heading[0]
    assert "共2件" in heading[0]
    assert header[:4] == ("序号", "编号", "标题", "领衔代表")
    assert [row[1] for row in rows] == ["9", "10"], "as people count"
    assert rows[1][6:8] == ("主办", "市财政局（协办）")
    assert "孙佳" in rows[1][10]
    assert rows[1][9].date() == f.task(first, lead).due_on


def test_all_lists_come_in_one_archive(client, clerk):
    one, two = f.unit("甲/乙局"), f.unit("丙局")
    items = [pencilled(one, assisting=[two])]
    assign.issue(suggestions=items, session=f.session(), assigned_on=f.DAY, by=clerk, today=f.DAY, at=f.at())
    answer = client.get(reverse("suggestions:assignment_lists"), {"session": f.session().pk})
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:
        names = archive.namelist()
        assert len(names) == 2
        assert not any("/" in name for name in names)
        assert all(len(sheet_rows(archive.read(name))) == 3 for name in names)


def test_without_anything_issued_there_is_no_list(client, clerk):
    f.session()
    assert client.get(reverse("suggestions:assignment_lists")).status_code == 302
    assert client.get(reverse("suggestions:assignment_list", args=[f.unit().pk])).status_code == 302
    assert client.get(reverse("suggestions:assignment_issue"), {"batch": "x"}).status_code == 404
    assert client.get(reverse("suggestions:assignment_issue"), {"batch": 10**25}).status_code == 404
