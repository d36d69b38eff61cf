"""What is on record about some suggestions, read for a snapshot: a fixed number of statements for each batch."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from accounts.recipients import local_day
from suggestions.choices import FACE_TO_FACE, AssignmentState, CardColour, ReplyState, Status
from suggestions.models import (
    Assignment,
    ClassChange,
    Commitment,
    CommitmentEntry,
    Contact,
    Evaluation,
    Event,
    Extension,
    HandlingPlan,
    Reply,
    Review,
    Suggestion,
    UrgedTask,
)
from suggestions.workflow import ON_COMMITMENT, Action
from supervision.as_of import MOVES_DATE, ClassStep, Entry, Step
from supervision.choices import InstructionState
from supervision.models import Card, Instruction, KeySuggestion


@dataclass
class Facts:
    """By the keys of suggestions (`of`), tasks and promises; nothing of it is cut to the day unless it says so."""

    day: date
    suggestions: dict[int, Suggestion] = field(default_factory=dict)
    tasks: dict[int, list[Assignment]] = field(default_factory=lambda: defaultdict(list))
    steps: dict[int, list[Step]] = field(default_factory=lambda: defaultdict(list))
    task_steps: dict[int, list[Step]] = field(default_factory=lambda: defaultdict(list))
    evaluations: dict[int, list[Evaluation]] = field(default_factory=lambda: defaultdict(list))
    replies: dict[int, tuple[int, int]] = field(default_factory=dict)  # task: accepted reply, its class now
    class_steps: dict[int, list[ClassStep]] = field(default_factory=lambda: defaultdict(list))
    merged_into: dict[int, Suggestion] = field(default_factory=dict)
    promises: dict[int, list[Commitment]] = field(default_factory=lambda: defaultdict(list))
    promise_entries: dict[int, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    # On or before the day
    faced: set[int] = field(default_factory=set)
    faced_by: set[tuple[int, int]] = field(default_factory=set)  # suggestion, unit
    plans: dict[int, date] = field(default_factory=dict)
    cards: dict[int, str] = field(default_factory=dict)
    urged: dict[int, list[date | None]] = field(default_factory=lambda: defaultdict(list))  # task: promised days
    open_extensions: set[int] = field(default_factory=set)
    key: set[int] = field(default_factory=set)
    instructed: set[int] = field(default_factory=set)


def read(pks: Iterable[int], day: date) -> Facts:
    """Everything about the suggestions `pks` and about those that they are merged into."""
    facts = Facts(day)
    _read_suggestions(facts, set(pks))
    every = list(facts.suggestions)
    tasks = Assignment.objects.filter(suggestion__in=every).select_related("unit").defer("due_steps")
    for task in tasks.order_by("pk"):
        facts.tasks[task.suggestion_id].append(task)
    _read_steps(facts, every)
    for judged in Evaluation.objects.filter(suggestion__in=every).order_by("round", "pk"):
        facts.evaluations[judged.suggestion_id].append(judged)
    _read_classes(facts, every)
    _read_promises(facts, every)
    _read_contacts(facts, every)
    _read_pressure(facts, every)
    return facts


def _read_suggestions(facts: Facts, pks: set[int]) -> None:
    """A merging that was undone since is known by its review only."""
    related = "category", "delegation", "lead_deputy", "merged_into"
    rows = Suggestion.objects.select_related(*related).defer("body", "merged_into__body")
    facts.suggestions = {row.pk: row for row in rows.filter(pk__in=pks).order_by("number_key", "pk")}
    reviews = Review.objects.filter(suggestion__in=pks, merged_into__isnull=False).order_by("decided_at", "pk")
    for review in reviews:
        if local_day(review.decided_at) <= facts.day:
            facts.merged_into[review.suggestion_id] = review.merged_into_id
    for row in facts.suggestions.values():
        if row.merged_into_id:
            facts.merged_into[row.pk] = row.merged_into_id
    mains = set(facts.merged_into.values()) - set(facts.suggestions)
    facts.suggestions.update({row.pk: row for row in rows.filter(pk__in=mains)})


def _read_steps(facts: Facts, pks: list[int]) -> None:
    moved = Event.objects.filter(suggestion__in=pks).filter(Q(to_state__gt="") | Q(action__in=sorted(MOVES_DATE)))
    columns = "suggestion_id", "assignment_id", "action", "at", "from_state", "to_state", "old_date", "new_date"
    for suggestion, task, action, at, *states in moved.order_by("at", "pk").values_list(*columns).iterator():
        step = Step(action, local_day(at), *states)
        if step.to_state in Status and (task is None or action == Action.ASSIGN):
            facts.steps[suggestion].append(step)
        elif (
            task is not None
            and action not in ON_COMMITMENT
            and (step.to_state in AssignmentState or (not step.to_state and action in MOVES_DATE))
        ):
            facts.task_steps[task].append(step)


def _read_classes(facts: Facts, pks: list[int]) -> None:
    accepted = Reply.objects.filter(assignment__suggestion__in=pks, state=ReplyState.ACCEPTED)
    for reply, task, result_class in accepted.values_list("pk", "assignment_id", "result_class_id"):
        facts.replies[task] = reply, result_class
    changes = ClassChange.objects.filter(reply__assignment__suggestion__in=pks, reply__state=ReplyState.ACCEPTED)
    columns = "reply_id", "changed_on", "from_class_id", "to_class_id"
    for reply, *step in changes.order_by("at", "pk").values_list(*columns):
        facts.class_steps[reply].append(ClassStep(*step))


def _read_promises(facts: Facts, pks: list[int]) -> None:
    found = Commitment.objects.filter(suggestion__in=pks, opened_on__lte=facts.day).select_related("assignment")
    for promise in found.defer("assignment__due_steps"):
        facts.promises[promise.suggestion_id].append(promise)
    entries = CommitmentEntry.objects.filter(commitment__suggestion__in=pks).order_by("at", "pk")
    for promise, *entry in entries.values_list("commitment_id", "kind", "happened_on", "old_due_on"):
        facts.promise_entries[promise].append(Entry(*entry))


def _read_contacts(facts: Facts, pks: list[int]) -> None:
    met = Contact.objects.filter(suggestion__in=pks, kind__in=sorted(FACE_TO_FACE), contacted_on__lte=facts.day)
    for suggestion, unit in met.values_list("suggestion_id", "assignment__unit_id"):
        facts.faced.add(suggestion)
        if unit:
            facts.faced_by.add((suggestion, unit))


def _read_pressure(facts: Facts, pks: list[int]) -> None:
    """Plans, urging, cards, requests for more time, being a key suggestion, and what a leader wrote."""
    day = facts.day
    plans = HandlingPlan.objects.filter(assignment__suggestion__in=pks, filed_on__lte=day)
    facts.plans = dict(plans.values_list("assignment_id", "filed_on"))
    urged = UrgedTask.objects.filter(assignment__suggestion__in=pks, urging__urged_on__lte=day)
    for task, promised_on, answered_on in urged.values_list("assignment_id", "promised_on", "answered_on"):
        facts.urged[task].append(promised_on if answered_on and answered_on <= day else None)
    cards = Card.objects.filter(suggestion__in=pks, given_on__lte=day).order_by("given_on", "pk")
    for task, colour, withdrawn_at in cards.values_list("assignment_id", "colour", "withdrawn_at"):
        stands = withdrawn_at is None or local_day(withdrawn_at) > day
        if stands and facts.cards.get(task) != CardColour.RED:
            facts.cards[task] = colour
    asked = Extension.objects.filter(assignment__suggestion__in=pks)
    for task, requested_at, decided_at in asked.values_list("assignment_id", "requested_at", "decided_at"):
        if local_day(requested_at) <= day and (decided_at is None or local_day(decided_at) > day):
            facts.open_extensions.add(task)
    links = KeySuggestion.objects.filter(suggestion__in=pks, topic__decided_on__lte=day)
    followed = links.filter(Q(topic__ended_on__isnull=True) | Q(topic__ended_on__gt=day))
    facts.key = set(followed.values_list("suggestion_id", flat=True))
    written = Instruction.objects.filter(suggestion__in=pks, given_on__lte=day)
    stood = written.exclude(state=InstructionState.WITHDRAWN, closed_on__lte=day)
    facts.instructed = set(stood.values_list("suggestion_id", flat=True))
