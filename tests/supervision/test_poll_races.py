"""Two at once on the real PostgreSQL: one voter twice, a vote beside the count, many voters beside one another."""

import threading

import pytest
from django.db import connection, connections

from accounts.models import User
from suggestions.errors import RuleViolation
from supervision.actions import poll_count, poll_vote
from supervision.models import Poll
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
            answers[n] = str(refusal.message)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert all(answers), "a deed failed with something else than a refusal"
    return answers


def voting(poll: Poll, voter: User, mark: str):
    marks = dict.fromkeys(poll.subjects.values_list("pk", flat=True), mark)
    mine = Poll.objects.get(pk=poll.pk)
    return lambda: poll_vote.cast(poll=mine, marks=marks, by=voter, at=make.at())


@pytest.mark.parametrize("attempt", range(3))
def test_one_voter_twice(attempt):
    voters = make.members(3)
    poll = make.open_poll(voters=voters)
    answers = together(*(voting(poll, voters[0], mark) for mark in ("satisfied", "dissatisfied", "void")))
    assert answers.count("done") == 1
    assert all("已经投过票" in answer for answer in answers if answer != "done")
    for voter in voters[1:]:
        make.vote(poll, voter)
    assert poll_count.close(poll=poll, by=make.clerk(), at=make.at())
    assert poll.subjects.get().returned == 3


def test_all_at_once_and_none_is_lost():
    voters = make.members(6)
    poll = make.open_poll(voters=voters)
    marks = ("satisfied", "satisfied", "basic", "dissatisfied", "void", "satisfied")
    assert set(together(*(voting(poll, *pair) for pair in zip(voters, marks, strict=True)))) == {"done"}
    poll_count.close(poll=poll, by=make.clerk(), at=make.at())
    found = poll.subjects.get()
    assert (found.satisfied, found.basic, found.dissatisfied, found.void) == (3, 1, 1, 1)


@pytest.mark.parametrize("attempt", range(3))
def test_a_vote_beside_the_count_is_counted_or_refused(attempt):
    voters = make.members(4)
    poll = make.open_poll(voters=voters)
    for voter in voters[1:]:
        make.vote(poll, voter)
    mine, clerk = Poll.objects.get(pk=poll.pk), make.clerk()
    voted, closed = together(
        voting(poll, voters[0], "basic"), lambda: poll_count.close(poll=mine, by=clerk, at=make.at())
    )
    assert closed == "done"
    found = poll.subjects.get()
    was_counted = voted == "done"
    assert was_counted or "不能投票" in voted
    assert (found.returned, found.basic) == ((4, 1) if was_counted else (3, 0))
    assert poll.roll.filter(has_voted=True).count() == found.returned


def test_beat_and_a_clerk_end_it_at_once():
    voters = make.members(3)
    poll = make.open_poll(voters=voters)
    for voter in voters:
        make.vote(poll, voter)
    clerk, end = make.clerk(), poll.closes_at
    mine = Poll.objects.get(pk=poll.pk)
    together(lambda: poll_count.close_due(at=end), lambda: poll_count.close(poll=mine, by=clerk, at=end))
    assert list(poll.entries.values_list("kind", flat=True)).count("counted") == 1
    assert poll.subjects.get().satisfied == 3
