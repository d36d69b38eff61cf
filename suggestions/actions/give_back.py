"""Return of a task (退回), and re-assignment (改办). Form: domain.md 6.3."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification, Unit
from accounts.recipients import local_day, office, unit_contacts
from accounts.roles import Role
from suggestions.actions import _requests, _transition, draft_units
from suggestions.actions._settle import settle
from suggestions.actions.assign import check_day
from suggestions.choices import RequestState, UnitRole
from suggestions.clocks import assisting_clock, read_clockwork, rehandling_clock, reply_clock, unit_windows
from suggestions.errors import NotAllowed, RuleViolation
from suggestions.models import Assignment, ReturnRequest
from suggestions.workflow import Action


def check_window(assignment: Assignment, *, on: date) -> None:
    """RuleViolation when the task can no longer be handed back on `on`, with the day until when it could.

    A unit that answered and handles again was given no such day: it has taken the suggestion on (actions/rehandle.py).
    """
    if not assignment.may_be_given_back:
        raise RuleViolation(_("重新办理由原承办单位继续负责，不再申请退回。确有困难请与代表工作机构联系。"))
    if assignment.return_until_on and on > assignment.return_until_on:
        raise RuleViolation(
            _("退回期限为%(day)s，现已超过，不再调整承办单位。请继续办理；确有困难请与代表工作机构联系。")
            % {"day": f"{assignment.return_until_on:%Y-%m-%d}"}
        )


@transaction.atomic
def request(
    *, assignment: Assignment, reason: str, proposed_unit: Unit | None, by, on: date, at: datetime
) -> ReturnRequest:
    """The unit holds that this is not its duty. RuleViolation after the window: the unit goes on (domain.md 1.3)."""
    check_window(assignment, on=on)
    if proposed_unit is not None:
        draft_units.check_units(leads=[proposed_unit], assisting=[], separate=False)
        if proposed_unit.pk == assignment.unit_id:
            raise RuleViolation(_("建议改办单位不能是本单位。"), field="proposed_unit")
    _transition.move(
        assignment,
        Action.REQUEST_RETURN,
        by=by,
        at=at,
        reason=reason,
        detail=_("建议改由%(unit)s承办") % {"unit": proposed_unit.name} if proposed_unit else "",
    )
    _tell_office(assignment, at=at)
    return ReturnRequest.objects.create(
        assignment=assignment, reason=reason.strip(), proposed_unit=proposed_unit, requested_by=by, requested_at=at
    )


@transaction.atomic
def take_back(*, assignment: Assignment, by, at: datetime) -> None:
    """The unit drops its request and goes on."""
    _transition.move(assignment, Action.TAKE_BACK_RETURN, by=by, at=at)
    _decide(_pending(assignment), RequestState.TAKEN_BACK, "", by=by, at=at)


@transaction.atomic
def refuse(*, request: ReturnRequest, note: str, by, at: datetime) -> None:
    """Not agreed: the unit goes on, its clock has not stopped (青岛 art 19)."""
    _require_pending(request)
    _transition.move(request.assignment, Action.REFUSE_RETURN, by=by, at=at, reason=note)
    _decide(request, RequestState.REFUSED, note, by=by, at=at)
    _tell_unit(request.assignment, _("退回申请未获同意，请继续办理"), note, at=at)


@transaction.atomic
def agree(
    *, request: ReturnRequest, unit: Unit, assigned_on: date, note: str = "", superior_reason: str = "", by, today, at
) -> Assignment:
    """Agree and hand the task to `unit` in one step: it gets its own clock, the old task stays on record."""
    _require_pending(request)
    task = _replace(
        request.assignment,
        Action.AGREE_RETURN,
        unit=unit,
        assigned_on=assigned_on,
        reason=note or _("同意退回"),
        superior_reason=superior_reason,
        by=by,
        today=today,
        at=at,
    )
    _decide(request, RequestState.AGREED, note, by=by, at=at)
    _requests.drop_open(request.assignment, by=by, at=at, note=_("已退回"))
    return task


@transaction.atomic
def reassign(
    *, assignment: Assignment, unit: Unit, assigned_on: date, reason: str, superior_reason: str = "", by, today, at
) -> Assignment:
    """The office, or a coordinator inside the own system, moves the task to another unit."""
    return _replace(
        assignment,
        Action.REASSIGN,
        unit=unit,
        assigned_on=assigned_on,
        reason=reason,
        superior_reason=superior_reason,
        by=by,
        today=today,
        at=at,
    )


def _replace(old: Assignment, action, *, unit, assigned_on, reason, superior_reason, by, today, at) -> Assignment:
    suggestion = old.suggestion
    check_day(suggestion, assigned_on, today=today)
    if assigned_on < old.assigned_on:
        raise RuleViolation(_("改办日期不能早于原交办日期。"), field="assigned_on")
    draft_units.check_units(leads=[unit], assisting=[], separate=False)
    if unit.pk == old.unit_id:
        raise RuleViolation(_("改办单位与原单位相同。"), field="unit")
    if by.role == Role.COORDINATOR and unit.handling_system != by.handling_system:
        raise NotAllowed(_("系统协调人只能在本系统内改办；跨系统的请由代表工作机构决定。"))
    if old.role != UnitRole.ASSISTING and unit.superior is not None and not superior_reason.strip():
        raise RuleViolation(draft_units.superior_sentence(unit) + "。", field="superior_reason")
    _transition.move(
        old,
        action,
        by=by,
        at=at,
        reason=reason,
        detail=_("改由%(unit)s承办") % {"unit": unit.name},
        changes={"ended_at": at, "ended_by": by, "end_reason": reason[:300]},
    )
    if action == Action.REASSIGN:
        _requests.drop_open(old, by=by, at=at, note=_("已改由%(unit)s承办") % {"unit": unit.name})
    task = _successor(old, unit, assigned_on=assigned_on, by=by)
    task.superior_reason = superior_reason.strip()
    try:
        with transaction.atomic():
            task.save()
    except IntegrityError as error:
        raise RuleViolation(_("%(unit)s已经承办此件。") % {"unit": unit.name}, field="unit") from error
    _transition.record(
        suggestion,
        Action.ASSIGN,
        by=by,
        at=at,
        assignment=task,
        old_date=old.due_on,
        new_date=task.due_on,
        detail=_("%(role)s，接替%(old)s") % {"role": task.get_role_display(), "old": old.unit.name},
    )
    settle(suggestion)
    _tell_unit(task, _("请办理"), "", at=at)
    _tell_unit(old, _("已改由%(unit)s办理") % {"unit": unit.name}, reason, at=at)
    return task


def _successor(old: Assignment, unit: Unit, *, assigned_on: date, by) -> Assignment:
    """The new unit is counted from its own assignment day; the first unit's delay is not its own (peers.md B.1)."""
    clock = read_clockwork()
    if old.role == UnitRole.ASSISTING:
        fields = assisting_clock(clock, assigned_on=assigned_on, reply_due_on=old.suggestion.due_on)
    elif old.round > 1:
        fields = rehandling_clock(clock, demanded_on=assigned_on)
    else:
        fields = reply_clock(clock, old.suggestion, assigned_on=assigned_on)
    return Assignment(
        suggestion=old.suggestion,
        unit=unit,
        role=old.role,
        round=old.round,
        replaces=old,
        assigned_on=assigned_on,
        assigned_by=by,
        instruction=old.instruction,
        **unit_windows(clock, assigned_on=assigned_on),
        **fields,
    )


