"""What waits for a reminder: tasks, questions between units, promises and feedback whose rung has come and is not yet
in the ledger."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from suggestions.choices import AssignmentState, Status, UnitRole
from suggestions.models import Assignment, Commitment, Suggestion
from suggestions.selectors.consultation import open_countersignatures, open_opinion_requests
from supervision.models import Finding, Instruction, Reminder
from supervision.reminder_rules import LADDERS, Kind, rung, rung_day


class Candidate(NamedTuple):
    """One task (or what a lead asked of it), one promise, one finding, one instruction or one suggestion's feedback."""

    kind: Kind
    rung: int
    due_on: date
    suggestion_id: int
    assignment_id: int | None
    number: str
    title: str
    unit_id: int | None
    unit: str
    system: str
    deputy_user_id: int | None = None
    commitment_id: int | None = None
    finding_id: int | None = None
    instruction_id: int | None = None
    is_for_office: bool = False  # addressed to it, not for want of a unit
    asking_units: tuple[int, ...] = ()  # the lead units that wait for the answer


def candidates(today: date) -> Iterator[list[Candidate]]:
    """Ten queries, one a kind, and one for the leads of late answers.

    A rung whose day had passed when the task was given is not made up for.
    """
    owing = Assignment.objects.owing()
    answering = owing.filter(role__in=[UnitRole.LEAD, UnitRole.SEPARATE])
    unsigned = owing.filter(state=AssignmentState.AWAITING_RECEIPT, receipt_due_on__isnull=False)
    unplanned = owing.filter(state=AssignmentState.HANDLING, plan_due_on__isnull=False, plan__isnull=True)
    unplanned = unplanned.annotate(signed_on=TruncDate("signed_at"))
    # A merged one is judged by its own deputy, while its main one's answer stands and is not closed.
    standing = Q(status=Status.MERGED, grade="", merged_into__status__in=[Status.REPLIED, Status.JUDGED])
    unjudged = Suggestion.objects.filter(
        Q(status=Status.REPLIED) | standing, feedback_due_on__isnull=False, replied_on__isnull=False
    )
    yield _tasks(Kind.REPLY, answering, "due_on", today)
    yield _tasks(Kind.OPINION, owing.filter(role=UnitRole.ASSISTING), "due_on", today)
    yield _tasks(Kind.RECEIPT, unsigned, "receipt_due_on", today)
    yield _tasks(Kind.PLAN, unplanned, "plan_due_on", today, given="signed_on")
    yield _feedback(unjudged, today)
    yield _commitments(today)
    yield _second_opinions(today)
    yield _countersignatures(today)
    yield _findings(today)
    yield _instructions(today)


def _near(kind: Kind, found: QuerySet, day: str, today: date, **of) -> QuerySet:
    """Rows of `found` whose date in `day` has reached the ladder, with `said`: the lowest rung the ledger has for it.

    Open work only, so the rows are few; and a date's rung is plain counting, which a query does badly: a CASE with a
    branch for each week of the oldest delay took PostgreSQL seconds to compile.
    """
    first = today + timedelta(days=max(LADDERS[kind]))
    ledger = Reminder.objects.filter(kind=kind, due_on=OuterRef(day), **of).order_by("rung").values("rung")[:1]
    return found.filter(**{f"{day}__lte": first}).annotate(said=Subquery(ledger)).order_by("pk")


def _new_rung(kind: Kind, due_on: date, given_on: date, said: int | None, today: date) -> int | None:
    """The rung to remind of now: reached, after the day it was given, and below all that the ledger has."""
    step = rung(due_on, today, kind)
    if step is None or rung_day(due_on, step) <= given_on or (said is not None and said <= step):
        return None
    return step


def _tasks(kind: Kind, found: QuerySet, day: str, today: date, given: str = "assigned_on") -> list[Candidate]:
    """`given`: the day from which the date runs; a rung up to then would come with the news itself."""
    rows = _near(kind, found, day, today, assignment=OuterRef("pk")).values_list(
        "said",
        day,
        given,
        "suggestion_id",
        "pk",
        "suggestion__number",
        "suggestion__title",
        "unit_id",
        "unit__name",
        "unit__handling_system",
    )
    return [
        Candidate(kind, step, due_on, suggestion, pk, number, title, unit_id, unit, system)
        for said, due_on, given_on, suggestion, pk, number, title, unit_id, unit, system in rows
        if (step := _new_rung(kind, due_on, given_on, said, today)) is not None
    ]


def _feedback(found: QuerySet, today: date) -> list[Candidate]:
    of = {"suggestion": OuterRef("pk"), "assignment__isnull": True}
    rows = (
        _near(Kind.FEEDBACK, found, "feedback_due_on", today, **of)
        .annotate(account=F("lead_deputy__user"))
        .values_list("said", "feedback_due_on", "replied_on", "pk", "number", "title", "account")
    )
    return [
        Candidate(Kind.FEEDBACK, step, due_on, pk, None, number, title, None, "", "", account)
        for said, due_on, replied_on, pk, number, title, account in rows
        if (step := _new_rung(Kind.FEEDBACK, due_on, replied_on, said, today)) is not None
    ]


