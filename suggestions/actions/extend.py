"""Extension of the reply's due date (代表法 art 51; form: domain.md 6.4)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification
from accounts.recipients import local_day, office_heads, unit_contacts
from suggestions import deadlines
from suggestions.actions import _transition
from suggestions.actions._settle import settle
from suggestions.choices import RequestState
from suggestions.clocks import due_fields, read_clockwork
from suggestions.errors import RuleViolation
from suggestions.models import Assignment, Extension
from suggestions.workflow import Action


def check_may_ask(assignment: Assignment, *, latest: date, today: date) -> None:
    """RuleViolation when no extension of this task may be asked for today at all; `latest` is its last possible day."""
    if assignment.round > 1:
        raise RuleViolation(_("重新办理的期限不再延长。"))
    if assignment.extensions.filter(state=RequestState.PENDING).exists():
        raise RuleViolation(_("已有一项延期申请等待决定，请勿重复提交。"))
    if deadlines.is_overdue(assignment.due_on, today):
        raise RuleViolation(
            _("答复期限%(due)s已过，不能再申请延期，请尽快答复。") % {"due": f"{assignment.due_on:%Y-%m-%d}"}
        )
    if assignment.due_on >= latest:
        raise RuleViolation(
            _("期限已是法定最长期限%(latest)s，不能再延长，请按期答复。") % {"latest": f"{latest:%Y-%m-%d}"}
        )


@transaction.atomic
def request(
    *,
    assignment: Assignment,
    until: date,
    reason: str,
    work_done: str = "",
    is_deputy_informed: bool = False,
    by,
    today: date,
    at: datetime,
) -> Extension:
    """Ask before the due date. Where the office needs no consent, the request is its own decision.

    RuleViolation after the due date, beyond the limit from the start day, in a second handling, or while one is open.
    """
    clock = read_clockwork()
    latest = deadlines.extension_limit(assignment.start_on, clock.rule, clock.calendar)
    check_may_ask(assignment, latest=latest, today=today)
    deadlines.check_extension(
        start=assignment.start_on,
        requested_until=until,
        current_due_on=assignment.due_on,
        today=today,
        rule=clock.rule,
        calendar=clock.calendar,
    )
    _transition.move(
        assignment,
        Action.REQUEST_EXTENSION,
        by=by,
        at=at,
        reason=reason,
        old_date=assignment.due_on,
        new_date=until,
        detail=_("申请延期"),
    )
    extension = Extension.objects.create(
        assignment=assignment,
        previous_due_on=assignment.due_on,
        requested_until=until,
        reason=reason.strip(),
        work_done=work_done.strip(),
        is_deputy_informed=is_deputy_informed,
        requested_by=by,
        requested_at=at,
    )
    if clock.rule.extension_needs_consent:
        _tell(office_heads(), _("%(unit)s申请延期") % {"unit": assignment.unit}, extension, at=at)
    else:
        _grant(extension, until, _("按本机关规则，延期无须批准"), by=by, at=at)
    return extension


@transaction.atomic
def decide(
    *, extension: Extension, agreed: bool, until: date | None = None, note: str = "", by, today: date, at: datetime
) -> None:
    """The office agrees, perhaps to an earlier day than asked; or refuses with a reason and the date stands."""
    if not extension.is_pending:
        raise RuleViolation(_("此申请已经有决定。"))
    task = extension.assignment
    if not agreed:
        if not note.strip():
            raise RuleViolation(_("不同意时请填写理由。"), field="note")
        _transition.move(task, Action.DECIDE_EXTENSION, by=by, at=at, reason=note, detail=_("不同意延期"))
        _close(extension, RequestState.REFUSED, note, by=by, at=at)
        _tell_unit(extension, _("延期申请未获同意"), at=at)
        return
    until = until or extension.requested_until
    clock = read_clockwork()
    deadlines.check_extension(
        start=task.start_on,
        requested_until=until,
        current_due_on=task.due_on,
        # A request made in time is not lost because the office took its days to decide.
        today=min(today, task.due_on),
        rule=clock.rule,
        calendar=clock.calendar,
    )
    deadline = deadlines.extended_deadline(task.start_on, until, clock.rule, clock.calendar)
    _transition.move(
        task,
        Action.DECIDE_EXTENSION,
        by=by,
        at=at,
        reason=note,
        old_date=task.due_on,
        new_date=deadline.due_on,
        detail=_("同意延期"),
        changes=_new_date(task, deadline, clock.rule),
    )
    extension.granted_until = deadline.due_on
    _close(extension, RequestState.AGREED, note, by=by, at=at)
    settle(task.suggestion)
    _tell_unit(extension, _("延期申请已获同意"), at=at)
    _tell_deputy(extension, at=at)


def _grant(extension: Extension, until: date, note: str, *, by, at: datetime) -> None:
    clock = read_clockwork()
    task = extension.assignment
    deadline = deadlines.extended_deadline(task.start_on, until, clock.rule, clock.calendar)
    _transition.record(
        task.suggestion,
        Action.DECIDE_EXTENSION,
        by=None,
        at=at,
        assignment=task,
        old_date=task.due_on,
        new_date=deadline.due_on,
        detail=note,
    )
    changes = _new_date(task, deadline, clock.rule)
    for name, value in changes.items():
        setattr(task, name, value)
    task.save(update_fields=[*changes])
    extension.granted_until = deadline.due_on
    _close(extension, RequestState.AGREED, note, by=by, at=at)
    settle(task.suggestion)
    _tell_deputy(extension, at=at)


def _new_date(task: Assignment, deadline: deadlines.Deadline, rule: deadlines.Rule) -> dict:
    """The original date and its steps stay; the new steps stand below them."""
    return {**due_fields(deadline, rule), "due_steps": [*task.due_steps, *deadline.steps]}


def _close(extension: Extension, state: str, note: str, *, by, at: datetime) -> None:
    extension.state, extension.decided_by, extension.decided_at, extension.decision_note = state, by, at, note.strip()
    extension.save(update_fields=["state", "decided_by", "decided_at", "decision_note", "granted_until"])


def _tell_unit(extension: Extension, what: str, *, at: datetime) -> None:
    unit = extension.assignment.unit_id
    _tell(unit_contacts([unit], on=local_day(at))[unit], what, extension, at=at)


def _tell_deputy(extension: Extension, *, at: datetime) -> None:
    deputy = extension.assignment.suggestion.lead_deputy
    _tell([getattr(deputy, "user", None) if deputy else None], _("您的建议办理期限已延长"), extension, at=at)


def _tell(people, what: str, extension: Extension, *, at: datetime) -> None:
    suggestion = extension.assignment.suggestion
    until = extension.granted_until or extension.requested_until
    notifications.post(
        people,
        key=f"extension:{extension.pk}:{extension.state}",
        kind=Notification.Kind.CASEWORK,
        subject=f"{what}：{suggestion}",
        body=_("%(old)s → %(new)s，理由：%(reason)s")
        % {"old": extension.previous_due_on, "new": until, "reason": extension.reason},
        path=suggestion.get_absolute_url(),
        at=at,
    )
