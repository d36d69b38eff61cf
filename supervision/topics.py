"""What the pages of key suggestions read: a year's topics, one topic with its timeline. A few queries, however many."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from accounts.recipients import local_day
from suggestions.choices import Status
from suggestions.models import Event, Suggestion
from suggestions.workflow import Action
from supervision import polls
from supervision.choices import FindingState, PollEntryKind, SupervisionState
from supervision.models import (
    Finding,
    FindingEntry,
    Instruction,
    KeySuggestion,
    KeyTopic,
    Supervision,
    SupervisionFile,
    TopicEntry,
)
from supervision.topic_rules import Standing, Step, next_step
from supervision.workflow import OWING

# Of the suggestions' own histories, what a leader wants to see between the supervisions
_MILESTONES = (Action.ASSIGN, Action.ACCEPT_REPLY, Action.EVALUATE, Action.REHANDLE, Action.CLOSE)
_NOT_ANSWERED = frozenset({Status.ACCEPTED, Status.IN_HANDLING})


@dataclass
class Row:
    """One topic as the year's page shows it."""

    topic: KeyTopic
    suggestions: list[Suggestion]  # those this person sees
    hidden: int  # the others: of another handling system
    held: int
    owed: int
    late: int
    reported: int
    step: Step


@dataclass(frozen=True)
class Line:
    """One line of a topic's timeline: the day it tells of, and when it was written down."""

    on: date
    at: datetime
    title: str
    text: str = ""
    who: str = ""
    url: str = ""
    tone: str = ""


def years(user) -> list[int]:
    return sorted(set(KeyTopic.objects.visible_to(user).order_by().values_list("year", flat=True)), reverse=True)


def topics(found: QuerySet) -> QuerySet:
    """With the names a page shows."""
    return found.select_related("leader", "committee")


def read_rows(found: Iterable[KeyTopic], user, *, today: date) -> list[Row]:
    """Each topic with its suggestions, figures and next step. Five queries for any number of topics."""
    chosen = list(found)
    pks = [topic.pk for topic in chosen]
    seen = set(Suggestion.objects.visible_to(user).filter(key_links__topic__in=pks).values_list("pk", flat=True))
    bundles: dict[int, list[Suggestion]] = defaultdict(list)
    links = KeySuggestion.objects.filter(topic__in=pks).select_related("suggestion__result_class")
    for link in links.order_by("suggestion__number_key", "suggestion_id"):
        bundles[link.topic_id].append(link.suggestion)
    supervised = _supervisions(pks)
    planned = _planned(pks)
    findings = _findings(pks, today)
    rows = []
    for topic in chosen:
        held, last = supervised.get(topic.pk, (0, None))
        owed, late, reported = findings.get(topic.pk, (0, 0, 0))
        standing = Standing(
            ended_on=topic.ended_on,
            plan_until_on=topic.plan_until_on,
            planned=planned.get(topic.pk),
            last_held_on=last,
            owed=owed,
            late=late,
            reported=reported,
            unfinished=sum(one.status in _NOT_ANSWERED for one in bundles[topic.pk]),
        )
        shown = [one for one in bundles[topic.pk] if one.pk in seen]
        hidden = len(bundles[topic.pk]) - len(shown)
        rows.append(Row(topic, shown, hidden, held, owed, late, reported, next_step(standing, today)))
    return rows


def _supervisions(topics: list[int]) -> dict[int, tuple[int, date]]:
    held = Supervision.objects.held().filter(topic__in=topics).order_by().values("topic")
    return {row["topic"]: (row["n"], row["last"]) for row in held.annotate(n=Count("pk"), last=Max("held_on"))}


def _planned(topics: list[int]) -> dict[int, tuple[date, str]]:
    """The first one arranged of each topic."""
    found: dict[int, tuple[date, str]] = {}
    for one in Supervision.objects.planned().filter(topic__in=topics).order_by("held_on", "pk"):
        found.setdefault(one.topic_id, (one.held_on, one.get_kind_display()))
    return found


def _findings(topics: list[int], today: date) -> dict[int, tuple[int, int, int]]:
    owing = Q(state__in=sorted(OWING))
    found = Finding.objects.filter(supervision__topic__in=topics).order_by().values("supervision__topic")
    found = found.annotate(
        owed=Count("pk", filter=owing),
        late=Count("pk", filter=owing & Q(due_on__lt=today)),
        reported=Count("pk", filter=Q(state=FindingState.REPORTED)),
    )
    return {row["supervision__topic"]: (row["owed"], row["late"], row["reported"]) for row in found}


# One topic


def supervisions_of(topic: KeyTopic) -> QuerySet:
    return _for_page(Supervision.objects.filter(topic=topic)).order_by("-held_on", "-pk")


