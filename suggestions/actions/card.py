"""The warning card that a unit's task shows (警示牌). Supervision's register gives and withdraws; this is its mark."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from suggestions.actions import _transition
from suggestions.models import Assignment, Event
from suggestions.workflow import Action


def show(given: Iterable[tuple[Assignment, str, str]], *, at: datetime) -> None:
    """Mark each task with the colour that stands on it now; the words go into its history. By the system."""
    given = list(given)
    by_colour: dict[str, list[int]] = defaultdict(list)
    for task, colour, _words in given:
        by_colour[colour].append(task.pk)
    for colour, tasks in by_colour.items():
        Assignment.objects.filter(pk__in=tasks).update(card=colour)
    Event.objects.bulk_create(
        [
            _transition.new_event(task.suggestion, task, Action.WARN, by=None, at=at, detail=words)
            for task, _colour, words in given
        ],
        batch_size=500,
    )


def take_down(task: Assignment, colour: str, *, words: str, reason: str, by, at: datetime) -> None:
    """A card was withdrawn: what stands on the task now (perhaps nothing), with the reason in its history."""
    Assignment.objects.filter(pk=task.pk).update(card=colour)
    _transition.record(
        task.suggestion, Action.WITHDRAW_CARD, by=by, at=at, assignment=task, detail=words, reason=reason
    )
