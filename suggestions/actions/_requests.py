"""Requests that are still open when their task ends or is answered are closed with it."""

from datetime import datetime

from suggestions.choices import RequestState
from suggestions.models import AdditionRequest, Assignment, Extension, ReturnRequest


def drop_open(task: Assignment, *, by, at: datetime, note: str) -> None:
    """Nothing is left for the office to decide about a task that is over."""
    for model in (ReturnRequest, AdditionRequest, Extension):
        model.objects.filter(assignment=task, state=RequestState.PENDING).update(
            state=RequestState.TAKEN_BACK, decided_by=by, decided_at=at, decision_note=note
        )
