"""The calendar page: the year at a glance, the warning, and a change that is shown before it is made."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.roles import Role
from suggestions.calendar import WorkCalendar
from suggestions.calendar_months import months
from suggestions.models import CalendarDay, CalendarYear
from suggestions.views.settings.calendar import READERS
from tests import factories as make
from tests.suggestions.pages import undrawn

pytestmark = pytest.mark.django_db
PAGE, YEAR, DAY = "/settings/calendar/", "/settings/calendar/2027/", "/settings/calendar/day/2026-06-02/"
DUE = date(2026, 6, 2)
LINES = "2027-01-01至2027-01-03,休,元旦\n2027-02-06,班,春节调休"
FIELDS = {"year": 2027, "source": "国办发明电〔2026〕1号", "lines": LINES}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(make.at(hour=9), tick=False):
        yield


@pytest.fixture
def clerk(client):
    user = make.clerk()
    client.force_login(user)
    return user


def test_every_day_of_the_year_stands_in_its_month_once():
    calendar = WorkCalendar(
        special_days={date(2026, 5, 1): False, date(2026, 5, 9): True}, names={date(2026, 5, 1): "劳动节"}
    )
    cells = [cell for _month, weeks in months(2026, calendar) for week in weeks for cell in week if cell]
    assert len(cells) == 365
    kinds = {cell.day: (cell.kind, cell.name) for cell in cells}
    assert kinds[date(2026, 5, 1)] == ("rest", "劳动节")
    assert kinds[date(2026, 5, 9)] == ("work", "")
    assert kinds[date(2026, 5, 10)] == ("weekend", "")
    assert kinds[date(2026, 5, 11)] == ("plain", "")


def test_a_year_that_is_not_loaded_is_said(client, clerk):
    CalendarYear.objects.create(year=2026, source="x", loaded_at=make.at())
    page = client.get(PAGE).content.decode()
    assert "2027年放假安排尚未载入" in page
    assert "2026年放假安排尚未载入" not in page


@pytest.mark.parametrize("query", ["?year=2027", "?year=1", "?year=x", "?year=99999999999", ""])
def test_any_year_in_the_address_is_answered(client, clerk, query):
    assert client.get(PAGE + query).status_code == 200


def test_the_first_sending_shows_and_the_second_writes(client, clerk):
    shown = client.post(YEAR, {**FIELDS, "step": "preview"})
    assert not CalendarDay.objects.exists()
    assert len(shown.context["preview"].added) == 4
    assert "2027-02-06" in shown.content.decode()
    done = client.post(YEAR, {**FIELDS, "step": "apply"})
    assert done.url == PAGE + "?year=2027"
    assert CalendarDay.objects.count() == 4
    assert CalendarYear.objects.get().year == 2027
    assert "元旦" in client.get(YEAR).content.decode()  # what is loaded can be taken up again


def test_a_file_is_read_and_shown_in_the_box(client, clerk):
    file = SimpleUploadedFile("2027.csv", ("日期,安排,名称\n" + LINES).encode("gb18030"))
    shown = client.post(YEAR, {**FIELDS, "lines": "", "file": file, "step": "preview"})
    assert len(shown.context["preview"].added) == 4
    assert "春节调休" in shown.context["form"]["lines"].value()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"lines": ""}, "请粘贴放假安排"),
        ({"lines": "明天,休"}, "第1行：没有认出日期"),
        ({"lines": "2026-01-01,休"}, "不在2027年内"),
        ({"source": ""}, "这个字段是必填项"),
        ({"year": "x"}, "整数"),
        ({"file": SimpleUploadedFile("a.csv", bytes(range(256)))}, "没有认出日期"),
        ({"file": SimpleUploadedFile("a.csv", b"x" * 200_001)}, "文件太大"),
    ],
)
def test_what_is_not_understood_is_said_and_kept(client, clerk, changed, sentence):
    answer = client.post(YEAR, {**FIELDS, **changed, "step": "apply"})
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not CalendarDay.objects.exists()


def test_one_day_is_changed_after_its_moves_were_shown(client, clerk):
    item = make.assigned()
    fields = {"kind": "rest", "name": "州庆日", "source": "州政府通知"}
    shown = client.post(DAY, fields).content.decode()
    assert "1 件在办任务的期限将变动" in shown
    assert "2026-06-03" in shown
    assert make.task(item).due_on == DUE
    client.post(DAY, {**fields, "step": "apply"})
    assert make.task(item).due_on == date(2026, 6, 3)
    page = client.get(PAGE).content.decode()
    assert 'title="州庆日"' in page
    client.post(DAY, {"kind": "week", "source": "更正", "step": "apply"})
    assert make.task(item).due_on == DUE
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize("day", ["2026-02-30", "x", "1999-01-01"])
def test_a_day_that_is_none_is_not_found(client, clerk, day):
    assert client.get(f"/settings/calendar/day/{day}/").status_code == 404


@pytest.mark.parametrize("role", list(Role))
def test_who_reads_and_who_changes(client, role):
    client.force_login(make.user(role))
    may = role in READERS - {Role.AUDITOR}
    with undrawn():
        assert client.get(PAGE).status_code == (200 if role in READERS else 403)
        for address in (YEAR, DAY):
            assert client.get(address).status_code == (200 if may else 403)
        assert client.post(YEAR, {**FIELDS, "step": "apply"}).status_code == (302 if may else 403)
    assert CalendarDay.objects.exists() is may
