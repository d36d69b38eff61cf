"""Assignment (交办): the act that starts the clock (代表法 art 51)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification
from accounts.recipients import local_day, unit_contacts
from suggestions import workflow
from suggestions.actions import _transition, draft_units
from suggestions.actions._settle import settle_many
from suggestions.choices import Status, UnitRole
from suggestions.clocks import Clockwork, assisting_clock, read_clockwork, reply_clock, unit_windows
from suggestions.errors import Conflict, RuleViolation
from suggestions.models import Assignment, AssignmentBatch, DraftUnit, Event, Session, Suggestion
from suggestions.workflow import Action


@dataclass(frozen=True)
class Issued:
    """What an issue did: how many suggestions and tasks, to how many units, how many people were told."""

    batch: AssignmentBatch
    suggestions: int
    tasks: int
    units: int
    people: int


def check_day(suggestion: Suggestion, assigned_on: date, *, today: date) -> None:
    """RuleViolation for an assignment day in the future or before the suggestion came in."""
    if assigned_on > today:
        raise RuleViolation(_("交办日期不能晚于今天。"), field="assigned_on")
    if assigned_on < suggestion.submitted_on:
        raise RuleViolation(
            _("%(number)s号的收到日期是%(day)s，交办日期不能早于收到日期。")
            % {"number": suggestion.number, "day": f"{suggestion.submitted_on:%Y-%m-%d}"},
            field="assigned_on",
        )


@transaction.atomic
def issue(*, suggestions, session: Session, assigned_on: date, note: str = "", by, today: date, at: datetime) -> Issued:
    """Hand over all `suggestions` by their pencilled units with one day: all of them, or none.

    RuleViolation names the first suggestion that cannot be issued, and why. Conflict when one was issued meanwhile.
    """
    draft_units.require_office(by)
    suggestions = list(
        Suggestion.objects.filter(pk__in=[s.pk for s in suggestions])
        .select_for_update(of=("self",))  # a unit pencilled in meanwhile waits, and is refused
        .order_by("pk")
        .select_related("session")
        .prefetch_related("draft_units__unit__parent")
    )
    if not suggestions:
        raise RuleViolation(_("没有可以交办的建议。"))
    for suggestion in suggestions:
        check_day(suggestion, assigned_on, today=today)
        workflow.next_state(Action.ASSIGN, suggestion.status)
        found = draft_units.problems(list(suggestion.draft_units.all()))
        if found:
            raise RuleViolation(_("%(number)s号：%(problem)s。") % {"number": suggestion.number, "problem": found[0]})
    batch = AssignmentBatch.objects.create(
        session=session, assigned_on=assigned_on, note=note.strip()[:200], issued_by=by, issued_at=at
    )
    clock = read_clockwork()
    tasks = [
        task
        for suggestion in suggestions
        for task in _tasks_of(suggestion, clock, assigned_on=assigned_on, batch=batch, by=by)
    ]
    _swap_to_handling(suggestions)
    Assignment.objects.bulk_create(tasks, batch_size=500)
    _transition.write_events(_events(tasks, by=by, at=at, assigned_on=assigned_on))
    DraftUnit.objects.filter(suggestion__in=suggestions).delete()
    settle_many(suggestions)
    units = {task.unit_id for task in tasks}
    return Issued(batch, len(suggestions), len(tasks), len(units), _tell_units(tasks, batch, at=at))


def _tasks_of(suggestion, clock: Clockwork, *, assigned_on: date, batch, by) -> list[Assignment]:
    lead_fields = reply_clock(clock, suggestion, assigned_on=assigned_on)
    windows = unit_windows(clock, assigned_on=assigned_on)
    tasks = []
    for drafted in suggestion.draft_units.all():
        fields = (
            assisting_clock(clock, assigned_on=assigned_on, reply_due_on=lead_fields["due_on"])
            if drafted.role == UnitRole.ASSISTING
            else lead_fields
        )
        tasks.append(
            Assignment(
                suggestion=suggestion,
                unit=drafted.unit,
                role=drafted.role,
                superior_reason=drafted.superior_reason,
                batch=batch,
                assigned_on=assigned_on,
                assigned_by=by,
                **windows,
                **fields,
            )
        )
    return tasks


def _swap_to_handling(suggestions: list[Suggestion]) -> None:
    """Compare and swap, in bulk: of two clerks who issue the same suggestion, the second one is told."""
    for suggestion in suggestions:
        if not _transition.swap_status(suggestion, Action.ASSIGN):
            raise Conflict(
                _("%(number)s号刚刚被其他人处理过，本次交办没有保存。请刷新页面后重试。")
                % {"number": suggestion.number}
            )


def _events(tasks: list[Assignment], *, by, at, assigned_on: date) -> list[Event]:
    return [
        _transition.new_event(
            task.suggestion,
            task,
            Action.ASSIGN,
            by=by,
            at=at,
            from_state=Status.ACCEPTED,
            to_state=Status.IN_HANDLING,
            new_date=task.due_on,
            reason=task.superior_reason,
            detail=_("%(role)s，交办日期%(day)s，期限%(due)s")
            % {"role": task.get_role_display(), "day": f"{assigned_on:%Y-%m-%d}", "due": f"{task.due_on:%Y-%m-%d}"},
        )
        for task in tasks
    ]


def _tell_units(tasks: list[Assignment], batch: AssignmentBatch, *, at: datetime) -> int:
    """One message per unit and batch, not one per suggestion."""
    contacts = unit_contacts((task.unit_id for task in tasks), on=local_day(at))
    told = set()
    for unit_id, people in contacts.items():
        own = [task for task in tasks if task.unit_id == unit_id]
        notifications.post(
            people,
            key=f"assigned:{batch.pk}:{unit_id}",
            kind=Notification.Kind.CASEWORK,
            subject=_("新交办%(n)d件代表建议，请签收") % {"n": len(own)},
            body="\n".join(f"{t.get_role_display()} {t.suggestion} {t.due_on:%Y-%m-%d}" for t in own[:50]),
            path=own[0].suggestion.get_absolute_url() if len(own) == 1 else "/",
            at=at,
        )
        told |= {person.pk for person in people}
    return len(told)