def _commitments(today: date) -> list[Candidate]:
    """Promises not yet reported done, also of closed suggestions; a moved date is a new key and a new ladder."""
    of = {"commitment": OuterRef("pk")}
    rows = _near(Kind.COMMITMENT, Commitment.objects.owing(), "due_on", today, **of).values_list(
        "said",
        "due_on",
        "opened_on",
        "suggestion_id",
        "assignment_id",
        "pk",
        "suggestion__number",
        "matter",
        "assignment__unit_id",
        "assignment__unit__name",
        "assignment__unit__handling_system",
    )
    return [
        Candidate(
            Kind.COMMITMENT, step, due_on, suggestion, task, number, matter, unit_id, unit, system, commitment_id=pk
        )
        for said, due_on, given_on, suggestion, task, pk, number, matter, unit_id, unit, system in rows
        if (step := _new_rung(Kind.COMMITMENT, due_on, given_on, said, today)) is not None
    ]


def _findings(today: date) -> list[Candidate]:
    """What a supervision found and the unit has not yet reported as put right."""
    of = {"finding": OuterRef("pk")}
    rows = _near(Kind.FINDING, Finding.objects.owing(), "due_on", today, **of).values_list(
        "said",
        "due_on",
        "opened_on",
        "suggestion_id",
        "pk",
        "suggestion__number",
        "matter",
        "unit_id",
        "unit__name",
        "unit__handling_system",
    )
    return [
        Candidate(Kind.FINDING, step, due_on, suggestion, None, number, matter, unit_id, unit, system, finding_id=pk)
        for said, due_on, given_on, suggestion, pk, number, matter, unit_id, unit, system in rows
        if (step := _new_rung(Kind.FINDING, due_on, given_on, said, today)) is not None
    ]


def _instructions(today: date) -> list[Candidate]:
    """What a leader asked for by a day, of a unit or of the office, and nobody has reported as done."""
    of = {"instruction": OuterRef("pk")}
    rows = _near(Kind.INSTRUCTION, Instruction.objects.owing(), "due_on", today, **of).values_list(
        "said",
        "due_on",
        "given_on",
        "suggestion_id",
        "pk",
        "suggestion__number",
        "text",
        "unit_id",
        "unit__name",
        "unit__handling_system",
    )
    return [
        Candidate(
            Kind.INSTRUCTION,
            step,
            due_on,
            suggestion,
            None,
            number,
            text,
            unit_id,
            unit or "",
            system or "",
            instruction_id=pk,
            is_for_office=unit_id is None,
        )
        for said, due_on, given_on, suggestion, pk, number, text, unit_id, unit, system in rows
        if (step := _new_rung(Kind.INSTRUCTION, due_on, given_on, said, today)) is not None
    ]


# What a lead unit asked of an assisting one. The ledger knows it by the task asked and the day: two leads that asked
# for the same day are one reminder.

_OF_THE_TASK = (
    "assignment__suggestion_id",
    "assignment_id",
    "assignment__suggestion__number",
    "assignment__suggestion__title",
    "assignment__unit_id",
    "assignment__unit__name",
    "assignment__unit__handling_system",
)


def _second_opinions(today: date) -> list[Candidate]:
    of = {"assignment": OuterRef("assignment")}
    rows = _near(Kind.SECOND_OPINION, open_opinion_requests(), "due_on", today, **of)
    found = [
        Candidate(Kind.SECOND_OPINION, step, due_on, *task)
        for said, due_on, asked_on, *task in rows.values_list("said", "due_on", "asked_on", *_OF_THE_TASK)
        if (step := _new_rung(Kind.SECOND_OPINION, due_on, asked_on, said, today)) is not None
    ]
    return _with_leads(found)


def _with_leads(found: list[Candidate]) -> list[Candidate]:
    """With the units that answer now: a lead that was changed since it asked no longer waits, the new one does."""
    late = [each.suggestion_id for each in found if each.rung < 0]
    if not late:
        return found
    leads: dict[int, list[int]] = defaultdict(list)
    tasks = Assignment.objects.active().answering().filter(suggestion__in=late, round=F("suggestion__round"))
    for suggestion, unit in tasks.order_by("pk").values_list("suggestion_id", "unit_id"):
        leads[suggestion].append(unit)
    return [each._replace(asking_units=tuple(leads[each.suggestion_id])) for each in found]


def _countersignatures(today: date) -> list[Candidate]:
    of = {"assignment": OuterRef("assignment")}
    rows = _near(Kind.COUNTERSIGN, open_countersignatures(), "circulation__due_on", today, **of).values_list(
        "said", "circulation__due_on", "circulation__sent_on", "circulation__assignment__unit_id", *_OF_THE_TASK
    )
    found: dict[tuple, Candidate] = {}
    for said, due_on, sent_on, lead, *task in rows:
        step = _new_rung(Kind.COUNTERSIGN, due_on, sent_on, said, today)
        if step is not None:
            made = found.setdefault((due_on, *task), Candidate(Kind.COUNTERSIGN, step, due_on, *task))
            found[due_on, *task] = made._replace(asking_units=(*made.asking_units, lead))
    return list(found.values())
