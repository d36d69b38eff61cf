"""Findings are reminded of on the same ledger and the same rungs as promises."""

from datetime import date, timedelta

import pytest

from accounts.models import User
from accounts.roles import Role
from supervision import reminders
from supervision.actions import finding as acting
from supervision.choices import FindingState
from supervision.models import Finding, Reminder
from supervision.reminder_rules import Kind
from tests import factories as make
from tests.supervision.mornings import only

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 10)  # a Wednesday
FOUND = date(2026, 3, 2)


@pytest.fixture
def house():
    unit = make.unit("住建局")
    unit.first_contact = make.handler(unit, name="联系人")
    unit.save()
    make.user(Role.COORDINATOR, name="协调人")
    return unit


@pytest.fixture
def topic(house):
    return make.topic(make.assigned(house, on=FOUND), on=FOUND)


def send(day: date = TODAY) -> list[tuple]:
    with only(Kind.FINDING):
        plan = reminders.send(day, at=make.at(day, 8))
    return sorted((item.recipient.name, item.rung) for item in plan.items)


def found(topic, days: int) -> Finding:
    """A finding that is due `days` from today."""
    return make.finding(topic, on=FOUND, due_on=TODAY + timedelta(days=days))


@pytest.mark.parametrize(("left", "rung"), [(31, None), (30, 30), (16, 30), (7, 7), (0, 0), (-1, -1), (-8, -8)])
def test_who_hears_of_a_finding(house, topic, left, rung):
    made = found(topic, left)
    above = {"联系人", "协调人", *User.objects.filter(role__in=["clerk", "office_head"]).values_list("name", flat=True)}
    people = set() if rung is None else {"联系人"} if rung >= 0 else above
    reached = send()
    assert {name for name, _ in reached} == people
    assert {step for _, step in reached} == ({rung} if people else set())
    rows = Reminder.objects.filter(kind=Kind.FINDING).values_list("finding", "assignment", "due_on", "rung")
    assert set(rows) == ({(made.pk, None, made.due_on, rung)} if people else set())


def test_a_second_run_and_a_missed_night(topic):
    found(topic, 16)
    assert send() == [("联系人", 30)]
    assert send() == []
    late = TODAY + timedelta(days=14)
    assert send(late) == [("联系人", 3)]
    assert send(late) == []


def test_two_findings_of_one_suggestion_and_day_are_two_rows(topic):
    found(topic, 7)
    found(topic, 7)
    assert send() == [("联系人", 7), ("联系人", 7)]
    assert Reminder.objects.filter(kind=Kind.FINDING).count() == 2


@pytest.mark.parametrize("state", FindingState)
def test_only_what_is_owed_is_reminded_of(topic, state):
    made = found(topic, 3)
    Finding.objects.filter(pk=made.pk).update(state=state, done_on=TODAY, closed_on=TODAY)
    owed = state in {FindingState.OPEN, FindingState.RETURNED}
    assert send() == ([("联系人", 3)] if owed else [])


def test_handed_back_to_a_new_day_it_begins_a_new_ladder(topic):
    made = make.mended(found(topic, 3), on=FOUND)
    new_day = TODAY + timedelta(days=15)
    acting.hand_back(finding=made, text="未完", due_on=new_day, by=make.clerk(), today=TODAY, at=make.at(TODAY))
    assert send() == [("联系人", 15)]
