"""Findings of a supervision: a unit's task with a day, reported with proof, confirmed or handed back."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification, Unit, User
from accounts.recipients import contacts_and_heads, local_day, office
from suggestions.actions import attach
from suggestions.errors import RuleViolation
from suggestions.models import Assignment, Suggestion
from supervision import permissions
from supervision.actions import _transition
from supervision.actions.key import watchers
from supervision.choices import FindingEntryKind as Kind
from supervision.choices import SupervisionState
from supervision.models import Finding, FindingEntry, Supervision, SupervisionFile
from supervision.workflow import Action


@transaction.atomic
def open_finding(
    *,
    supervision: Supervision,
    suggestion: Suggestion,
    unit: Unit,
    matter: str,
    due_on: date,
    by,
    today: date,
    at: datetime,
) -> Finding:
    """Hand out what was found as a task; its unit is told, and reminded as the day comes near.

    RuleViolation before the supervision is recorded, for a suggestion it was not about, a unit that does not handle
    it (S19), or a day that is not to come.
    """
    permissions.check_supervise(by, permissions.topics_of(supervision))
    if supervision.state != SupervisionState.HELD:
        raise RuleViolation(_("督办开展并记录以后，才能交办整改。"))
    if suggestion.pk not in {one.pk for one in subjects(supervision)}:
        raise RuleViolation(_("这次督办不涉及%(suggestion)s。") % {"suggestion": suggestion}, field="suggestion")
    if not Assignment.objects.active().filter(suggestion=suggestion, unit=unit).exists():
        raise RuleViolation(
            _("%(unit)s不承办%(number)s号，整改任务只能交给此件的承办单位。")
            % {"unit": unit, "number": suggestion.number},
            field="unit",
        )
    if due_on <= today:
        raise RuleViolation(_("整改期限应在今天之后。"), field="due_on")
    if not matter.strip():
        raise RuleViolation(_("请写明整改事项。"), field="matter")
    finding = Finding.objects.create(
        supervision=supervision,
        suggestion=suggestion,
        unit=unit,
        matter=matter.strip()[:500],
        due_on=due_on,
        opened_on=today,
    )
    FindingEntry.objects.create(finding=finding, kind=Kind.OPENED, happened_on=today, by=by, at=at, new_due_on=due_on)
    _tell(_unit_people(finding, at), _("督办整改任务"), finding, at=at)
    return finding


@transaction.atomic
def report(*, finding: Finding, text: str, done_on: date, files=(), by, today: date, at: datetime) -> FindingEntry:
    """The unit says it is put right, with proof: the clock stops, those who follow it are asked to confirm."""
    if not finding.opened_on <= done_on <= today:
        raise RuleViolation(
            _("完成日期应在%(first)s至今天之间。") % {"first": f"{finding.opened_on:%Y-%m-%d}"}, field="done_on"
        )
    if not files:
        raise RuleViolation(_("请上传整改完成的证明材料，如照片、验收单、文件。"), field="files")
    entry = _transition.move(
        finding, Action.REPORT, Kind.REPORTED, by=by, on=done_on, at=at, text=text, changes={"done_on": done_on}
    )
    attach.keep(SupervisionFile, files, entry=entry, by=by, at=at)
    _tell(_watchers(finding), _("整改已报完成，请确认"), finding, body=text.strip(), at=at)
    return entry


@transaction.atomic
def confirm(*, finding: Finding, text: str = "", by, today: date, at: datetime) -> FindingEntry:
    """It is put right: struck off."""
    entry = _transition.move(
        finding, Action.CONFIRM, Kind.CONFIRMED, by=by, on=today, at=at, text=text, changes={"closed_on": today}
    )
    _tell(_unit_people(finding, at), _("整改已确认完成"), finding, body=text.strip(), at=at)
    return entry


@transaction.atomic
def hand_back(
    *, finding: Finding, text: str, due_on: date | None = None, by, today: date, at: datetime
) -> FindingEntry:
    """Not yet: the unit goes on, to the same day or to a new one. RuleViolation without words."""
    if due_on is not None and due_on != finding.due_on and due_on <= today:
        raise RuleViolation(_("新的整改期限应在今天之后。"), field="due_on")
    changes = {"done_on": None, "due_on": due_on or finding.due_on}
    entry = _transition.move(finding, Action.RETURN, Kind.RETURNED, by=by, on=today, at=at, text=text, changes=changes)
    _tell(_unit_people(finding, at), _("整改退回，请继续"), finding, body=text.strip(), at=at)
    return entry


@transaction.atomic
def withdraw(*, finding: Finding, text: str, by, today: date, at: datetime) -> FindingEntry:
    """Handed out in error, or overtaken by events: off the ledger with the reason."""
    entry = _transition.move(
        finding, Action.WITHDRAW, Kind.WITHDRAWN, by=by, on=today, at=at, text=text, changes={"closed_on": today}
    )
    _tell(_unit_people(finding, at), _("整改任务已撤销"), finding, body=text.strip(), at=at)
    return entry


def subjects(supervision: Supervision) -> list[Suggestion]:
    """The suggestions it was about."""
    return list(supervision.topic.suggestions.all()) if supervision.topic_id else [supervision.suggestion]


def _watchers(finding: Finding) -> list[User]:
    topics = permissions.topics_of(finding.supervision)
    return [*office(), *(person for topic in topics for person in watchers(topic))]


def _unit_people(finding: Finding, at: datetime) -> list[User]:
    return contacts_and_heads([finding.unit_id], on=local_day(at))


def _tell(people, what: str, finding: Finding, *, at: datetime, body: str = "") -> None:
    day = _("整改期限：%(day)s") % {"day": f"{finding.due_on:%Y-%m-%d}"}
    notifications.post(
        people,
        key=f"finding:{finding.pk}:{finding.version}",
        kind=Notification.Kind.CASEWORK,
        subject=_("%(what)s：%(number)s号 %(matter)s")
        % {"what": what, "number": finding.suggestion.number, "matter": finding.matter},
        body=body or day,
        path=finding.get_absolute_url(),
        at=at,
    )
