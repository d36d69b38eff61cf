"""Two people at once, on the real PostgreSQL: one wins, the other is told, nothing is done twice."""

import threading

import pytest
from django.db import connection, connections

from suggestions.actions import assign, draft_units, extend, reply, review, sign
from suggestions.choices import AssignmentState, ReviewOutcome, Status
from suggestions.errors import RuleViolation
from suggestions.models import Assignment, Extension, Reply, Suggestion
from tests import factories as make

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


def together(*deeds) -> list[str]:
    """Run the deeds at the same moment, each with its own connection; "done" or the refusal's sentence for each."""
    assert connection.vendor == "postgresql"
    start, answers = threading.Barrier(len(deeds)), [""] * len(deeds)

    def run(n, deed):
        try:
            start.wait(10)
            deed()
            answers[n] = "done"
        except RuleViolation as refusal:
            answers[n] = refusal.message
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert all(answers), "a deed failed with something else than a refusal"
    return answers


@pytest.mark.parametrize("attempt", range(5))
def test_two_clerks_review_the_same(attempt):
    item = make.suggestion()
    clerks = make.clerk(), make.clerk()

    def decide(clerk, outcome):
        mine = Suggestion.objects.get(pk=item.pk)
        return lambda: review.review(suggestion=mine, outcome=outcome, reason="理由", by=clerk, at=make.at())

    answers = together(decide(clerks[0], ReviewOutcome.ACCEPT), decide(clerks[1], ReviewOutcome.CONVERT))
    assert answers.count("done") == 1
    assert "其他人" in next(a for a in answers if a != "done")
    item.refresh_from_db()
    assert item.status == (Status.ACCEPTED if answers[0] == "done" else Status.CONVERTED)
    assert item.events.count() == 2, "registered, and one decision"


@pytest.mark.parametrize("attempt", range(5))
def test_two_clerks_issue_the_same(attempt):
    item, clerks = make.accepted(), (make.clerk(), make.clerk())
    draft_units.draft(suggestion=item, leads=[make.unit()], assisting=[make.unit()], by=clerks[0])

    def issue(clerk):
        return lambda: assign.issue(
            suggestions=[item], session=item.session, assigned_on=make.DAY, by=clerk, today=make.DAY, at=make.at()
        )

    answers = together(issue(clerks[0]), issue(clerks[1]))
    assert answers.count("done") == 1
    assert Assignment.objects.count() == 2, "one lead, one assisting"


def test_a_double_click_on_submit_files_one_reply():
    item = make.assigned()
    task = make.signed(item)
    make.contacted(item)
    handler, letter = make.handler(task.unit), make.letter()

    def submit():
        mine = Assignment.objects.select_related("suggestion", "unit").get(pk=task.pk)
        reply.submit(assignment=mine, letter=letter, by=handler, today=make.DAY, at=make.at())

    answers = together(submit, submit, submit)
    assert answers.count("done") == 1
    assert Reply.objects.count() == 1


def test_two_separate_units_accepted_at_once_complete_the_suggestion():
    """Each transaction alone sees the other unit unanswered; the lock on the suggestion lets the second one see."""
    one, two = make.unit(), make.unit()
    item = make.assigned(one, two, separate=True)
    replies = [make.filed(item, one), make.filed(item, two)]
    clerks = make.clerk(), make.clerk()

    def accept(made, clerk):
        mine = Reply.objects.select_related("assignment__suggestion", "assignment__unit").get(pk=made.pk)
        return lambda: reply.accept(reply=mine, by=clerk, on=make.DAY, at=make.at())

    answers = together(*(accept(made, clerk) for made, clerk in zip(replies, clerks, strict=True)))
    item.refresh_from_db()
    if answers.count("done") == 2:
        assert (item.status, item.replied_on) == (Status.REPLIED, make.DAY)
    else:  # one was told to read again; having read, it goes through
        loser = replies[answers.index(next(a for a in answers if a != "done"))]
        accept(Reply.objects.get(pk=loser.pk), clerks[0])()
        item.refresh_from_db()
        assert (item.status, item.replied_on) == (Status.REPLIED, make.DAY)


def test_the_unit_signs_while_the_office_withdraws():
    item = make.assigned()
    task = make.task(item)
    handler, clerk = make.handler(task.unit), make.clerk()
    mine = Suggestion.objects.get(pk=item.pk)
    answers = together(
        lambda: sign.sign(assignment=task, by=handler, on=make.DAY, at=make.at()),
        lambda: review.review(
            suggestion=mine, outcome=ReviewOutcome.WITHDRAW, reason="代表撤回", by=clerk, at=make.at()
        ),
    )
    task.refresh_from_db()
    item.refresh_from_db()
    assert "done" in answers
    if item.status == Status.WITHDRAWN:
        assert task.state == AssignmentState.CANCELLED
    else:
        assert task.state == AssignmentState.HANDLING


def test_one_extension_is_asked_for_once():
    item = make.assigned()
    task = make.signed(item)
    handler = make.handler(task.unit)

    def ask():
        mine = Assignment.objects.select_related("suggestion", "unit").get(pk=task.pk)
        extend.request(
            assignment=mine,
            until=mine.due_on.replace(month=8),
            reason="涉及面广",
            by=handler,
            today=make.DAY,
            at=make.at(),
        )

    answers = together(ask, ask)
    assert answers.count("done") == 1
    assert Extension.objects.count() == 1
