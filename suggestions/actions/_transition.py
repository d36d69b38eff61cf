"""The one door: every change of a status passes here, is checked, swapped, and written into the history.

`move` runs inside the caller's transaction. It compares and swaps (state and version), so of two people who act at
once one wins and the other is told. Moving a unit's task first touches its suggestion's row: two tasks of one
suggestion then wait for each other, and the last reply to be accepted sees all the others.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from suggestions import permissions, workflow
from suggestions.errors import Conflict, RuleViolation
from suggestions.models import Assignment, Commitment, Event, Suggestion
from suggestions.workflow import Action


def move(
    subject: Suggestion | Assignment | Commitment,
    action: Action,
    *,
    by,
    at: datetime,
    reason: str = "",
    old_date: date | None = None,
    new_date: date | None = None,
    detail: str = "",
    changes: dict | None = None,
) -> Event:
    """Do `action` on a suggestion, a unit's task or a commitment, with `changes` to its other fields in one UPDATE.

    NotAllowed: wrong role or relation. RuleViolation: no such step, or a reason is missing.
    Conflict: the row changed since it was read.
    """
    suggestion, assignment = _parties(subject)
    permissions.check(by, action, suggestion, assignment)
    if workflow.TRANSITIONS[action].needs_reason and not reason.strip():
        raise RuleViolation(_("请填写理由。"), field="reason")
    return _apply(
        subject,
        action,
        by=by,
        at=at,
        reason=reason,
        old_date=old_date,
        new_date=new_date,
        detail=detail,
        changes=changes,
    )


def follow(
    subject: Suggestion | Commitment, action: Action, *, by, at: datetime, detail: str = "", changes: dict | None = None
) -> Event:
    """A step that follows from another and is nobody's button (all units have answered; a promise is opened)."""
    return _apply(subject, action, by=by, at=at, detail=detail, changes=changes)


def swap_status(suggestion: Suggestion, action: Action) -> bool:
    """Only compare and swap, for callers that check and write the history of many suggestions at once."""
    new = workflow.next_state(action, suggestion.status)
    swapped = Suggestion.objects.filter(pk=suggestion.pk, status=suggestion.status, version=suggestion.version).update(
        status=new, version=suggestion.version + 1
    )
    suggestion.status, suggestion.version = new, suggestion.version + 1
    return bool(swapped)


def end(task: Assignment, action: Action, state: str, *, by, at: datetime, reason: str) -> None:
    """End a unit's task as a consequence of `action` on its suggestion (a withdrawal); the row stays on record."""
    old = task.state
    task.state, task.version = state, task.version + 1
    task.ended_at, task.ended_by, task.end_reason = at, by, reason[:300]
    task.save(update_fields=["state", "version", "ended_at", "ended_by", "end_reason"])
    _write_event(task.suggestion, task, action, by=by, at=at, from_state=old, to_state=state, reason=reason)


def adopt(subjects: Iterable[Suggestion | Assignment], new: str) -> None:
    """Take over a state that was reached outside this application (an imported ledger): no step of the table, but
    compared and swapped like one. The caller checks that the state may be taken over and writes the history.

    Conflict when one of the rows has another state by now. One statement per former state and 500 rows.
    """
    groups: dict[tuple, list] = defaultdict(list)
    for subject in subjects:
        groups[type(subject), getattr(subject, _field_of(subject))].append(subject)
    for (model, old), members in groups.items():
        field = _field_of(members[0])
        for start in range(0, len(members), 500):
            chunk = members[start : start + 500]
            found = model.objects.filter(pk__in=[subject.pk for subject in chunk], **{field: old})
            if found.update(**{field: new}, version=F("version") + 1) != len(chunk):
                raise Conflict(_("导入期间有建议被其他人处理过，本次没有导入。请重新核对后再导入。"))
        for subject in members:
            setattr(subject, field, new)
            subject.version += 1


