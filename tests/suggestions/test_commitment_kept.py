"""What follows when a promise is kept, handed back, moved or explained."""

from copy import deepcopy
from datetime import timedelta

import pytest

from accounts.models import Notification
from accounts.roles import Role
from suggestions.actions import close, commitment, commitment_urge, review
from suggestions.choices import (
    ClassChangeCause,
    CommitmentState,
    EvaluationSource,
    Grade,
    ReviewOutcome,
    Status,
)
from suggestions.errors import RuleViolation
from suggestions.models import Commitment, CongressTerm, ResultClass, Suggestion
from suggestions.workflow import Action
from tests import factories as make
from tests.suggestions.pages import upload
from tests.suggestions.promises import LATER, confirm, fresh, hand, kinds, receive

pytestmark = pytest.mark.django_db
DAY = make.DAY
State = CommitmentState


@pytest.fixture(scope="module", autouse=True)
def made(rows_stay):
    for code in "ABC":
        make.result_class(code)
    return make.commitment()


@pytest.fixture
def promise(made):
    return deepcopy(made)


def test_the_last_promise_kept_turns_the_item_solved_also_after_closing():
    main = make.assigned()
    twin = make.accepted()
    review.review(suggestion=twin, outcome=ReviewOutcome.MERGE, reason="同题", into=main, by=make.clerk(), at=make.at())
    due = DAY + timedelta(days=200)
    promises = (make.promise(due, matter="建人行道"), make.promise(due, matter="增设护学岗"))
    reply = make.replied(main, result_class=make.result_class("B"), promises=promises)
    make.judged(main)
    close.close(suggestion=main, by=make.clerk(), today=DAY, at=make.at())
    first, second = (fresh(one) for one in reply.commitments.all())
    confirm(make.reported(first, on=LATER))
    main.refresh_from_db()
    assert main.result_class.code == "B", "one is still owed"
    confirm(make.reported(second, on=LATER))
    for item in (main, twin):
        item.refresh_from_db()
        assert item.result_class.code == "A", item
    assert main.status == Status.CLOSED
    assert Suggestion.objects.with_fact("resolved").filter(pk=main.pk).exists()
    change = reply.class_changes.last()
    assert (change.from_class.code, change.to_class.code, change.cause, change.changed_on) == (
        "B",
        "A",
        ClassChangeCause.FULFILLED,
        LATER,
    )
    event = main.events.get(action=Action.CHANGE_CLASS)
    assert (event.detail, event.new_date) == (f"{change.from_class} → {change.to_class}", LATER)


def test_a_reply_that_says_cannot_keeps_its_class():
    letter = {"result_class": make.result_class("C"), "unsolved_reason": "用地不足", "promises": (make.promise(),)}
    made = fresh(make.replied(make.assigned(), **letter).commitments.get())
    confirm(make.reported(made, on=LATER))
    made.suggestion.refresh_from_db()
    assert (made.state, made.suggestion.result_class.code) == (State.FULFILLED, "C")


def test_an_explained_promise_is_not_a_kept_one():
    CongressTerm.objects.update(ends_on=LATER)
    promises = (make.promise(matter="甲"), make.promise(matter="乙"))
    reply = make.replied(make.assigned(), result_class=make.result_class("B"), promises=promises)
    CongressTerm.objects.update(ends_on=LATER)
    first, second = (fresh(one) for one in reply.commitments.all())
    commitment.explain(commitment=first, text="未获批准", **hand(make.handler(first.assignment.unit)))
    confirm(make.reported(second, on=LATER))
    first.suggestion.refresh_from_db()
    assert first.suggestion.result_class.code == "B"


def test_the_class_is_the_first_in_use_that_counts_as_solved(promise):
    ResultClass.objects.filter(code="A").update(is_active=False)
    ResultClass.objects.create(code="A1", label="已经办成", order=9, counts_as_solved=True)
    confirm(make.reported(promise, on=LATER))
    promise.suggestion.refresh_from_db()
    assert promise.suggestion.result_class.code == "A1"


def test_the_deputy_s_own_receipt(promise):
    by = make.user(Role.DEPUTY, deputy=promise.suggestion.lead_deputy)
    make.reported(promise)
    receipt = receive(promise, by, Grade.BASICALLY_SATISFIED, source=EvaluationSource.PAPER, given_on=DAY)
    assert (receipt.source, receipt.given_on, receipt.grade) == ("online", LATER, "basically_satisfied")
    assert (promise.state, promise.closed_on) == (State.FULFILLED, LATER)
    with pytest.raises(RuleViolation):
        confirm(fresh(promise), by=by)
    reopened = Suggestion.objects.get(pk=promise.suggestion_id)
    assert reopened.grade == "", "the judgement of the reply is another matter"


def test_a_dissatisfied_receipt_hands_it_back_and_the_clock_runs_on(promise):
    contact = make.handler(promise.assignment.unit)
    make.reported(promise, by=contact, on=DAY)
    receive(promise, make.clerk(), Grade.DISSATISFIED, comment="路灯没有亮。", source="paper", files=[upload()])
    made = fresh(promise)
    assert (made.state, made.done_on, made.due_on) == (State.OPEN, None, made.original_due_on)
    assert kinds(made) == ["opened", "reported", "returned"]
    receipt = made.receipts.get()
    assert (receipt.grade, receipt.comment, receipt.attachments.count()) == ("dissatisfied", "路灯没有亮。", 1)
    note = Notification.objects.get(recipient=contact, subject__startswith="承诺事项退回继续落实")
    assert (note.body, note.path) == ("路灯没有亮。", made.get_absolute_url())
    assert Commitment.objects.overdue(made.due_on + timedelta(days=1)).filter(pk=made.pk).exists()


def test_urging_reaches_the_unit_once_a_day(promise):
    unit = promise.assignment.unit
    unit.first_contact = make.handler(unit)
    unit.save()
    head = unit.users.filter(role=Role.UNIT_HEAD).first()
    by = make.user(Role.COORDINATOR, handling_system=unit.handling_system)
    heads = unit.users.filter(role=Role.UNIT_HEAD).count()
    assert commitment_urge.urge(commitment=promise, words="请按期完成。", **hand(by)) == 1 + heads
    with pytest.raises(RuleViolation, match="今天已经催办过"):
        commitment_urge.urge(commitment=promise, words="", **hand(make.clerk()))
    commitment_urge.urge(commitment=promise, words="", **hand(by, LATER + timedelta(days=1)))
    for person in (unit.first_contact, head):
        assert Notification.objects.filter(recipient=person, kind=Notification.Kind.URGE).count() == 2


def test_moving_tells_the_office_the_coordinator_and_the_deputy(promise):
    told = [
        make.clerk(),
        make.user(Role.COORDINATOR, handling_system=promise.assignment.unit.handling_system),
        make.user(Role.DEPUTY, deputy=promise.suggestion.lead_deputy),
    ]
    made = fresh(promise)
    due = LATER + timedelta(days=300)
    commitment.move(commitment=made, due_on=due, reason="雨季。", **hand(make.handler(made.assignment.unit)))
    for person in told:
        assert Notification.objects.get(recipient=person).subject.startswith("承诺期限已调整")
