"""A further assisting unit, by the office or as a unit asked (增办)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification, Unit
from accounts.recipients import office, unit_contacts
from suggestions.actions import _transition
from suggestions.actions.assign import check_day
from suggestions.actions.draft_units import check_units
from suggestions.choices import RequestState, UnitRole
from suggestions.clocks import assisting_clock, read_clockwork, unit_windows
from suggestions.errors import RuleViolation
from suggestions.models import AdditionRequest, Assignment, Suggestion
from suggestions.workflow import Action


@transaction.atomic
def add(*, suggestion: Suggestion, unit: Unit, assigned_on: date, by, today: date, at: datetime) -> Assignment:
    """Add `unit` as assisting unit with its own clock. RuleViolation when it is already at work on this suggestion."""
    check_day(suggestion, assigned_on, today=today)
    check_units(leads=[], assisting=[unit], separate=False)
    clock = read_clockwork()
    task = Assignment(
        suggestion=suggestion,
        unit=unit,
        role=UnitRole.ASSISTING,
        round=suggestion.round,
        assigned_on=assigned_on,
        assigned_by=by,
        **unit_windows(clock, assigned_on=assigned_on),
        **assisting_clock(clock, assigned_on=assigned_on, reply_due_on=suggestion.due_on),
    )
    _transition.move(
        suggestion,
        Action.ADD_UNIT,
        by=by,
        at=at,
        detail=_("增加协办单位%(unit)s") % {"unit": unit.name},
        new_date=task.due_on,
    )
    try:
        with transaction.atomic():
            task.save()
    except IntegrityError as error:
        raise RuleViolation(_("%(unit)s已经承办此件。") % {"unit": unit.name}, field="unit") from error
    notifications.post(
        unit_contacts([unit.pk], on=today)[unit.pk],
        key=f"added:{task.pk}",
        kind=Notification.Kind.CASEWORK,
        subject=_("请协办%(suggestion)s") % {"suggestion": suggestion},
        path=suggestion.get_absolute_url(),
        at=at,
    )
    return task


@transaction.atomic
def request(*, assignment: Assignment, unit: Unit, reason: str, by, at: datetime) -> AdditionRequest:
    """The lead unit asks for `unit` to assist; it goes on working meanwhile."""
    check_units(leads=[], assisting=[unit], separate=False)
    suggestion = assignment.suggestion
    if suggestion.assignments.active().filter(round=suggestion.round, unit=unit).exists():
        raise RuleViolation(_("%(unit)s已经承办此件。") % {"unit": unit.name}, field="unit")
    if assignment.additionrequests.filter(state=RequestState.PENDING).exists():
        raise RuleViolation(_("已有一项增办申请等待决定，请勿重复提交。"))
    _transition.move(
        assignment,
        Action.REQUEST_ADDITION,
        by=by,
        at=at,
        reason=reason,
        detail=_("建议增加%(unit)s协办") % {"unit": unit.name},
    )
    notifications.post(
        office(),
        key=f"addition-asked:{assignment.pk}:{assignment.version}",
        kind=Notification.Kind.CASEWORK,
        subject=_("%(unit)s申请增加协办单位：%(suggestion)s") % {"unit": assignment.unit, "suggestion": suggestion},
        path=suggestion.get_absolute_url(),
        at=at,
    )
    return AdditionRequest.objects.create(
        assignment=assignment, unit=unit, reason=reason.strip(), requested_by=by, requested_at=at
    )


@transaction.atomic
def decide(*, request: AdditionRequest, agreed: bool, note: str = "", by, today: date, at: datetime) -> None:
    """Agree, which assigns the unit today; or refuse with a reason."""
    if not request.is_pending:
        raise RuleViolation(_("此申请已经有决定。"))
    if not agreed and not note.strip():
        raise RuleViolation(_("不同意时请填写理由。"), field="note")
    task = request.assignment
    label = _("同意增办%(unit)s") if agreed else _("不同意增办%(unit)s")
    _transition.move(
        task, Action.DECIDE_ADDITION, by=by, at=at, reason=note, detail=label % {"unit": request.unit.name}
    )
    if agreed:
        add(suggestion=task.suggestion, unit=request.unit, assigned_on=today, by=by, today=today, at=at)
    request.state = RequestState.AGREED if agreed else RequestState.REFUSED
    request.decided_by, request.decided_at, request.decision_note = by, at, note.strip()
    request.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])
    notifications.post(
        unit_contacts([task.unit_id], on=today)[task.unit_id],
        key=f"addition-decided:{request.pk}",
        kind=Notification.Kind.CASEWORK,
        subject=f"{label % {'unit': request.unit.name}}：{task.suggestion}",
        body=note,
        path=task.suggestion.get_absolute_url(),
        at=at,
    )
