"""The hard rules of domain.md 9, one test each, through the actions that the pages use and nothing below them.

"Key suggestions need a leading member and a committee" waits for the key suggestions themselves.
"""

from copy import deepcopy
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.roles import Role
from suggestions.actions import (
    add_unit,
    assign,
    cancel,
    commitment_judge,
    draft_units,
    evaluate,
    give_back,
    reply,
)
from suggestions.choices import (
    AskOutcome,
    AssignmentState,
    CommitmentState,
    EvaluationSource,
    Grade,
    ReplyState,
    Status,
    UnitRole,
)
from suggestions.errors import NotAllowed, RuleViolation
from suggestions.models import Ask, Assignment, Commitment, CommitmentReceipt, Evaluation, Event, Reply, Suggestion
from suggestions.models.event import AppendOnly
from suggestions.permissions import can, check
from suggestions.workflow import ON_COMMITMENT, TRANSITIONS, Action
from tests import factories as make
from tests.factories import DAY
from tests.suggestions import every_step

pytestmark = pytest.mark.django_db


def submit(task, **fields):
    """The letter goes to the head; the unit has spoken with the deputy."""
    if not reply.has_contact(task):
        make.contacted(task.suggestion, task.unit)
        task.refresh_from_db()
    letter = make.letter(**fields)
    return reply.submit(assignment=task, letter=letter, by=make.handler(task.unit), today=DAY, at=make.at())


@pytest.fixture(scope="module")
def made(rows_stay):
    """A task, and one with an assisting unit beside it."""
    helper = make.unit("市财政局")
    return make.signed(make.assigned()), make.signed(make.assigned(assisting=[helper])), helper


@pytest.fixture
def task(made):
    return deepcopy(made[0])


class TestOnlyOneLead:
    """只有一个主办单位，分办除外。"""

    def test_two_leads_are_refused_unless_each_answers_its_own_part(self):
        one, two = make.unit(), make.unit()
        item, by = make.accepted(), make.clerk()
        before = Assignment.objects.count()
        with pytest.raises(RuleViolation):
            draft_units.draft(suggestion=item, leads=[one, two], by=by)
        with pytest.raises(RuleViolation):
            assign.issue(suggestions=[item], session=item.session, assigned_on=DAY, by=by, today=DAY, at=make.at())
        assert Assignment.objects.count() == before
        item = make.assigned(one, two, separate=True)
        assert set(item.assignments.values_list("role", flat=True)) == {UnitRole.SEPARATE}

    def test_a_unit_added_later_only_assists(self):
        item = make.assigned(make.unit())
        add_unit.add(suggestion=item, unit=make.unit(), assigned_on=DAY, by=make.clerk(), today=DAY, at=make.at())
        assert sorted(item.assignments.values_list("role", flat=True)) == [UnitRole.ASSISTING, UnitRole.LEAD]

    def test_another_lead_only_after_the_first_has_ended(self):
        item = make.assigned(make.unit())
        give_back.reassign(
            assignment=make.task(item),
            unit=make.unit(),
            assigned_on=DAY,
            reason="职责调整",
            by=make.clerk(),
            today=DAY,
            at=make.at(),
        )
        leads = item.assignments.filter(role=UnitRole.LEAD)
        assert sorted(leads.values_list("state", flat=True)) == [
            AssignmentState.AWAITING_RECEIPT,
            AssignmentState.GIVEN_BACK,
        ]


class TestOpinionsBeforeTheReply:
    """协办意见先于答复；不再等待须说明理由。"""

    @pytest.fixture
    def pair(self, made):
        return deepcopy(made[1:])

    def test_refused_while_one_is_missing(self, pair):
        task, _helper = pair
        with pytest.raises(RuleViolation, match="市财政局尚未提交协办意见") as refusal:
            submit(task)
        assert refusal.value.field == "without_opinions_reason"
        assert not Reply.objects.exists()

    def test_a_reason_overrides_and_is_kept(self, pair):
        task, _helper = pair
        made = submit(task, without_opinions_reason="三次催请未复。")
        assert made.without_opinions_reason == "三次催请未复。"
        assert Event.objects.get(action=Action.SUBMIT_REPLY).reason == "三次催请未复。"

    def test_nothing_is_asked_once_it_is_there(self, pair):
        task, helper = pair
        make.opined(task.suggestion, helper)
        task.refresh_from_db()
        assert submit(task).without_opinions_reason == ""


