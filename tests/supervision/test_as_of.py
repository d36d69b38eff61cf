"""How one thing stood on a day, where the history is not a plain sequence of steps: imports, bulk, dates that moved."""

from datetime import date, timedelta

import pytest

from suggestions.choices import AssignmentState as A
from suggestions.choices import CommitmentEntryKind as Kind
from suggestions.choices import CommitmentState as C
from suggestions.choices import Status as S
from suggestions.workflow import Action
from supervision.as_of import (
    ClassStep,
    Course,
    Entry,
    PromiseCourse,
    Step,
    TaskCourse,
    class_on,
    promise_on,
    round_on,
    status_on,
    task_on,
)

FIRST = date(2026, 3, 2)


def day(n: int) -> date:
    return FIRST + timedelta(days=n)


IMPORTED = Course(
    status=S.JUDGED,
    submitted_on=day(0),
    steps=[Step(Action.IMPORT, day(100), "", S.JUDGED)],
    assigned_on=day(5),
    answered_on=day(40),
    judged_on=day(50),
)
# Written in bulk: the last status has no line of its own
BULK = Course(
    status=S.CLOSED,
    submitted_on=day(0),
    steps=[Step(Action.REGISTER, day(0), "", S.REGISTERED), Step(Action.ASSIGN, day(5), "", S.IN_HANDLING)],
    assigned_on=day(5),
    answered_on=day(40),
    judged_on=day(50),
    closed_on=day(60),
)
CONFERENCE_TYPED_LATER = Course(
    status=S.IN_HANDLING,
    submitted_on=day(0),
    steps=[
        Step(Action.REGISTER, day(1), "", S.REGISTERED),
        Step(Action.ACCEPT, day(4), S.REGISTERED, S.ACCEPTED),
        Step(Action.ASSIGN, day(6), S.ACCEPTED, S.IN_HANDLING),
    ],
    assigned_on=day(3),
)
AGAIN = Course(
    status=S.IN_HANDLING,
    submitted_on=day(0),
    steps=[
        Step(Action.ASSIGN, day(1), S.ACCEPTED, S.IN_HANDLING),
        Step(Action.ALL_ANSWERED, day(20), S.IN_HANDLING, S.REPLIED),
        Step(Action.EVALUATE, day(30), S.REPLIED, S.JUDGED, new_date=day(15)),
        Step(Action.REHANDLE, day(40), S.JUDGED, S.IN_HANDLING, new_date=day(35)),
    ],
    assigned_on=day(1),
)


@pytest.mark.parametrize(
    ("course", "on", "status", "turn"),
    [
        (IMPORTED, 4, S.ACCEPTED, 1),
        (IMPORTED, 5, S.IN_HANDLING, 1),
        (IMPORTED, 40, S.REPLIED, 1),
        (IMPORTED, 50, S.JUDGED, 1),
        (BULK, 39, S.IN_HANDLING, 1),
        (BULK, 45, S.REPLIED, 1),
        (BULK, 60, S.CLOSED, 1),
        (CONFERENCE_TYPED_LATER, 2, S.REGISTERED, 1),
        (CONFERENCE_TYPED_LATER, 3, S.IN_HANDLING, 1),
        (AGAIN, 19, S.IN_HANDLING, 1),
        (AGAIN, 20, S.JUDGED, 1),  # judged before the answer was passed: counts with it
        (AGAIN, 34, S.JUDGED, 1),
        (AGAIN, 35, S.IN_HANDLING, 2),
    ],
)
def test_a_suggestion(course, on, status, turn):
    assert (status_on(course, day(on)), round_on(course, day(on))) == (status, turn)


TAKEN_OVER = TaskCourse(state=A.ANSWERED, assigned_on=day(0), due_on=day(90), done_on=day(40))
SENT_BACK = TaskCourse(
    state=A.AWAITING_REVIEW,
    assigned_on=day(0),
    due_on=day(120),
    signed_on=day(1),
    done_on=day(30),
    steps=[
        Step(Action.SIGN, day(1), A.AWAITING_RECEIPT, A.HANDLING),
        Step(Action.SIGN_OFF, day(10), A.AWAITING_SIGNATURE, A.AWAITING_REVIEW, new_date=day(10)),
        Step(Action.REJECT_REPLY, day(15), A.AWAITING_REVIEW, A.HANDLING),
        Step(Action.DECIDE_EXTENSION, day(20), A.HANDLING, A.HANDLING, day(90), day(120)),
        Step(Action.SIGN_OFF, day(30), A.AWAITING_SIGNATURE, A.AWAITING_REVIEW, new_date=day(30)),
    ],
)


@pytest.mark.parametrize(
    ("task", "on", "state", "due", "done", "is_extended"),
    [
        (TAKEN_OVER, 39, A.HANDLING, 90, None, False),
        (TAKEN_OVER, 40, A.ANSWERED, 90, 40, False),
        (SENT_BACK, 0, A.AWAITING_RECEIPT, 90, None, False),
        (SENT_BACK, 12, A.AWAITING_REVIEW, 90, 10, False),
        (SENT_BACK, 15, A.HANDLING, 90, None, False),
        (SENT_BACK, 20, A.HANDLING, 120, None, True),
        (SENT_BACK, 30, A.AWAITING_REVIEW, 120, 30, True),
    ],
)
def test_a_task(task, on, state, due, done, is_extended):
    then = task_on(task, day(on))
    assert (then.state, then.due_on, then.done_on) == (state, day(due), None if done is None else day(done))
    assert then.is_extended == is_extended


def test_no_task_before_it_was_handed_over():
    assert task_on(TAKEN_OVER, day(-1)) is None


@pytest.mark.parametrize(("on", "found"), [(0, 1), (5, 1), (9, 2), (20, 3)])
def test_the_class_in_force(on, found):
    changes = [ClassStep(day(5), None, 1), ClassStep(day(9), 1, 2), ClassStep(day(20), 2, 3)]
    assert class_on(changes, 3, day(on)) == found
    assert class_on([], 7, day(on)) == 7


PROMISE = PromiseCourse(
    state=C.FULFILLED,
    opened_on=day(0),
    due_on=day(90),
    entries=[
        Entry(Kind.OPENED, day(0)),
        Entry(Kind.REPORTED, day(20)),
        Entry(Kind.RETURNED, day(25)),
        Entry(Kind.MOVED, day(30), day(60)),
        Entry(Kind.REPORTED, day(80)),
        Entry(Kind.CONFIRMED, day(85)),
    ],
    done_on=day(80),
    closed_on=day(85),
)


@pytest.mark.parametrize(
    ("on", "state", "due", "done"),
    [
        (0, C.OPEN, 60, None),
        (20, C.REPORTED, 60, 20),
        (25, C.OPEN, 60, None),
        (30, C.OPEN, 90, None),
        (85, C.FULFILLED, 90, 80),
    ],
)
def test_a_promise(on, state, due, done):
    then = promise_on(PROMISE, day(on))
    assert (then.state, then.due_on, then.done_on) == (state, day(due), None if done is None else day(done))
    assert (then.closed_on is not None) == (state == C.FULFILLED)


def test_no_promise_before_it_was_on_the_ledger():
    assert promise_on(PROMISE, day(-1)) is None
