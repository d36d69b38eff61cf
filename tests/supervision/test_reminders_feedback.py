"""The deputy's feedback that is waited for: who is asked, and when no longer."""

from datetime import date, timedelta

import pytest

from accounts.models import Notification
from accounts.roles import Role
from suggestions.actions import assign, close, draft_units, rehandle, review
from suggestions.choices import Grade, ReviewOutcome
from suggestions.models import Suggestion
from supervision import reminders
from tests import factories as make
from tests.supervision.test_reminders import due_in, house, owing, send, sent  # noqa: F401

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 10)  # a Wednesday
THURSDAY, FRIDAY, SATURDAY, MONDAY = (TODAY + timedelta(days=n) for n in (1, 2, 3, 5))


class TestFeedback:
    @pytest.fixture
    def answered(self):
        account = make.user(Role.DEPUTY, name="代表账号")
        item = make.assigned(lead_deputy=account.deputy, delegation=account.deputy.delegation)
        make.replied(item)
        return due_feedback(item, 7)

    def test_the_deputy_and_once_overdue_the_office_too(self, answered):
        assert sent(send()) == [("代表账号", "feedback", 7)]
        due = answered.feedback_due_on
        late = send(due + timedelta(days=1))
        assert {item.recipient.role for item in late.items} == {Role.DEPUTY, Role.CLERK}
        note = Notification.objects.get(recipient__name="代表账号", key=f"digest:{due + timedelta(days=1)}")
        assert note.body == f"{answered.number}号 {answered.title} 代表反馈期限 {due}，反馈已逾期 1 天"

    def test_a_deputy_without_an_account_is_the_office_s_to_ask(self):
        item = make.assigned()
        make.replied(item)
        due_feedback(item, 3)
        plan = send()
        assert {row.recipient.role for row in plan.items} == {Role.CLERK}
        assert Notification.objects.filter(kind="digest").first().body.endswith("（代表没有账号，请工作机构征询）")

    def test_a_judgement_ends_it(self, answered):
        make.judged(answered, on=TODAY)
        assert send().items == []

    def test_a_merged_one_s_deputy_is_asked_while_the_answer_stands(self, answered):
        account = make.user(Role.DEPUTY, name="并案代表")
        merged = make.suggestion(lead_deputy=account.deputy, delegation=account.deputy.delegation)
        main = make.accepted()
        by = make.clerk()
        review.review(suggestion=merged, outcome=ReviewOutcome.MERGE, reason="内容相同", into=main, by=by, at=make.at())
        draft_units.draft(suggestion=main, leads=[make.unit()], assisting=[], by=by)
        assign.issue(
            suggestions=[main], session=main.session, assigned_on=make.DAY, by=by, today=make.DAY, at=make.at()
        )
        main.refresh_from_db()
        make.replied(main)
        due_feedback(main, 100)
        due_feedback(merged, 3)
        assert ("并案代表", "feedback", 3) in sent(send())
        make.judged(main, Grade.DISSATISFIED, on=TODAY)
        assert ("并案代表", "feedback", 1) in sent(send(FRIDAY)), "the main one judged, its answer stands"
        rehandle.rehandle(suggestion=main, demanded_on=FRIDAY, reason="不满意", by=by, today=FRIDAY, at=make.at(FRIDAY))
        assert "并案代表" not in {name for name, *_ in sent(send(MONDAY + timedelta(days=1)))}, "answered anew first"

    def test_a_merged_one_s_deputy_is_not_asked_for_ever(self, answered):
        merged = make.suggestion()
        Suggestion.objects.filter(pk=merged.pk).update(
            status="merged", merged_into=answered, feedback_due_on=TODAY, replied_on=make.DAY
        )
        assert any(item.suggestion_id == merged.pk for item in reminders.plan(TODAY).items)
        make.judged(answered, on=TODAY)
        close.close(suggestion=answered, by=make.clerk(), today=TODAY, at=make.at(TODAY))
        assert reminders.plan(TODAY).items == []


def due_feedback(item: Suggestion, days: int) -> Suggestion:
    Suggestion.objects.filter(pk=item.pk).update(feedback_due_on=TODAY + timedelta(days=days))
    item.refresh_from_db()
    return item