def _pending(assignment: Assignment) -> ReturnRequest:
    return assignment.returnrequests.get(state=RequestState.PENDING)


def _require_pending(request: ReturnRequest) -> None:
    if not request.is_pending:
        raise RuleViolation(_("此申请已经有决定。"))


def _decide(request: ReturnRequest, state: str, note: str, *, by, at: datetime) -> None:
    request.state, request.decided_by, request.decided_at, request.decision_note = state, by, at, note.strip()
    request.save(update_fields=["state", "decided_by", "decided_at", "decision_note"])


def _tell_office(assignment: Assignment, *, at: datetime) -> None:
    notifications.post(
        office(),
        key=f"return-asked:{assignment.pk}:{assignment.version}",
        kind=Notification.Kind.CASEWORK,
        subject=_("%(unit)s申请退回%(suggestion)s") % {"unit": assignment.unit, "suggestion": assignment.suggestion},
        path=assignment.suggestion.get_absolute_url(),
        at=at,
    )


def _tell_unit(assignment: Assignment, what: str, body: str, *, at: datetime) -> None:
    notifications.post(
        unit_contacts([assignment.unit_id], on=local_day(at))[assignment.unit_id],
        key=f"reassigned:{assignment.pk}:{assignment.version}",
        kind=Notification.Kind.CASEWORK,
        subject=f"{what}：{assignment.suggestion}",
        body=body,
        path=assignment.suggestion.get_absolute_url(),
        at=at,
    )
