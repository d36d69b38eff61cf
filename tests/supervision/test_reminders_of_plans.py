"""The plan's own ladder: the day before, on the day, at once after it and weekly, until it is filed."""

from copy import deepcopy
from datetime import date, timedelta

import pytest

from accounts.models import Notification
from accounts.roles import Role
from suggestions.actions import plan, reply
from suggestions.models import Assignment
from supervision import reminders
from supervision.models import Reminder
from supervision.reminder_rules import Kind
from tests import factories as make
from tests.supervision.mornings import told

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
PLAN_DUE = date(2026, 3, 9)  # five working days on


@pytest.fixture(scope="module")
def made(rows_stay):
    unit = make.unit("测试水利局")
    unit.first_contact = make.handler(unit, name="联系人")
    unit.save()
    make.head(unit, name="负责人")
    make.user(Role.COORDINATOR, name="协调人")
    return make.signed(make.assigned(unit, by=make.clerk(name="经办")), is_planned=False)


@pytest.fixture
def task(made):
    return deepcopy(made)


def everybody(step: int) -> set[tuple[str, int]]:
    return {(name, step) for name in ("联系人", "负责人", "协调人", "经办")}


def test_under_a_moving_clock(task):
    """The day before is a Sunday: the Monday's step alone goes out; then the heads and the office hear of it."""
    assert told(Kind.PLAN, MONDAY, 18) == {
        PLAN_DUE: {("联系人", 0)},
        PLAN_DUE + timedelta(days=1): everybody(-1),
        PLAN_DUE + timedelta(days=8): everybody(-8),
    }


@pytest.mark.parametrize("days", [1, 4, 7, 12])
def test_a_filed_plan_stops_it(task, days):
    filed_on = MONDAY + timedelta(days=days)
    before = told(Kind.PLAN, MONDAY, days + 1)
    assert all(day <= filed_on for day in before)
    file(task, filed_on)
    assert told(Kind.PLAN, filed_on + timedelta(days=1), 9) == {}, "in nine days there is a rung, whenever they begin"


def file(task, on: date) -> None:
    plan.file(
        assignment=Assignment.objects.get(pk=task.pk),
        fixings=make.fixings(task),
        by=task.unit.first_contact,
        on=on,
        at=make.at(on),
    )


def test_a_submitted_reply_stops_it_and_one_sent_back_goes_on(task):
    late = PLAN_DUE + timedelta(days=2)
    made = make.submitted(task.suggestion, on=PLAN_DUE)
    assert told(Kind.PLAN, late, 5) == {}
    reply.send_back_draft(reply=made, reason="请补充", by=make.head(task.unit), at=make.at(late))
    assert told(Kind.PLAN, late + timedelta(days=5), 2)


def test_one_that_is_signed_late_is_not_reminded_with_its_signing():
    """Signed on a Friday with one working day for the plan: the step of the day before would come with the news."""
    item = make.assigned(make.unit())
    friday = date(2026, 3, 6)
    task = make.signed(item, on=friday, is_planned=False)
    Assignment.objects.update(plan_due_on=None)  # of any other
    Assignment.objects.filter(pk=task.pk).update(plan_due_on=friday + timedelta(days=1))
    assert {step for heard in told(Kind.PLAN, friday, 1).values() for _name, step in heard} == set()
    assert {step for heard in told(Kind.PLAN, friday + timedelta(days=3), 1).values() for _name, step in heard} == {-1}


def test_the_words_and_the_count(task):
    plan_of_day = reminders.plan(PLAN_DUE)
    assert plan_of_day.summary()["by_kind"]["plan"] == 1
    reminders.send(PLAN_DUE, at=make.at(PLAN_DUE, 8))
    body = Notification.objects.get(recipient=task.unit.first_contact, kind="digest").body
    assert body.endswith("[测试水利局] 六定方案期限 2026-03-09，六定方案今日到期")
    assert Reminder.objects.get(kind="plan").assignment == task
