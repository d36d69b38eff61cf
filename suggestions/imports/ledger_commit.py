"""Writing a plan: everything or nothing, in bulk, with one line of history per suggestion."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db.models import F, Model
from django.utils.translation import gettext as _

from suggestions.actions import _transition
from suggestions.actions._settle import settle_many
from suggestions.imports import sessions
from suggestions.imports.plan import Entry, LedgerPlan, Result
from suggestions.imports.record import Record
from suggestions.models import Assignment, CoSigner, DraftUnit, Evaluation, Event, Reply, Suggestion
from suggestions.workflow import Action

_BATCH = 500


def apply(plan: LedgerPlan, *, by, at: datetime, name: str) -> None:
    """Write `plan`, made in the same transaction. `name`: the file, for the history. Conflict: see adopt."""
    record = Record(by=by, at=at, name=name)
    for made in sessions.save_new(plan.session):
        record.created([made])
    for made in (
        plan.references.new_delegations,
        plan.references.new_deputies,
        plan.references.new_categories,
        plan.references.new_classes,
    ):
        if made:
            type(made[0]).objects.bulk_create(made, batch_size=_BATCH)
            record.created(made)
    record.write()
    created = [entry for entry in plan.entries if entry.result == Result.CREATED]
    updated = [entry for entry in plan.entries if entry.result == Result.UPDATED]
    Suggestion.objects.bulk_create([entry.suggestion for entry in created], batch_size=_BATCH)
    _update(updated)
    _create(Assignment, created + updated, lambda entry: entry.tasks)
    _create(Reply, created + updated, lambda entry: entry.replies)
    _create(Evaluation, created + updated, lambda entry: [entry.evaluation] if entry.evaluation else [])
    _create(DraftUnit, created, lambda entry: entry.drafts)
    _write_co_signers(created + updated)
    settle_many([entry.suggestion for entry in updated if entry.is_handling_changed])
    events = [_created_event(entry, by=by, at=at, name=name) for entry in created]
    events += [_changed_event(entry, by=by, at=at, name=name) for entry in updated]
    Event.objects.bulk_create(events, batch_size=_BATCH)


def _create(model: type[Model], entries: Iterable[Entry], of: Callable[[Entry], list]) -> None:
    made = [each for entry in entries for each in of(entry)]
    if made:
        model.objects.bulk_create(made, batch_size=_BATCH)


def _update(updated: list[Entry]) -> None:
    """Facts first, then the states: a task is answered only with its day."""
    if not updated:
        return
    fields = set().union(*(entry.fields for entry in updated))
    if fields:
        Suggestion.objects.bulk_update([entry.suggestion for entry in updated if entry.fields], fields, batch_size=200)
    for start in range(0, len(updated), _BATCH):
        pks = [entry.suggestion.pk for entry in updated[start : start + _BATCH]]
        Suggestion.objects.filter(pk__in=pks).update(version=F("version") + 1)
    DraftUnit.objects.filter(suggestion__in=[entry.suggestion.pk for entry in updated if entry.new_status]).delete()
    replies = [reply for entry in updated for reply in entry.changed_replies]
    if replies:
        Reply.objects.bulk_update(replies, ["dated_on", "result_class", "document_number", "signatory"], batch_size=200)
    tasks = [task for entry in updated for task, _state in entry.changed_tasks]
    if tasks:
        Assignment.objects.bulk_update(tasks, ["done_on"], batch_size=200)
    for entry in updated:
        entry.old_status = entry.suggestion.status
    _adopt((task, state) for entry in updated for task, state in entry.changed_tasks if task.state != state)
    _adopt((entry.suggestion, entry.new_status) for entry in updated if entry.new_status)


def _adopt(moves: Iterable[tuple[Suggestion | Assignment, str]]) -> None:
    by_state: dict[str, list] = {}
    for subject, state in moves:
        by_state.setdefault(state, []).append(subject)
    for state, subjects in by_state.items():
        _transition.adopt(subjects, state)


def _write_co_signers(entries: Iterable[Entry]) -> None:
    named = [entry for entry in entries if entry.co_signers is not None]
    CoSigner.objects.filter(suggestion__in=[e.suggestion.pk for e in named if e.result == Result.UPDATED]).delete()
    rows = [
        CoSigner(suggestion=entry.suggestion, deputy=deputy)
        for entry in named
        for deputy in dict.fromkeys(entry.co_signers)
    ]
    CoSigner.objects.bulk_create(rows, batch_size=_BATCH)


def _created_event(entry: Entry, *, by, at: datetime, name: str) -> Event:
    suggestion = entry.suggestion
    words = [_("从“%(file)s”第%(line)d行导入") % {"file": name, "line": entry.line}]
    if suggestion.lead_unit_names:
        words.append(_("主办：%(units)s") % {"units": suggestion.lead_unit_names})
    return _transition.new_event(
        suggestion,
        None,
        Action.IMPORT,
        by=by,
        at=at,
        to_state=suggestion.status,
        new_date=suggestion.due_on,
        detail=",".join(words)[:500],
    )


def _changed_event(entry: Entry, *, by, at: datetime, name: str) -> Event:
    where = _("按“%(file)s”第%(line)d行更新") % {"file": name, "line": entry.line}
    what = ";".join(str(change) for change in entry.changes)
    return _transition.new_event(
        entry.suggestion,
        None,
        Action.IMPORT,
        by=by,
        at=at,
        from_state=entry.old_status if entry.new_status else "",
        to_state=entry.new_status,
        new_date=entry.suggestion.due_on if entry.tasks else None,
        detail=f"{where}:{what}"[:500],
    )
