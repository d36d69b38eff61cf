"""The suggestion's copies for the lists are true: recomputed from the rows they repeat, by another method."""

from datetime import timedelta

import pytest

from suggestions.actions import extend, give_back, rehandle, reply, review, sign
from suggestions.choices import Grade, ReviewOutcome, UnitRole
from suggestions.models import Regulation, Suggestion
from tests import factories as make

pytestmark = pytest.mark.django_db


def truth(item) -> dict:
    """What the copies should say, asked of the rows one by one."""
    tasks = [t for t in item.assignments.all() if t.role != UnitRole.ASSISTING]
    standing = [t for t in tasks if t.ended_at is None]
    current = [t for t in standing if t.round == item.round]
    owed = [t for t in current if t.done_on is None]
    last = [t.replies.filter(state="accepted").last() for t in current]
    evaluation = item.evaluations.order_by("-round").first()
    return {
        "lead_unit_names": "、".join(t.unit.name for t in current),
        "assigned_on": min(t.assigned_on for t in tasks),
        "due_on": min(t.due_on for t in (owed or current)),
        "filed_on": None if owed else max(t.done_on for t in current),
        "replied_on": max(t.done_on for t in current) if all(last) else None,
        "result_class": last[0].result_class if all(last) else None,
        "grade": evaluation.result if evaluation else "",
    }


def check(item) -> None:
    item = Suggestion.objects.get(pk=item.pk)
    wanted = truth(item)
    assert {name: getattr(item, name) for name in wanted} == wanted


def test_through_a_whole_story():
    first, lead = make.unit(), make.unit()
    later = make.DAY + timedelta(days=2)
    item = make.assigned(first)
    check(item)
    request = give_back.request(
        assignment=make.task(item),
        reason="非本局职责",
        proposed_unit=lead,
        by=make.handler(first),
        on=later,
        at=make.at(later),
    )
    check(item)
    head = make.office_head()
    give_back.agree(request=request, unit=lead, assigned_on=later, by=head, today=later, at=make.at(later))
    check(item)
    extension = extend.request(
        assignment=make.signed(item, on=later),
        until=make.DAY + timedelta(days=120),
        reason="涉及面广",
        by=make.handler(lead),
        today=later,
        at=make.at(later),
    )
    extend.decide(extension=extension, agreed=True, by=head, today=later, at=make.at(later))
    check(item)
    made = make.submitted(item, on=later)
    check(item)
    reply.sign_off(reply=made, by=make.head(lead), on=later, at=make.at(later))
    check(item)
    reply.reject(reply=made, reason="过于简单", by=make.clerk(), at=make.at(later))
    check(item)
    item.refresh_from_db()
    make.replied(item, on=later)
    check(item)
    make.judged(item, Grade.DISSATISFIED, on=later)
    check(item)
    rehandle.rehandle(
        suggestion=item, demanded_on=later, reason="未落实", by=make.clerk(), today=later, at=make.at(later)
    )
    check(item)
    item.refresh_from_db()
    make.replied(item, on=later, result_class=make.result_class("C"), unsolved_reason="无权限")
    make.judged(item, Grade.BASICALLY_SATISFIED, on=later)
    check(item)


def test_signing_where_receipt_starts_the_clock():
    Regulation.objects.create(clock_start="receipt", changed_by=make.office_head(), changed_at=make.at())
    item = make.assigned()
    before, task, later = item.due_on, make.task(item), make.DAY + timedelta(days=9)
    sign.sign(assignment=task, by=make.handler(task.unit), on=later, at=make.at(later))
    check(item)
    item.refresh_from_db()
    assert item.due_on > before


def test_what_is_merged_into_one_under_handling_has_its_days():
    main = make.assigned()
    twin = make.suggestion(session=main.session)
    words = {"reason": "内容相近", "by": make.clerk(), "at": make.at()}
    review.review(suggestion=twin, outcome=ReviewOutcome.MERGE, into=main, **words)
    twin.refresh_from_db()
    assert (twin.due_on, twin.lead_unit_names) == (main.due_on, main.lead_unit_names)
    assert twin.due_on is not None


def test_what_is_withdrawn_is_due_no_more():
    item = make.assigned()
    assert item.due_on is not None
    words = {"reason": "代表撤回", "by": make.clerk(), "at": make.at()}
    review.review(suggestion=item, outcome=ReviewOutcome.WITHDRAW, **words)
    item.refresh_from_db()
    assert (item.due_on, item.lead_unit_names) == (None, "")
