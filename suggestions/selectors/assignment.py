"""What the assignment conference (交办会) looks at: suggestions with their pencilled units, and what was issued."""

from django.db.models import Prefetch, QuerySet

from accounts.models import Unit
from suggestions.choices import Status
from suggestions.models import Assignment, AssignmentBatch, DraftUnit, Session, Suggestion


def desk(session: Session, *, with_registered: bool = False) -> QuerySet[Suggestion]:
    """The suggestions of `session` that wait for their units, in the order of their numbers; three queries."""
    statuses = [Status.ACCEPTED, Status.REGISTERED] if with_registered else [Status.ACCEPTED]
    drafts = DraftUnit.objects.select_related("unit__parent").order_by("pk")
    return (
        Suggestion.objects.filter(session=session, status__in=statuses)
        .select_related("lead_deputy", "delegation")
        .prefetch_related(Prefetch("draft_units", drafts))
        .order_by("number_key", "pk")
    )


def assignable_units() -> list[Unit]:
    return list(Unit.objects.filter(is_active=True, is_group=False).select_related("parent"))


def handed_over(session: Session, batch: AssignmentBatch | None = None, unit: Unit | None = None) -> list[Assignment]:
    """The tasks of the round under way, of one batch or one unit if named; by unit, then by number."""
    tasks = Assignment.objects.active().filter(suggestion__session=session)
    if batch is not None:
        tasks = tasks.filter(batch=batch)
    if unit is not None:
        tasks = tasks.filter(unit=unit)
    found = tasks.select_related(
        "suggestion__lead_deputy", "suggestion__delegation", "unit__first_contact", "unit__second_contact"
    ).order_by("unit__order", "unit__name", "suggestion__number_key", "pk")
    return [task for task in found if task.round == task.suggestion.round]


def other_tasks(tasks: list[Assignment]) -> dict[int, list[Assignment]]:
    """For each suggestion among `tasks`, all its units' tasks of the round under way."""
    found: dict[int, list[Assignment]] = {}
    everyone = (
        Assignment.objects.active()
        .filter(suggestion__in={task.suggestion_id for task in tasks})
        .select_related("suggestion", "unit__first_contact")
        .order_by("-role", "pk")
    )
    for each in everyone:
        if each.round == each.suggestion.round:
            found.setdefault(each.suggestion_id, []).append(each)
    return found
