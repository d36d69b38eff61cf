"""What the pages of satisfaction tests read: the rounds of a year, one round with its result, rounds side by side.

Results are read only through `permissions.may_read_result`; before the end there are none to read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.recipients import local_day
from suggestions.definitions import Rate, points
from suggestions.models import Suggestion
from supervision import permissions
from supervision.choices import Band, Mark, PollEntryKind, PollState
from supervision.models import KeyTopic, Poll, PollEntry, PollSubject
from supervision.poll_rules import Counts, band
from supervision.querysets import results_read_by

TOLD = (PollEntryKind.OPENED, PollEntryKind.FAILED, PollEntryKind.PUBLISHED)  # on a topic's timeline


@dataclass(frozen=True)
class Row:
    """One suggestion of a round. Without a result (None) `marks` is empty."""

    subject: PollSubject
    counts: Counts | None
    marks: tuple[tuple[str, Rate], ...]
    band: Band | None

    @property
    def suggestion(self) -> Suggestion:
        return self.subject.suggestion

    @property
    def is_below(self) -> bool:
        return self.band == Band.DISSATISFIED


@dataclass(frozen=True)
class Compared:
    """One suggestion over all rounds: the rate the band is read from, and its change in percentage points."""

    suggestion: Suggestion
    cells: tuple[tuple[int, Rate | None, str], ...]  # number of the round, its rate (None: not judged in it), change


@dataclass(frozen=True)
class Listed:
    """One round as the list shows it."""

    poll: Poll
    subjects: int  # those whose result this person reads, once there is one
    rate: Rate | None  # over these: published ones only
    is_mine: bool  # waits for this person's vote


def years(user) -> list[int]:
    return sorted(set(Poll.objects.visible_to(user).order_by().values_list("year", flat=True)), reverse=True)


def read_list(user, year: int | None) -> list[Listed]:
    """The rounds of a year, newest first. Three queries."""
    found = list(Poll.objects.visible_to(user).filter(year=year).with_turnout().order_by("-pk"))
    mine = set(Poll.objects.awaiting_vote(user).values_list("pk", flat=True))
    subjects: dict[int, list[PollSubject]] = {}
    lines = PollSubject.objects.filter(poll__in=found)
    if not permissions.reads_all_lines(user):
        lines = lines.filter(suggestion__in=results_read_by(user).order_by().values("pk"))
    for one in lines:
        subjects.setdefault(one.poll_id, []).append(one)
    return [
        Listed(poll, len(of := subjects.get(poll.pk, [])), _overall(user, poll, of), poll.pk in mine) for poll in found
    ]


def stay_with(person) -> dict[str, str]:
    """Open votes that ask `person`: one person one vote, so none passes to whoever takes over (0012).

    Whether the person has voted is nobody's to read here; the sentence leaves it open.
    """
    words = _(
        "“%(poll)s”正在投票（%(at)s截止）：投票权属于本人，一人一票，不随交接转移，接手人不能代投。"
        "本人还没有投的，请在停用账号之前投；来不及的按未收回计。需要换人投票的，请代表工作机构作废本轮、另开一轮。"
    )
    found = Poll.objects.of_voter(person).filter(state=PollState.OPEN).order_by("pk")
    return {
        f"poll:{poll.pk}:": words % {"poll": poll, "at": f"{localtime(poll.closes_at):%Y-%m-%d %H:%M}"}
        for poll in found
    }


def _overall(user, poll: Poll, subjects: list[PollSubject]) -> Rate | None:
    if not permissions.may_read_result(user, poll):
        return None
    rates = [one.counts.judged_by(poll.limits) for one in subjects if one.counts]
    return Rate(sum(rate.numerator for rate in rates), sum(rate.denominator for rate in rates))


def result(poll: Poll, user) -> tuple[list[Row], int]:
    """The suggestions of a round that `user` may see, with their counts where they may be read; how many are hidden."""
    subjects = list(poll.subjects.select_related("suggestion__session", "topic").order_by("pk"))
    seen = _seen(user, poll, [one.suggestion_id for one in subjects])
    is_read = permissions.may_read_result(user, poll)
    rows = [_row(one, poll, is_read) for one in subjects if one.suggestion_id in seen]
    return rows, len(subjects) - len(rows)


def _row(subject: PollSubject, poll: Poll, is_read: bool) -> Row:
    counts = subject.counts if is_read else None
    marks = tuple((mark.value, counts.of(mark)) for mark in Mark) if counts else ()
    return Row(subject, counts, marks, band(counts, poll.limits) if counts else None)


def _seen(user, poll: Poll, suggestions: list[int]) -> set[int]:
    """A member reads all that the own ballot asks about, a deputy too; else what is visible anyway."""
    if poll.roll.filter(voter=user).exists():
        return set(suggestions)
    return set(results_read_by(user).filter(pk__in=suggestions).values_list("pk", flat=True))


def compare(poll: Poll, user, decimals: int) -> tuple[list[Poll], list[Compared]]:
    """The rounds of this test whose result `user` may read, oldest first, and each suggestion over them.

    Empty while fewer than two can be read.
    """
    visible = Poll.objects.visible_to(user).rounds_of(poll)
    rounds = [one for one in visible if permissions.may_read_result(user, one)]
    if len(rounds) < 2:
        return [], []
    rates: dict[int, dict[int, Rate]] = {}
    suggestions: dict[int, Suggestion] = {}
    for one in rounds:
        for row in result(one, user)[0]:
            if row.counts:
                suggestions[row.suggestion.pk] = row.suggestion
                rates.setdefault(row.suggestion.pk, {})[one.pk] = row.counts.judged_by(one.limits)
    return rounds, [Compared(suggestion, _cells(rounds, rates[pk], decimals)) for pk, suggestion in suggestions.items()]


def _cells(rounds: list[Poll], rates: dict[int, Rate], decimals: int) -> tuple[tuple[int, Rate | None, str], ...]:
    cells, before = [], None
    for one in rounds:
        rate = rates.get(one.pk)
        cells.append((one.round, rate, points(rate, before, decimals) if rate and before else ""))
        before = rate or before
    return tuple(cells)


# On the pages of a topic and of a suggestion


@dataclass(frozen=True)
class Round:
    """A round that judges them, with their rates where they may be read."""

    poll: Poll
    rows: list[Row]


def of_topic(topic: KeyTopic, user) -> list[Round]:
    return _rounds(PollSubject.objects.filter(topic=topic), user)


def of_suggestion(suggestion: Suggestion, user) -> list[Round]:
    return _rounds(PollSubject.objects.filter(suggestion=suggestion), user)


def _rounds(subjects: QuerySet, user) -> list[Round]:
    """Newest first. Two queries, however many rounds."""
    polls = Poll.objects.visible_to(user).exclude(state=PollState.WITHDRAWN)
    listed = polls.filter(pk__in=subjects.order_by().values("poll")).order_by("-pk")
    of: dict[int, list[PollSubject]] = {poll.pk: [] for poll in listed}
    seen = subjects.filter(poll__in=list(of), suggestion__in=results_read_by(user).order_by().values("pk"))
    for one in seen.select_related("suggestion").order_by("pk"):
        of[one.poll_id].append(one)
    return [
        Round(poll, [_row(one, poll, permissions.may_read_result(user, poll)) for one in of[poll.pk]])
        for poll in listed
    ]


def entries_of(topic: KeyTopic, user) -> Iterable[tuple[date, PollEntry]]:
    """What the topic's timeline tells: opened, without result, published."""
    visible = Poll.objects.visible_to(user).filter(subjects__topic=topic).exclude(state=PollState.WITHDRAWN)
    found = PollEntry.objects.filter(poll__in=visible.order_by().values("pk"), kind__in=TOLD)
    for entry in found.select_related("poll", "by").order_by("-at", "-pk"):
        yield local_day(entry.at), entry


def history(poll: Poll, reads_all: bool) -> QuerySet:
    """Newest first. `reads_all`: with the corrections, which tell numbers of all suggestions."""
    found = PollEntry.objects.filter(poll=poll)
    if not reads_all:
        found = found.exclude(kind=PollEntryKind.CORRECTED)
    return found.select_related("by").prefetch_related("files").order_by("-at", "-pk")


def readable_file(user) -> Q:
    """The scan of a count goes with its result: the office at once, who reads every line once it is published."""
    if not permissions.reads_all_lines(user):
        return Q(pk__in=[])
    polls = Poll.objects.visible_to(user)
    readable = polls if user.is_office else polls.filter(state=PollState.PUBLISHED)
    return Q(poll_entry__poll__in=readable.order_by().values("pk"))