def supervisions_about(suggestion: Suggestion) -> QuerySet:
    """Those of this one suggestion alone."""
    return _for_page(Supervision.objects.filter(suggestion=suggestion)).order_by("-held_on", "-pk")


def _for_page(found: QuerySet) -> QuerySet:
    return found.annotate(
        finding_count=Count("findings", distinct=True), invited_count=Count("invitations", distinct=True)
    )


def is_supervised(suggestion: Suggestion) -> bool:
    """Whether there is anything to show: a topic, a supervision of its own, a finding, an instruction. One query."""
    found = Suggestion.objects.filter(pk=suggestion.pk)
    return found.filter(
        Exists(KeySuggestion.objects.filter(suggestion=OuterRef("pk")))
        | Exists(Supervision.objects.filter(suggestion=OuterRef("pk")))
        | Exists(Finding.objects.filter(suggestion=OuterRef("pk")))
        | Exists(Instruction.objects.filter(suggestion=OuterRef("pk")))
    ).exists()


def findings_of(supervisions: QuerySet) -> QuerySet:
    found = Finding.objects.filter(supervision__in=supervisions.order_by().values("pk"))
    return found.select_related("unit", "suggestion", "supervision")


def timeline(topic: KeyTopic, suggestions: list[Suggestion], user) -> list[Line]:
    """Plan, supervisions, findings, votes and the milestones of the suggestions, newest first; of one day as they were
    written down. Five queries."""
    lines = [*_entries(topic), *_held(topic), *_of_findings(topic), *_polled(topic, user), *_milestones(suggestions)]
    return sorted(lines, key=lambda line: (line.on, line.at), reverse=True)


def _entries(topic: KeyTopic) -> Iterable[Line]:
    for entry in TopicEntry.objects.filter(topic=topic).order_by("-at", "-pk"):
        yield Line(local_day(entry.at), entry.at, entry.get_kind_display(), entry.text, entry.by_name)


def _held(topic: KeyTopic) -> Iterable[Line]:
    for one in Supervision.objects.filter(topic=topic).order_by("-held_on", "-pk"):
        tone = {SupervisionState.HELD: "done", SupervisionState.PLANNED: "now"}.get(one.state, "")
        title = f"{one.get_kind_display()}（{one.state.label}）"
        words = one.call_off_reason or one.text or one.arrangement
        at = one.recorded_at or one.arranged_at
        yield Line(one.held_on, at, title, _short(words), one.place, one.get_absolute_url(), tone)


def _of_findings(topic: KeyTopic) -> Iterable[Line]:
    entries = FindingEntry.objects.filter(finding__supervision__topic=topic).order_by("-at", "-pk")
    for entry in entries.select_related("finding__unit"):
        finding = entry.finding
        tone = {"confirmed": "done", "returned": "late"}.get(entry.kind, "")
        words = "：".join(part for part in (finding.matter, entry.text) if part)
        title = entry.get_kind_display()
        url = finding.get_absolute_url()
        yield Line(entry.happened_on, entry.at, title, _short(words), finding.unit.name, url, tone)


def _polled(topic: KeyTopic, user) -> Iterable[Line]:
    for on, entry in polls.entries_of(topic, user):
        tone = {PollEntryKind.PUBLISHED: "done", PollEntryKind.FAILED: "late"}.get(entry.kind, "")
        title = _("满意度测评：%(what)s") % {"what": entry.get_kind_display()}
        yield Line(on, entry.at, title, str(entry.poll), "", entry.poll.get_absolute_url(), tone)


def _milestones(suggestions: list[Suggestion]) -> Iterable[Line]:
    numbers = {one.pk: one for one in suggestions}
    events = Event.objects.filter(suggestion__in=list(numbers), action__in=_MILESTONES).order_by("-at", "-pk")
    for event in events:
        one = numbers[event.suggestion_id]
        title = _("%(number)s号 %(what)s") % {"number": one.number, "what": _milestone(event)}
        yield Line(local_day(event.at), event.at, title, "", event.unit_name, one.get_absolute_url(), "")


def _milestone(event: Event) -> str:
    return {Action.ACCEPT_REPLY: _("已答复"), Action.EVALUATE: _("代表已反馈")}.get(
        event.action, event.get_action_display()
    )


def _short(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:120]}…"


def readable_file(user) -> QuerySet:
    """Photographs with their supervision, proofs with their finding, the scan of a count with its result."""
    with_record = Q(supervision__in=Supervision.objects.visible_to(user).values("pk"))
    with_finding = Q(entry__finding__in=Finding.objects.visible_to(user).values("pk"))
    return SupervisionFile.objects.filter(with_record | with_finding | polls.readable_file(user))
