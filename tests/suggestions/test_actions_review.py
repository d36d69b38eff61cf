"""Review, merging, withdrawal: outcomes with their reasons, and what must not be lost (domain.md 1.4)."""

import pytest

from accounts.models import Notification
from suggestions.actions import review
from suggestions.choices import AssignmentState, Grade, RefusalReason, ReviewOutcome, Status
from suggestions.errors import NotAllowed, RuleViolation
from suggestions.models import Review
from tests import factories as make

pytestmark = pytest.mark.django_db


def decide(item, outcome, **words):
    review.review(suggestion=item, outcome=outcome, by=words.pop("by", None) or make.clerk(), at=make.at(), **words)
    item.refresh_from_db()


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (ReviewOutcome.ACCEPT, Status.ACCEPTED),
        (ReviewOutcome.RETURN, Status.RETURNED),
        (ReviewOutcome.CONVERT, Status.CONVERTED),
        (ReviewOutcome.WITHDRAW, Status.WITHDRAWN),
    ],
)
def test_an_outcome_and_its_status(outcome, status):
    item = make.suggestion()
    decide(item, outcome, reason="理由")
    assert item.status == status
    assert Review.objects.get().reason == "理由"


@pytest.mark.parametrize("outcome", [ReviewOutcome.RETURN, ReviewOutcome.CONVERT, ReviewOutcome.WITHDRAW])
def test_every_outcome_but_acceptance_needs_a_reason(outcome):
    item = make.suggestion()
    with pytest.raises(RuleViolation, match="理由"):
        decide(item, outcome)
    assert (item.status, Review.objects.count(), item.events.count()) == (Status.REGISTERED, 0, 1)


def test_a_refusal_names_its_kind_of_reason():
    item = make.suggestion()
    with pytest.raises(RuleViolation, match="理由类别"):
        decide(item, ReviewOutcome.NOT_ACCEPT, reason="不受理")
    decide(item, ReviewOutcome.NOT_ACCEPT, reason_code=RefusalReason.JUDICIAL)
    assert item.status == Status.NOT_ACCEPTED
    assert "案件" in Review.objects.get().reason


def test_a_merged_one_keeps_its_number_and_is_answered_with_its_main():
    lead = make.unit()
    main, other = make.accepted(), make.suggestion()
    number = other.number
    decide(other, ReviewOutcome.MERGE, into=main, reason="内容相同")
    assert (other.status, other.merged_into, other.number) == (Status.MERGED, main, number)
    main_assigned = make.assigned(lead)
    second = make.suggestion(session=main_assigned.session)
    decide(second, ReviewOutcome.MERGE, into=main_assigned, reason="内容相同")
    make.replied(main_assigned, lead)
    second.refresh_from_db()
    assert second.status == Status.MERGED
    assert second.replied_on == make.DAY
    assert second.result_class.code == "A"
    make.judged(second, Grade.BASICALLY_SATISFIED)
    assert (second.status, second.grade) == (Status.MERGED, Grade.BASICALLY_SATISFIED)
    main_assigned.refresh_from_db()
    assert main_assigned.grade == "", "one deputy's judgement is not another's"


@pytest.mark.parametrize("into", ["itself", "nothing", "closed", "other session"])
def test_what_cannot_be_merged_into(into):
    item = make.suggestion()
    target = {
        "itself": lambda: item,
        "nothing": lambda: None,
        "closed": lambda: make.suggestion(session=item.session),
        "other session": lambda: make.suggestion(session=make.session("十三届二次会议", ordinal=2)),
    }[into]()
    if into == "closed":
        decide(target, ReviewOutcome.CONVERT, reason="转来信")
    with pytest.raises(RuleViolation):
        decide(item, ReviewOutcome.MERGE, into=target, reason="内容相同")
    item.refresh_from_db()
    assert item.status == Status.REGISTERED


def test_a_withdrawal_ends_the_open_tasks_and_tells_their_units():
    lead, assistant = make.unit(), make.unit()
    people = [make.handler(lead), make.handler(assistant)]
    item = make.assigned(lead, assisting=[assistant])
    decide(item, ReviewOutcome.WITHDRAW, reason="代表书面撤回")
    assert item.status == Status.WITHDRAWN
    assert set(item.assignments.values_list("state", flat=True)) == {AssignmentState.CANCELLED}
    told = Notification.objects.filter(key__startswith="withdrawn:").values_list("recipient", flat=True)
    assert set(told) == {p.pk for p in people}
    assert item.due_on is None, "nothing is owed any more"


def test_a_mistaken_decision_is_undone_by_the_head_only():
    item = make.suggestion()
    decide(item, ReviewOutcome.CONVERT, reason="转来信")
    with pytest.raises(NotAllowed):
        review.revise(suggestion=item, reason="看错", by=make.clerk(), at=make.at())
    review.revise(suggestion=item, reason="看错", by=make.office_head(), at=make.at())
    item.refresh_from_db()
    assert item.status == Status.REGISTERED


def test_undoing_a_merge_clears_its_main():
    main, other = make.accepted(), make.suggestion()
    decide(other, ReviewOutcome.MERGE, into=main, reason="内容相同")
    review.revise(suggestion=other, reason="不同", by=make.office_head(), at=make.at())
    other.refresh_from_db()
    assert (other.status, other.merged_into) == (Status.REGISTERED, None)
