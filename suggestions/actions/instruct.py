"""A leader's instruction (批示) as this floor knows it: lines of the history. The floor above follows it up."""

from datetime import date, datetime

from suggestions.actions import _transition
from suggestions.models import Assignment, Suggestion
from suggestions.workflow import Action


def given(suggestion: Suggestion, task: Assignment | None, *, text: str, due_on: date | None, by, at: datetime) -> None:
    """`task`: of the unit it is addressed to; None: to the office."""
    _transition.record(suggestion, Action.INSTRUCT, by=by, at=at, assignment=task, new_date=due_on, detail=text[:500])


def mark(suggestion: Suggestion, is_instructed: bool) -> None:
    """Keep the mark true: whether an instruction that was not withdrawn stands about it."""
    Suggestion.objects.filter(pk=suggestion.pk).update(is_instructed=is_instructed)


def settled(suggestion: Suggestion, task: Assignment | None, *, text: str, by, at: datetime) -> None:
    """What was asked for is done."""
    _transition.record(suggestion, Action.SETTLE_INSTRUCTION, by=by, at=at, assignment=task, detail=text[:500])
