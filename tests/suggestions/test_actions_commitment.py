"""A promise from the day it is made to the day it is struck off: who may, what is refused."""

from copy import deepcopy
from datetime import timedelta

import pytest

from accounts.models import Notification
from accounts.roles import HandlingSystem, Role
from suggestions.actions import commitment, commitment_judge, commitment_urge
from suggestions.choices import (
    CommitmentEntryKind,
    CommitmentState,
    EvaluationSource,
    Grade,
)
from suggestions.commitment_rules import may_explain
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from suggestions.models import CongressTerm, Event
from suggestions.permissions import can
from suggestions.workflow import ON_COMMITMENT, Action
from tests import factories as make
from tests.suggestions.pages import upload
from tests.suggestions.promises import LATER, confirm, fresh, hand, kinds, receive

pytestmark = pytest.mark.django_db
DAY = make.DAY
State = CommitmentState


@pytest.fixture(scope="module")
def made(rows_stay):
    for code in "ABC":
        make.result_class(code)
    return make.commitment()


@pytest.fixture
def promise(made):
    return deepcopy(made)


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
