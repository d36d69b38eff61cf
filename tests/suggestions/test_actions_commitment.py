"""A promise from the day it is made to the day it is struck off: who may, what is refused, what follows."""

from datetime import date, timedelta

import pytest

from accounts.models import Notification
from accounts.roles import HandlingSystem, Role
from suggestions.actions import close, commitment, commitment_judge, commitment_urge, review
from suggestions.choices import (
    ClassChangeCause,
    CommitmentEntryKind,
    CommitmentState,
    EvaluationSource,
    Grade,
    ReviewOutcome,
    Status,
)
from suggestions.commitment_rules import may_explain
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from suggestions.models import Commitment, CongressTerm, Event, ResultClass, Suggestion
from suggestions.permissions import can
from suggestions.workflow import ON_COMMITMENT, Action
from tests import factories as make
from tests.suggestions.pages import upload

pytestmark = pytest.mark.django_db
DAY = make.DAY
LATER = DAY + timedelta(days=60)
State = CommitmentState


@pytest.fixture(autouse=True)
def classes():
    for code in "ABC":
        make.result_class(code)


@pytest.fixture
def promise():
    return make.commitment()


def hand(by, day: date = LATER) -> dict:
    return {"by": by, "today": day, "at": make.at(day)}


def kinds(made) -> list[str]:
    return [entry.kind for entry in made.entries.all()]


def fresh(made) -> Commitment:
    return Commitment.objects.select_related("suggestion", "assignment__unit", "reply__result_class").get(pk=made.pk)


def confirm(made, by=None, on: date = LATER) -> None:
    commitment_judge.confirm(commitment=made, note="已现场查看。", by=by or make.clerk(), on=on, at=make.at(on))


def receive(made, by, grade: str = Grade.SATISFIED, **words):
    words = {"source": EvaluationSource.PHONE, "given_on": LATER} | words
    return commitment_judge.receive(commitment=made, grade=grade, **words, **hand(by))


# Who


UNIT, OFFICE = {Role.UNIT_HANDLER, Role.UNIT_HEAD}, {Role.CLERK, Role.OFFICE_HEAD}
WHO = {
    Action.REPORT_PROGRESS: UNIT,
    Action.MOVE_COMMITMENT: UNIT,
    Action.REPORT_DONE: UNIT,
    Action.EXPLAIN_COMMITMENT: UNIT,
    Action.URGE_COMMITMENT: OFFICE | {Role.COORDINATOR},
    Action.CONFIRM_DONE: OFFICE | {Role.DEPUTY},
    Action.RETURN_DONE: OFFICE | {Role.DEPUTY},
}


def people(made) -> dict[Role, object]:
    """Everyone who stands in a relation to the promise: the own unit's, the own deputy's, the own system's account."""
    unit, deputy = made.assignment.unit, made.suggestion.lead_deputy
    own = {
        Role.UNIT_HANDLER: make.handler(unit),
        Role.UNIT_HEAD: make.head(unit),
        Role.DEPUTY: make.user(Role.DEPUTY, deputy=deputy),
        Role.COORDINATOR: make.user(Role.COORDINATOR, handling_system=unit.handling_system),
    }
    return {role: own.get(role) or make.user(role) for role in Role}


def test_each_verb_is_for_its_people_and_no_others(promise):
    reported = make.reported(make.commitment())
    for made in (promise, reported):
        open_now = {a for a in ON_COMMITMENT if made.state in {State.OPEN} and a not in _JUDGED} | (
            _JUDGED if made.state == State.REPORTED else set()
        )
        for role, person in people(made).items():
            may = {a for a in ON_COMMITMENT if can(person, a, made.suggestion, made.assignment, made)}
            assert may == {a for a in open_now if role in WHO.get(a, ())}, (made.state, role)


_JUDGED = {Action.CONFIRM_DONE, Action.RETURN_DONE}


def test_strangers_of_the_right_role_may_not(promise):
    other = make.unit("别的局", handling_system=HandlingSystem.PARTY)
    strangers = [make.handler(other), make.user(Role.COORDINATOR, handling_system=HandlingSystem.PARTY)]
    with pytest.raises(NotAllowed):
        commitment.report_progress(commitment=promise, text="x", happened_on=LATER, **hand(strangers[0]))
    with pytest.raises(NotAllowed):
        commitment_urge.urge(commitment=promise, words="", **hand(strangers[1]))
    make.reported(promise)
    for person in (make.user(Role.DEPUTY), make.handler(promise.assignment.unit), *strangers):
        with pytest.raises(NotAllowed):
            receive(fresh(promise), person)
        if person.role != Role.DEPUTY:
            with pytest.raises(NotAllowed):
                confirm(fresh(promise), by=person)
        with pytest.raises(NotAllowed):
            commitment_judge.return_done(commitment=fresh(promise), reason="x", by=person, on=LATER, at=make.at(LATER))
    assert fresh(promise).state == State.REPORTED


def test_a_deputy_account_tied_to_the_unit_does_not_judge_its_promise(promise):
    """The grade is never a handling unit's, whatever else the account is."""
    tied = make.user(Role.DEPUTY, deputy=promise.suggestion.lead_deputy, unit=promise.assignment.unit)
    make.reported(promise)
    with pytest.raises(NotAllowed):
        receive(promise, tied)
    assert fresh(promise).receipts.count() == 0


