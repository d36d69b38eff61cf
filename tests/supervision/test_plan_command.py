"""`plan_reminders`, as others call it: the same function as the job, the same numbers."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Notification, User
from suggestions.models import Assignment
from supervision.models import JobRun, Reminder
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = "2026-06-10"  # a Wednesday


@pytest.fixture
def owing():
    item = make.assigned(make.unit("主办局"), assisting=[make.unit("协办局")])
    for task in item.assignments.all():
        make.signed(item, task.unit)
    Assignment.objects.update(due_on=date.fromisoformat(DAY) - timedelta(days=1))


def run(*arguments) -> str:
    out = StringIO()
    call_command("plan_reminders", *arguments, stdout=out)
    return out.getvalue()


def test_the_keys_and_that_a_rehearsal_gives_the_same_numbers(owing):
    first = json.loads(run("--date", DAY, "--dry-run", "--json"))
    clerks = User.objects.filter(role="clerk").count()
    assert first == {
        "date": DAY,
        "created": 2 + 2 * clerks,
        "recipients": 2 + clerks,
        "by_kind": {"opinion": 1 + clerks, "reply": 1 + clerks},
    }
    assert not Reminder.objects.exists()
    assert not Notification.objects.filter(kind="digest").exists()
    assert not JobRun.objects.exists()
    assert json.loads(run("--date", DAY, "--json")) == first
    assert Reminder.objects.count() == first["created"]
    assert Notification.objects.filter(kind="digest").count() == first["recipients"]
    again = json.loads(run("--date", DAY, "--json"))
    assert (again["created"], again["recipients"], again["by_kind"]) == (0, 0, {})


def test_a_rest_day(owing):
    assert json.loads(run("--date", "2026-06-13", "--json")) == {
        "date": "2026-06-13",
        "created": 0,
        "recipients": 0,
        "by_kind": {},
    }
    assert run("--date", "2026-06-13") == "2026-06-13 是休息日，不发送提醒。\n"
    assert not Reminder.objects.exists()


def test_for_people(owing):
    lines = run("--date", DAY, "--dry-run").splitlines()
    assert lines[0].startswith("2026-06-10 将生成提醒 ")
    assert any(line.endswith("（承办单位经办人）：1 条") for line in lines[1:])
    assert run("--date", DAY).startswith("2026-06-10 已生成提醒 ")


@pytest.mark.parametrize("day", ["x", "2026-02-30", "10.6.2026", "9999-12-31", "0001-01-01"])
@pytest.mark.parametrize("more", [[], ["--dry-run"], ["--json"]])
def test_a_bad_date_is_one_sentence(owing, day, more):
    with pytest.raises(CommandError, match=r"不是日期|太远") as refusal:
        run("--date", day, *more)
    assert refusal.value.returncode == 1
    assert not Reminder.objects.exists()
