"""Writing the assisting units' tasks of a plan: all of them or none, with one line of history each."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from suggestions.actions import _transition
from suggestions.choices import AssignmentState
from suggestions.imports.assisting import AssistingEntry, AssistingPlan
from suggestions.imports.plan import Result
from suggestions.models import Assignment, Event, Opinion, Suggestion
from suggestions.workflow import Action

_BATCH = 500


def apply(plan: AssistingPlan, *, by, at: datetime, name: str) -> None:
    """Write `plan`, made in the same transaction. Conflict when a task was moved meanwhile."""
    touched = [entry for entry in plan.entries if entry.result != Result.UNCHANGED]
    created = [entry for entry in touched if entry.result == Result.CREATED]
    updated = [entry for entry in touched if entry.result == Result.UPDATED]
    old_states = {id(entry): entry.task.state for entry in updated}
    Assignment.objects.bulk_create([entry.task for entry in created], batch_size=_BATCH)
    _update(updated)
    opinions = [entry.opinion for entry in touched if entry.opinion]
    Opinion.objects.bulk_create([opinion for opinion in opinions if opinion.pk is None], batch_size=_BATCH)
    known = [opinion for opinion in opinions if opinion.pk]
    if known:
        Opinion.objects.bulk_update(known, ["filed_at", "filed_on"], batch_size=200)
    suggestions = list({entry.suggestion.pk for entry in touched})
    for start in range(0, len(suggestions), _BATCH):
        Suggestion.objects.filter(pk__in=suggestions[start : start + _BATCH]).update(version=F("version") + 1)
    events = [_event(entry, old_states.get(id(entry), ""), by=by, at=at, name=name) for entry in touched]
    Event.objects.bulk_create(events, batch_size=_BATCH)


def _update(updated: list[AssistingEntry]) -> None:
    """The day before the state that needs it; the end of a task after it."""
    fields = set().union(*(entry.fields for entry in updated)) if updated else set()
    if fields:
        Assignment.objects.bulk_update([e.task for e in updated if e.fields], fields, batch_size=200)
    for state in sorted({entry.state for entry in updated if entry.state}):
        _transition.adopt([entry.task for entry in updated if entry.state == state], state)
    ended = [entry.task for entry in updated if entry.state == AssignmentState.CANCELLED]
    if ended:
        Assignment.objects.bulk_update(ended, ["ended_at", "ended_by", "end_reason"], batch_size=200)


def _event(entry: AssistingEntry, old_state: str, *, by, at: datetime, name: str) -> Event:
    task = entry.task
    what = ";".join(str(change) for change in entry.changes) or task.get_state_display()
    where = _("协办情况“%(file)s”第%(line)d行") % {"file": name, "line": entry.line}
    return _transition.new_event(
        task.suggestion,
        task,
        Action.IMPORT,
        by=by,
        at=at,
        from_state=old_state,
        to_state=task.state,
        new_date=task.done_on,
        detail=f"{where}:{what}"[:500],
    )