# What is refused


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(0, "应在今天之后"), (-1, "应在今天之后"), (140, "应晚于现在的"), (100, "应晚于现在的"), (141, None)],
)
def test_the_day_moves_only_ahead(promise, days, sentence):
    """Today is day 60; the promise is due on day 200."""
    by, due = make.handler(promise.assignment.unit), LATER + timedelta(days=days)
    words = {"commitment": promise, "due_on": due, "reason": "雨季延误，工程顺延。", **hand(by)}
    if sentence:
        with pytest.raises(RuleViolation, match=sentence) as refusal:
            commitment.move(**words)
        assert (refusal.value.field, fresh(promise).due_on) == ("due_on", promise.original_due_on)
        return
    commitment.move(**words)
    made = fresh(promise)
    assert (made.due_on, made.original_due_on, made.is_moved) == (due, DAY + timedelta(days=200), True)
    entry = made.entries.get(kind=CommitmentEntryKind.MOVED)
    assert (entry.old_due_on, entry.new_due_on, entry.text) == (made.original_due_on, due, "雨季延误，工程顺延。")
    event = made.suggestion.events.get(action=Action.MOVE_COMMITMENT)
    assert (event.old_date, event.new_date, event.reason) == (made.original_due_on, due, "雨季延误，工程顺延。")


@pytest.mark.parametrize("verb", ["report_progress", "move", "report_done", "explain"])
def test_no_verb_without_words(promise, verb):
    CongressTerm.objects.update(ends_on=LATER)
    words = {
        "report_progress": {"text": " ", "happened_on": LATER},
        "move": {"reason": " ", "due_on": LATER + timedelta(days=300)},
        "report_done": {"text": " ", "done_on": LATER, "files": [upload()]},
        "explain": {"text": " "},
    }[verb]
    before = Event.objects.count()
    with pytest.raises(RuleViolation, match="请填写理由"):
        getattr(commitment, verb)(commitment=promise, **words, **hand(make.handler(promise.assignment.unit)))
    assert (fresh(promise).version, Event.objects.count(), kinds(promise)) == (promise.version, before, ["opened"])


@pytest.mark.parametrize(
    ("day", "sentence"), [(DAY - timedelta(days=1), "不能早于"), (LATER + timedelta(days=1), "不能晚于今天")]
)
def test_a_day_of_progress_lies_between_the_letter_and_today(promise, day, sentence):
    by = make.handler(promise.assignment.unit)
    with pytest.raises(RuleViolation, match=sentence):
        commitment.report_progress(commitment=promise, text="开工", happened_on=day, **hand(by))
    with pytest.raises(RuleViolation, match=sentence):
        commitment.report_done(commitment=promise, text="完工", done_on=day, files=[upload()], **hand(by))


def test_done_needs_proof_once(promise):
    by = make.handler(promise.assignment.unit)
    with pytest.raises(RuleViolation, match="证明材料"):
        commitment.report_done(commitment=promise, text="完工", done_on=LATER, **hand(by))
    commitment.report_progress(commitment=promise, text="主体完工", happened_on=LATER, files=[upload()], **hand(by))
    commitment.report_done(commitment=promise, text="完工", done_on=LATER, **hand(by))
    assert (promise.state, promise.done_on) == (State.REPORTED, LATER)
    assert kinds(promise) == ["opened", "progress", "reported"]


def test_only_one_of_two_at_once_wins(promise):
    by = make.handler(promise.assignment.unit)
    seen_twice = fresh(promise)
    make.reported(promise, by=by)
    with pytest.raises(Conflict):
        make.reported(seen_twice, by=by)
    assert kinds(promise) == ["opened", "reported"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"source": EvaluationSource.ONLINE}, "纸质回执或电话记录"),
        ({"source": EvaluationSource.PAPER}, "扫描件"),
        ({"grade": Grade.DISSATISFIED}, "请写明意见"),
        ({"given_on": LATER + timedelta(days=1)}, "不能晚于今天"),
        ({"given_on": DAY - timedelta(days=1)}, "报告完成的日期之后"),
    ],
)
def test_what_the_office_may_not_key(promise, words, sentence):
    make.reported(promise)
    with pytest.raises(RuleViolation, match=sentence):
        receive(promise, make.clerk(), **words)
    assert (fresh(promise).state, promise.receipts.count()) == (State.REPORTED, 0)


@pytest.mark.parametrize(
    ("ends_in", "may"), [(None, False), (91, False), (90, True), (0, True), (-1, True), (-400, True)]
)
def test_words_instead_of_deeds_only_as_the_term_ends(promise, ends_in, may):
    ends_on = None if ends_in is None else LATER + timedelta(days=ends_in)
    CongressTerm.objects.update(ends_on=ends_on)
    assert may_explain(ends_on, LATER) == may
    words = {"commitment": fresh(promise), "text": "用地未获批准，列入下一轮规划。"}
    by = make.handler(promise.assignment.unit)
    if not may:
        with pytest.raises(RuleViolation, match="届满"):
            commitment.explain(**words, **hand(by))
        assert fresh(promise).state == State.OPEN
        return
    deputy = make.user(Role.DEPUTY, deputy=promise.suggestion.lead_deputy)
    commitment.explain(**words, **hand(by))
    made = fresh(promise)
    assert (made.state, made.closed_on, made.done_on) == (State.EXPLAINED, LATER, None)
    assert Notification.objects.filter(recipient=deputy, body="用地未获批准，列入下一轮规划。").count() == 1
    assert made.reply.result_class.code == "B"


# What follows


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
