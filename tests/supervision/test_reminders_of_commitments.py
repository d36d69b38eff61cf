"""Promises are reminded of on the same ledger, whatever has become of the suggestion."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.db import transaction

from accounts.models import Notification, User
from accounts.roles import Role
from suggestions.actions import close
from suggestions.choices import CommitmentState
from suggestions.models import Commitment, Suggestion
from supervision import reminders
from supervision.models import Reminder
from supervision.reminder_rules import Kind
from tests import factories as make
from tests.supervision.mornings import only

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 10)  # a Wednesday
PROMISED = date(2026, 3, 2)


def due_in(days: int) -> None:
    Commitment.objects.update(due_on=TODAY + timedelta(days=days))


def send(day: date = TODAY) -> list[tuple]:
    plan = reminders.send(day, at=make.at(day, 8))
    found = [item for item in plan.items if item.kind == Kind.COMMITMENT]
    return sorted((item.recipient.name, item.rung) for item in found)


@pytest.fixture(scope="module")
def made(rows_stay):
    """A unit with those who can be told, and its promise; nothing is to be said of it before the summer."""
    unit = make.unit("住建局")
    unit.first_contact = make.handler(unit, name="联系人")
    unit.save()
    make.user(Role.COORDINATOR, name="协调人")
    return unit, make.commitment(of=unit, on=PROMISED, due_on=TODAY + timedelta(days=200))


@pytest.fixture
def house(made):
    return deepcopy(made[0])


@pytest.fixture
def promise(made):
    return deepcopy(made[1])


@pytest.fixture(autouse=True)
def promises_alone():
    """Of the other kinds nothing is read: what is asked here is about promises."""
    with only(Kind.COMMITMENT):
        yield


def above(house) -> set[str]:
    office = User.objects.filter(role__in=[Role.CLERK, Role.OFFICE_HEAD])
    heads = house.users.filter(role=Role.UNIT_HEAD)
    return {"联系人", "协调人", *office.values_list("name", flat=True), *heads.values_list("name", flat=True)}


LADDER = ((31, None), (30, 30), (16, 30), (15, 15), (7, 7), (3, 3), (1, 1), (0, 0), (-1, -1), (-8, -8))


def test_who_hears_of_a_promise(house, promise):
    for left, rung in LADDER:
        due_on = TODAY + timedelta(days=left)
        with transaction.atomic():
            Commitment.objects.update(due_on=due_on)
            found = send()
            people = set() if rung is None else {"联系人"} if rung >= 0 else above(house)
            assert {name for name, _ in found} == people, left
            assert {step for _, step in found} == ({rung} if people else set()), left
            rows = Reminder.objects.filter(kind=Kind.COMMITMENT)
            assert set(rows.values_list("commitment", "assignment", "due_on", "rung")) == (
                {(promise.pk, promise.assignment_id, due_on, rung)} if people else set()
            ), left
            transaction.set_rollback(True)


def test_a_second_run_and_a_missed_night(promise):
    due_in(16)
    assert send() == [("联系人", 30)]
    assert send() == []
    late = TODAY + timedelta(days=14)  # over the rungs 15, 7 and 3
    assert send(late) == [("联系人", 3)]
    assert send(late) == []


def test_a_promise_outlives_the_closing(promise):
    due_in(3)
    item = Suggestion.objects.get(pk=promise.suggestion_id)
    make.judged(item, on=PROMISED)
    close.close(suggestion=item, by=make.clerk(), today=PROMISED, at=make.at(PROMISED))
    assert send() == [("联系人", 3)]


def test_only_an_open_promise_is_reminded_of(promise):
    """A report of done stops the clock; so does whatever ends the promise."""
    due_in(-3)
    for state in set(CommitmentState) - {CommitmentState.OPEN}:
        Commitment.objects.update(state=state, done_on=TODAY)
        assert send() == [], state
    Commitment.objects.update(state=CommitmentState.OPEN, done_on=None)
    assert send() != []


def test_two_promises_of_one_reply_are_two_rows_and_one_message(house):
    item = make.assigned(house, on=PROMISED)
    due = TODAY + timedelta(days=7)
    made = make.replied(
        item,
        house,
        on=PROMISED,
        result_class=make.result_class("B"),
        promises=(make.promise(due, matter="建成人行道"), make.promise(due, matter="增设护学岗")),
    )
    assert send() == [("联系人", 7), ("联系人", 7)]
    assert Reminder.objects.filter(commitment__in=made.commitments.all()).count() == 2
    note = Notification.objects.get(recipient=house.first_contact, kind=Notification.Kind.DIGEST)
    assert note.body.splitlines() == [
        f"{item.number}号 建成人行道 [住建局] 承诺事项期限 2026-06-17，距承诺期限还有 7 天",
        f"{item.number}号 增设护学岗 [住建局] 承诺事项期限 2026-06-17，距承诺期限还有 7 天",
    ]


def test_the_number_of_queries_does_not_grow(house, promise, django_assert_max_num_queries):
    due_in(3)
    with django_assert_max_num_queries(17) as few:
        send()
    for _ in range(2):
        make.commitment(of=house, on=PROMISED, due_on=TODAY + timedelta(days=2))
    with django_assert_max_num_queries(len(few)):
        assert len(send(TODAY + timedelta(days=1))) == 2, "the first has had its rung"
