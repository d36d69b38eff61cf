"""What waits for a reminder: tasks, promises and feedback whose rung has come and is not yet in the ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate

from suggestions.choices import AssignmentState, Status, UnitRole
from suggestions.models import Assignment, Commitment, Suggestion
from supervision.models import Reminder
from supervision.reminder_rules import LADDERS, Kind, rung, rung_day


@dataclass(frozen=True)
class Candidate:
    """One task, one promise or one suggestion's feedback, whose rung has come and is not in the ledger."""

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


def candidates(today: date) -> Iterator[list[Candidate]]:
    """Six queries, one a kind. A rung whose day had passed when the task was given is not made up for."""
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