def stay_many(lines: Iterable[tuple[Suggestion, str]], action: Action, *, by, at: datetime, reason: str = "") -> None:
    """An action that moves no state, on many suggestions at once (each with the detail for its history).

    Checked like `move`, written in a few statements. NotAllowed, RuleViolation as there; Conflict when the status of
    one has changed since it was read.
    """
    lines = list(lines)
    by_status: dict[str, list[int]] = defaultdict(list)
    for suggestion, _detail in lines:
        permissions.check(by, action, suggestion)
        workflow.next_state(action, suggestion.status)
        by_status[suggestion.status].append(suggestion.pk)
    for status, pks in by_status.items():
        if Suggestion.objects.filter(pk__in=pks, status=status).update(version=F("version") + 1) != len(pks):
            raise Conflict(_("有建议刚刚被其他人处理过，本次没有保存。请刷新页面查看最新情况后再操作。"))
    Event.objects.bulk_create(
        [
            new_event(one, None, action, by=by, at=at, from_state=one.status, to_state=one.status, reason=reason,
                      detail=detail)
            for one, detail in lines
        ],
        batch_size=500,
    )  # fmt: skip


def record(suggestion: Suggestion, action: Action, *, by, at: datetime, assignment=None, **words) -> Event:
    """A line of history for something that moves no state: registration, import, a recomputed date."""
    return _write_event(suggestion, assignment, action, by=by, at=at, **words)


def _apply(subject, action, *, by, at, changes=None, **words) -> Event:
    suggestion, assignment = _parties(subject)
    field = _field_of(subject)
    old = getattr(subject, field)
    if isinstance(subject, Assignment):
        if not permissions.is_current(assignment, suggestion):
            raise RuleViolation(_("此件目前不在办理中，不能%(action)s。") % {"action": action.label})
        _require_part(action, assignment)
    new = workflow.next_state(action, old)
    changes = changes or {}
    with transaction.atomic(savepoint=False):  # the caller's transaction: a refusal undoes the whole action
        version = touch(suggestion) if isinstance(subject, Assignment) else None
        swapped = (
            type(subject)
            .objects.filter(pk=subject.pk, version=subject.version, **{field: old})
            .update(version=subject.version + 1, **{field: new}, **changes)
        )
        if not swapped:
            raise Conflict(_("此件刚刚被其他人处理过，您的操作没有保存。请刷新页面查看最新情况后再操作。"))
        event = _write_event(suggestion, assignment, action, by=by, at=at, from_state=old, to_state=new, **words)
    subject.version += 1
    for name, value in {field: new, **changes}.items():
        setattr(subject, name, value)
    if version is not None:
        suggestion.version = version
    return event


def touch(suggestion: Suggestion) -> int:
    """Count its version on, also where another task moved it since it was read; its row is ours from here on."""
    found = Suggestion.objects.filter(pk=suggestion.pk)
    if found.filter(version=suggestion.version).update(version=suggestion.version + 1):
        return suggestion.version + 1
    found.update(version=F("version") + 1)
    return found.values_list("version", flat=True).get()


def _require_part(action: Action, assignment: Assignment) -> None:
    if assignment.role not in workflow.TRANSITIONS[action].unit_roles:
        raise RuleViolation(
            _("%(role)s单位不能%(action)s。") % {"role": assignment.get_role_display(), "action": action.label}
        )


def _field_of(subject: Suggestion | Assignment | Commitment) -> str:
    return "status" if isinstance(subject, Suggestion) else "state"


def _parties(subject) -> tuple[Suggestion, Assignment | None]:
    if isinstance(subject, Commitment):
        return subject.suggestion, subject.assignment
    return (subject.suggestion, subject) if isinstance(subject, Assignment) else (subject, None)


def new_event(suggestion, assignment, action, *, by, at, **words) -> Event:
    """An unsaved line of history, for callers that write many at once."""
    return Event(
        suggestion=suggestion,
        assignment=assignment,
        action=action,
        at=at,
        by=by,
        by_name=by.name if by else _("系统"),
        by_role=by.role if by else "",
        unit_name=assignment.unit.name if assignment else "",
        **words,
    )


def _write_event(suggestion, assignment, action, *, by, at, **words) -> Event:
    event = new_event(suggestion, assignment, action, by=by, at=at, **words)
    event.save()
    return event
