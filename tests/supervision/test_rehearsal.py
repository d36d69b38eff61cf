"""The rehearsal page: exactly what the next run sends, and nothing is written."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.models import Notification
from accounts.roles import Role
from suggestions.models import Assignment, CalendarDay
from supervision import heartbeat, reminders
from supervision.models import JobRun, Reminder
from supervision.views import rehearsal
from tests import factories as make
from tests.suggestions.pages import stop_clock, words

pytestmark = pytest.mark.django_db

FRIDAY, MONDAY = date(2026, 6, 12), date(2026, 6, 15)
ADDRESS = "/supervision/rehearsal/"


@pytest.fixture(autouse=True)
def _friday(monkeypatch):
    stop_clock(monkeypatch, FRIDAY)


@pytest.fixture
def reader(client):
    client.force_login(make.user(Role.AUDITOR))
    return client


def owing(due_on: date, of=None, **fields) -> Assignment:
    task = make.signed(make.assigned(*([of] if of else []), **fields))
    Assignment.objects.filter(pk=task.pk).update(due_on=due_on)
    return task


@pytest.mark.parametrize("role", Role)
def test_who_reads_it(client, role):
    client.force_login(make.user(role))
    readers = {Role.CLERK, Role.OFFICE_HEAD, Role.AUDITOR, Role.ADMINISTRATOR}
    assert client.get(ADDRESS).status_code == (200 if role in readers else 403)


def test_the_next_working_day_unless_another_is_asked_for(reader):
    assert reverse("supervision:rehearsal") == ADDRESS
    assert reader.get(ADDRESS).context["on"] == MONDAY
    assert reader.get(ADDRESS, {"on": "2026-07-01"}).context["on"] == date(2026, 7, 1)
    CalendarDay.objects.create(date=FRIDAY + timedelta(days=1), is_workday=True, changed_at=make.at())
    assert reader.get(ADDRESS).context["on"] == FRIDAY + timedelta(days=1)


def test_it_shows_what_the_run_then_sends_and_writes_nothing(reader, settings):
    settings.EMAIL_ENABLED = True
    unit = make.unit("住建局")
    unit.first_contact = make.handler(unit, name="李联系", email="li@office.test")
    unit.save()
    owing(MONDAY + timedelta(days=3), unit, title="关于公园的建议")
    owing(MONDAY - timedelta(days=1), unit, title="关于路灯的建议")
    before = Reminder.objects.count(), Notification.objects.count(), JobRun.objects.count()
    page = reader.get(ADDRESS)
    assert (Reminder.objects.count(), Notification.objects.count(), JobRun.objects.count()) == before
    text = words(page)
    assert "李联系 承办单位经办人 · 住建局 站内消息、电子邮件 · 2 项" in text
    assert text.index("关于路灯的建议") < text.index("关于公园的建议")
    shown = [
        (entry["person"].pk, row["item"].assignment_id, row["item"].rung)
        for entry in page.context["people"]
        for row in entry["rows"]
    ]
    sent = reminders.send(MONDAY, at=make.at(MONDAY, 8))
    assert sorted(shown) == sorted((item.recipient.pk, item.assignment_id, item.rung) for item in sent.items)
    assert page.context["summary"] == sent.summary()
    assert "没有要发的提醒" in words(reader.get(ADDRESS))


@pytest.mark.parametrize(("day", "name"), [("2026-06-13", "周六"), ("2026-06-14", "周日"), ("2026-06-16", "临时放假")])
def test_a_rest_day_sends_nothing_and_says_why(reader, day, name):
    CalendarDay.objects.create(date=date(2026, 6, 16), is_workday=False, name="临时放假", changed_at=make.at())
    owing(MONDAY)
    text = words(reader.get(ADDRESS, {"on": day}))
    assert f"{day} 不发送提醒" in text
    assert f"这一天是{name}，不是工作日" in text


@pytest.mark.parametrize("day", ["x", "2026-02-30", "9999-12-31", "0001-01-01", "20260701-", "'"])
def test_nonsense_shows_the_next_working_day_and_says_so(reader, day):
    page = reader.get(ADDRESS, {"on": day})
    assert (page.status_code, page.context["on"]) == (200, MONDAY)
    assert "下面显示的是下一个工作日" in words(page)


def test_what_today_still_has_to_send_is_told_apart(reader):
    note = "今天的提醒还没有发出"
    assert note in words(reader.get(ADDRESS))
    JobRun.objects.create(name=heartbeat.REMINDERS, started_at=make.at(FRIDAY, 8), finished_at=make.at(FRIDAY, 8))
    assert note not in words(reader.get(ADDRESS))


def test_long_lists_are_paged_and_cut(reader, monkeypatch, django_assert_max_num_queries):
    monkeypatch.setattr(rehearsal, "PEOPLE_A_PAGE", 2)
    monkeypatch.setattr(rehearsal, "LINES_SHOWN", 2)
    units = [make.unit() for _ in range(5)]
    for unit in units:
        unit.first_contact = make.handler(unit)
        unit.save()
        owing(MONDAY, unit)
    for _ in range(3):
        owing(MONDAY, units[0])
    with django_assert_max_num_queries(32):
        page = reader.get(ADDRESS)
    assert len(page.context["people"]) == 2
    assert page.context["summary"]["created"] == 8
    everybody = [entry for n in (1, 2, 3) for entry in reader.get(ADDRESS, {"page": n}).context["people"]]
    assert sorted((entry["count"], entry["hidden"]) for entry in everybody) == [(1, 0)] * 4 + [(4, 2)]
