"""Satisfaction tests: prepared, open, closed; paper counts. Everything on DAY unless told otherwise."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import User
from accounts.roles import Role
from supervision.actions import poll as acting
from supervision.actions import poll_count, poll_vote
from supervision.choices import Mark, PollKind
from supervision.models import KeySuggestion, KeyTopic, Poll
from supervision.poll_rules import Counts
from tests.factories.people import DAY, at, clerk, user
from tests.factories.supervised import topic
from tests.uploads import PDF

PAPER_COUNTS = Counts(issued=28, returned=28, satisfied=20, basic=6, dissatisfied=1, void=1)


def members(n: int = 3) -> list[User]:
    return [user(Role.LEADER) for _ in range(n)]


def poll(*topics: KeyTopic, voters: list[User] | None = None, by: User | None = None, **fields) -> Poll:
    """Prepared: electronic, open for a week, at least three ballots."""
    topics = topics or (topic(),)
    subjects = KeySuggestion.objects.filter(topic__in=topics).select_related("topic", "suggestion")
    after, when = fields.pop("after", None), fields.pop("at", at())
    words = {"title": "重点督办件满意度测评", "kind": PollKind.ELECTRONIC, "minimum": 3}
    end = {"closes_at": at(DAY + timedelta(days=7))}
    arrangement = acting.Arrangement(**{"year": topics[0].year, **words, **end, **fields})
    if voters is None:
        voters = members() if arrangement.kind == PollKind.ELECTRONIC else []
    return acting.prepare(
        arrangement=arrangement, subjects=subjects, voters=voters, after=after, by=by or clerk(), at=when
    )


def open_poll(*topics: KeyTopic, when: datetime | None = None, **fields) -> Poll:
    made = poll(*topics, **fields)
    acting.open_vote(poll=made, by=clerk(), at=when or at())
    return made


def vote(poll: Poll, voter: User, mark: str = Mark.SATISFIED, when: datetime | None = None) -> None:
    """The same mark for everything."""
    marks = dict.fromkeys(poll.subjects.values_list("pk", flat=True), str(mark))
    poll_vote.cast(poll=poll, marks=marks, by=voter, at=when or at())


def closed_poll(*topics: KeyTopic, marks: tuple[str, ...] = ("satisfied", "satisfied", "basic"), **fields) -> Poll:
    """Counted, a voter for each mark; not yet published."""
    made = open_poll(*topics, voters=members(len(marks)), **fields)
    for entry, mark in zip(made.roll.select_related("voter"), marks, strict=True):
        vote(made, entry.voter, mark)
    poll_count.close(poll=made, by=clerk(), at=at())
    return made


def published(made: Poll) -> Poll:
    acting.publish(poll=made, by=clerk(), at=at())
    return made


def paper_poll(*topics: KeyTopic, counts: Counts = PAPER_COUNTS, **fields) -> Poll:
    """Counted on paper, the same numbers for everything."""
    made = poll(*topics, kind=PollKind.PAPER, **fields)
    numbers = dict.fromkeys(made.subjects.values_list("pk", flat=True), counts)
    scan = SimpleUploadedFile("计票表.pdf", PDF)
    poll_count.record(poll=made, counts=numbers, held_on=DAY, files=[scan], by=clerk(), today=DAY, at=at())
    return made