class TestClassAndDocumentNumber:
    """没有类别和文号的答复不能提交。"""

    @pytest.mark.parametrize("number", ["", "   ", "\u3000"])
    def test_no_number_no_reply(self, task, number):
        with pytest.raises(RuleViolation) as refusal:
            submit(task, document_number=number)
        assert refusal.value.field == "document_number"
        assert not Reply.objects.exists()

    def test_no_class_no_reply(self, client, task):
        make.contacted(task.suggestion, task.unit)
        client.force_login(make.handler(task.unit))
        data = {"text": "答复", "document_number": "测函〔2026〕1号", "signatory": "局长", "dated_on": "2026-03-02"}
        page = client.post(f"/tasks/{task.pk}/reply/", data)
        assert "result_class" in page.context["form"].errors
        assert not Reply.objects.exists()


class TestPromises:
    """B类须有写明期限的承诺事项，审核通过后列入台账。"""

    def test_b_without_a_promise_is_refused(self, task):
        with pytest.raises(RuleViolation, match="承诺要有期限"):
            submit(task, result_class=make.result_class("B"), promises=())
        assert not Reply.objects.exists()

    def test_an_ask_that_is_planned_needs_its_day(self, task):
        ask = Ask.objects.create(
            suggestion=task.suggestion, position=1, text="修路", added_by=make.clerk(), added_at=make.at()
        )
        answer = reply.Answer(ask, AskOutcome.PLANNED, "列入计划")
        with pytest.raises(RuleViolation, match="请填写计划完成日期"):
            submit(task, result_class=make.result_class("B"), promises=(), answers=(answer,))
        day = DAY + timedelta(days=90)
        made = submit(
            task,
            result_class=make.result_class("B"),
            promises=(),
            answers=(reply.Answer(ask, AskOutcome.PLANNED, "列入计划", planned_on=day),),
        )
        assert list(made.commitments.values_list("due_on", "state")) == [(day, CommitmentState.PROPOSED)]

    def test_it_is_on_the_ledger_once_accepted(self, task):
        make.replied(task.suggestion, result_class=make.result_class("B"))
        found = Commitment.objects.get()
        assert (found.state, found.opened_on) == (CommitmentState.OPEN, DAY)


class TestReasonForC:
    """C类须说明理由。"""

    @pytest.mark.parametrize("reason", ["", " \n "])
    def test_c_without_a_reason_is_refused(self, task, reason):
        with pytest.raises(RuleViolation) as refusal:
            submit(task, result_class=make.result_class("C"), unsolved_reason=reason)
        assert refusal.value.field == "unsolved_reason"
        assert not Reply.objects.exists()

    def test_with_it_it_goes(self, task):
        made = submit(task, result_class=make.result_class("C"), unsolved_reason="涉及上级权限。")
        assert made.state == ReplyState.AWAITING_SIGNATURE


