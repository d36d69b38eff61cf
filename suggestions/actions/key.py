"""Key suggestions (重点督办件) as this floor knows them: a mark for pages and lists, and lines of the history.

Which topic, who leads and what was done about it stand on the floor above (supervision/), which calls these.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from suggestions.actions import _transition
from suggestions.models import Suggestion
from suggestions.workflow import Action


def choose(*, suggestions: Iterable[Suggestion], topic: str, by, at: datetime) -> None:
    """`suggestions` are followed as key ones from now on; `topic` says with what and by whom they are led."""
    for suggestion in suggestions:
        _transition.record(suggestion, Action.CHOOSE_KEY, by=by, at=at, detail=topic[:500])


def release(*, suggestions: Iterable[Suggestion], reason: str, topic: str, by, at: datetime) -> None:
    """No longer followed as key ones by this topic, and why."""
    for suggestion in suggestions:
        _transition.record(suggestion, Action.RELEASE_KEY, by=by, at=at, detail=topic[:500], reason=reason.strip())


def mark(leaders: Mapping[int, int | None]) -> None:
    """Keep the mark true. `leaders`: suggestion → the leader of its running topic; None, when no topic runs."""
    for leader in set(leaders.values()):
        led = [pk for pk, one in leaders.items() if one == leader]
        Suggestion.objects.filter(pk__in=led).update(is_key=leader is not None, led_by=leader)


def supervised(*, suggestions: Iterable[Suggestion], what: str, on: date, by, at: datetime) -> None:
    """A supervision took place: a line in each one's history. `what`: its kind and place."""
    for suggestion in suggestions:
        _transition.record(suggestion, Action.SUPERVISE, by=by, at=at, new_date=on, detail=what[:500])
