"""Judgement, second handling, closing: the grade is the deputy's, and dissatisfied means handled again."""

from datetime import date, timedelta

import pytest

from accounts.roles import Role
from suggestions.actions import close, evaluate, rehandle
from suggestions.choices import EvaluationSource, Grade, Status
from suggestions.errors import NotAllowed, RuleViolation
from suggestions.models import Evaluation
from tests import factories as make

pytestmark = pytest.mark.django_db


# Judgement


def judge(item, by, **words):
    words = {"attitude": Grade.SATISFIED, "result": Grade.SATISFIED, "source": EvaluationSource.PHONE} | words
    day = words.pop("today", make.DAY)
    words.setdefault("given_on", day)
    return evaluate.evaluate(suggestion=item, by=by, today=day, at=make.at(day), **words)


def test_no_account_of_a_handling_unit_can_judge():
    lead, assistant = make.unit(), make.unit()
    deputy = make.deputy()
    item = make.assigned(lead, assisting=[assistant], lead_deputy=deputy)
    make.opined(item, assistant)
    make.replied(item, lead)
    tied = make.user(Role.DEPUTY, deputy=deputy, unit=assistant)
    for person in (make.handler(lead), make.head(lead), make.handler(assistant), tied):
        with pytest.raises(NotAllowed):
            judge(item, person)
    assert Evaluation.objects.count() == 0


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.CLERK, Role.OFFICE_HEAD, Role.DEPUTY}])
def test_nor_can_any_other_role(role):
    item = make.assigned()
    make.replied(item)
    with pytest.raises(NotAllowed):
        judge(item, make.user(role))


def test_the_deputy_judges_only_the_own_suggestion():
    deputy = make.deputy()
    item = make.assigned(lead_deputy=deputy)
    make.replied(item)
    with pytest.raises(NotAllowed):
        judge(item, make.user(Role.DEPUTY))
    made = judge(item, make.user(Role.DEPUTY, deputy=deputy))
    assert (made.source, item.grade) == (EvaluationSource.ONLINE, Grade.SATISFIED)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"source": EvaluationSource.ONLINE}, "工作人员录入"),
        ({"source": EvaluationSource.PAPER}, "扫描件"),
        ({"result": Grade.DISSATISFIED}, "写明意见"),
        ({"given_on": make.DAY + timedelta(days=1)}, "反馈日期"),
        ({"given_on": make.DAY - timedelta(days=1)}, "反馈日期"),
    ],
)
def test_what_the_office_cannot_key(words, sentence):
    item = make.assigned()
    make.replied(item)
    with pytest.raises(RuleViolation, match=sentence):
        judge(item, make.clerk(), **words)
    item.refresh_from_db()
    assert (item.status, Evaluation.objects.count()) == (Status.REPLIED, 0)


def test_nothing_is_judged_before_the_reply_or_twice():
    item = make.assigned()
    with pytest.raises(RuleViolation, match="尚未答复"):
        judge(item, make.clerk())
    make.replied(item)
    judge(item, make.clerk())
    with pytest.raises(RuleViolation):
        judge(item, make.clerk())
    assert Evaluation.objects.count() == 1


# Second handling and closing


def demand(item, on=make.DAY, **words):
    return rehandle.rehandle(
        suggestion=item, demanded_on=on, reason="未落实", by=make.clerk(), today=on, at=make.at(on), **words
    )


def test_dissatisfied_is_handled_again_with_its_own_limit_and_the_first_round_stays():
    lead, assistant = make.unit(), make.unit()
    item = make.assigned(lead, assisting=[assistant])
    make.opined(item, assistant)
    make.replied(item, lead)
    make.judged(item, Grade.DISSATISFIED)
    with pytest.raises(RuleViolation, match="重新办理"):
        close.close(suggestion=item, by=make.clerk(), today=make.DAY, at=make.at())
    tasks = demand(item)
    item.refresh_from_db()
    assert [t.unit for t in tasks] == [lead]
    assert (item.status, item.round, item.due_on) == (Status.IN_HANDLING, 2, date(2026, 4, 2))
    assert (item.replied_on, item.first_replied_on, item.grade) == (None, make.DAY, Grade.DISSATISFIED)
    make.replied(item, lead, text="重新办理情况如下。")
    make.judged(item, Grade.SATISFIED)
    assert [(e.round, e.result) for e in item.evaluations.all()] == [
        (1, Grade.DISSATISFIED),
        (2, Grade.SATISFIED),
    ]
    close.close(suggestion=item, by=make.clerk(), today=make.DAY, at=make.at())
    item.refresh_from_db()
    assert (item.status, item.is_replied, item.is_resolved, item.is_satisfied) == (Status.CLOSED, True, True, True)


def test_the_three_facts_are_kept_apart():
    item = make.assigned()
    make.replied(item, result_class=make.result_class("C"), unsolved_reason="无权限")
    make.judged(item, Grade.SATISFIED)
    assert (item.is_replied, item.is_resolved, item.is_satisfied) == (True, False, True)


def test_what_nobody_judged_is_closed_only_after_the_limit_and_stays_unrated():
    item = make.assigned()
    make.replied(item)
    words = {"suggestion": item, "by": make.clerk()}
    with pytest.raises(RuleViolation, match="2026-03-23"):
        close.close(reason="无反馈", today=date(2026, 3, 23), at=make.at(), **words)
    with pytest.raises(RuleViolation, match="说明情况"):
        close.close(today=date(2026, 3, 24), at=make.at(), **words)
    close.close(reason="两次电话催请未回复", today=date(2026, 3, 24), at=make.at(), **words)
    item.refresh_from_db()
    assert (item.status, item.grade, item.is_satisfied) == (Status.CLOSED, "", False)