class TestNoFeedbackByTheHandlingUnit:
    """承办单位不得填写代表反馈，也不得确认自己的承诺已经兑现。"""

    def parties(self):
        """Every account of a unit that ever had a part in it, ended ones too."""
        lead, helper, former = make.unit(), make.unit(), make.unit()
        item = make.assigned(lead, assisting=[helper, former])
        cancel.cancel(assignment=make.task(item, former), reason="无关", by=make.clerk(), at=make.at())
        make.opined(item, helper)
        make.replied(item, lead, result_class=make.result_class("B"))
        people = [person(unit) for unit in (lead, helper, former) for person in (make.handler, make.head)]
        # An account of the office or of the deputy that also belongs to the unit: the unit counts
        people += [make.clerk(unit=lead), make.user(Role.DEPUTY, deputy=item.lead_deputy, unit=lead)]
        return item, people

    def test_not_the_grade(self):
        item, people = self.parties()
        for person in people:
            assert not can(person, Action.EVALUATE, item), person.role
            with pytest.raises(NotAllowed):
                evaluate.evaluate(
                    suggestion=item,
                    attitude=Grade.SATISFIED,
                    result=Grade.SATISFIED,
                    source=EvaluationSource.PHONE,
                    given_on=DAY,
                    by=person,
                    today=DAY,
                    at=make.at(),
                )
        assert not Evaluation.objects.exists()

    @pytest.mark.parametrize("action", [Action.CONFIRM_DONE, Action.RETURN_DONE])
    def test_not_the_second_receipt(self, action):
        item, people = self.parties()
        promise = Commitment.objects.select_related("suggestion", "assignment").get()
        promise.state = CommitmentState.REPORTED
        for person in people:
            assert not can(person, action, item, promise.assignment, promise), person.role
            with pytest.raises(NotAllowed, match="承办单位"):
                check(person, action, item, promise.assignment)
            with pytest.raises(NotAllowed):
                commitment_judge.receive(
                    commitment=promise,
                    grade=Grade.SATISFIED if action == Action.CONFIRM_DONE else Grade.DISSATISFIED,
                    comment="意见",
                    source=EvaluationSource.PHONE,
                    given_on=DAY,
                    by=person,
                    today=DAY,
                    at=make.at(),
                )
        assert not CommitmentReceipt.objects.exists()
        assert can(make.clerk(), action, item, promise.assignment, promise)


class TestEveryChangeKeepsWhoAndWhen:
    """每次变更都留下操作人和时间，历史前后相接。"""

    def test_who_and_when_of_every_step_and_no_gap_between_them(self):
        """No state was ever written without its line: each line starts where the one before it ended."""
        every_step.live()
        found = set(Event.objects.values_list("action", flat=True))
        assert found >= set(TRANSITIONS) - {Action.DRAFT_UNITS}  # pencilled in, nothing said yet: no line of history
        nameless = Event.objects.filter(by=None) | Event.objects.filter(by_name="") | Event.objects.filter(by_role="")
        assert not nameless.exists()
        assert {timezone.localtime(at).date() for at in Event.objects.values_list("at", flat=True)} == {DAY}
        for suggestion in Suggestion.objects.all():
            lines = suggestion.events.filter(Q(assignment=None) | Q(action=Action.ASSIGN))
            self.follows(lines, Status.REGISTERED, suggestion.status)
        for task in Assignment.objects.all():
            self.follows(task.events.exclude(action=Action.ASSIGN), AssignmentState.AWAITING_RECEIPT, task.state)

    def follows(self, events, first: str, last: str) -> None:
        """Promises have a history of their own; a suggestion is handed over in one step with a line for each unit."""
        state, handed_over = first, 0
        for event in events.exclude(from_state="").exclude(action__in=ON_COMMITMENT).order_by("pk"):
            if event.action == Action.ASSIGN and handed_over == event.suggestion_id:
                continue
            handed_over = event.suggestion_id if event.action == Action.ASSIGN else 0
            assert (event.action, event.from_state) == (event.action, state)
            state = event.to_state
        assert state == last

    def test_no_line_is_ever_changed_or_struck_out(self):
        make.assigned()
        event = Event.objects.first()
        event.reason = "改写"
        with pytest.raises(AppendOnly):
            event.save()
        with pytest.raises(AppendOnly):
            event.delete()
        with pytest.raises(TypeError):
            Event.objects.update(reason="改写")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            QuerySet(Event).filter(pk=event.pk).update(reason="改写")  # past the application
