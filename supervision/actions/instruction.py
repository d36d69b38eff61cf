"""Instructions of leaders (批示): given to a unit or to the office, reported, confirmed or handed back."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification, Unit, User
from accounts.recipients import contacts_and_heads, local_day, office
from suggestions.actions import instruct as marks
from suggestions.errors import RuleViolation
from suggestions.models import Assignment, Suggestion
from supervision import permissions
from supervision.actions import _transition
from supervision.choices import InstructionEntryKind as Kind
from supervision.models import Instruction, InstructionEntry
from supervision.workflow import InstructionAction as Action


@transaction.atomic
def give(
    *, suggestion: Suggestion, text: str, unit: Unit | None, due_on: date | None, by, today: date, at: datetime
) -> Instruction:
    """Write an instruction; its unit (None: the office) is told, and reminded as the day comes near.

    NotAllowed for anybody but a leader. RuleViolation without words, for a day that is not to come, and for a unit
    that does not handle the suggestion.
    """
    permissions.check_instruct(by)
    if not text.strip():
        raise RuleViolation(_("请写明批示内容。"), field="text")
    if due_on is not None and due_on <= today:
        raise RuleViolation(_("落实期限应在今天之后。"), field="due_on")
    task = None
    if unit is not None:
        task = Assignment.objects.active().filter(suggestion=suggestion, unit=unit).order_by("-round", "pk").first()
        if task is None:
            raise RuleViolation(
                _("%(unit)s不承办%(number)s号，批示只能交给此件的承办单位或代表工作机构。")
                % {"unit": unit, "number": suggestion.number},
                field="unit",
            )
    made = Instruction.objects.create(
        suggestion=suggestion, leader=by, unit=unit, text=text.strip()[:500], due_on=due_on, given_on=today
    )
    InstructionEntry.objects.create(
        instruction=made, kind=Kind.GIVEN, happened_on=today, by=by, at=at, new_due_on=due_on
    )
    marks.mark(suggestion, True)
    marks.given(suggestion, task, text=f"{made.addressee}：{made.text}", due_on=due_on, by=by, at=at)
    _tell(_receivers(made, at), _("领导批示"), made, body=made.text, at=at)
    return made


@transaction.atomic
def report(*, instruction: Instruction, text: str, done_on: date, by, today: date, at: datetime) -> InstructionEntry:
    """What was done about it: the clock stops, the leader and the office are asked to confirm."""
    if not instruction.given_on <= done_on <= today:
        raise RuleViolation(
            _("落实日期应在%(first)s至今天之间。") % {"first": f"{instruction.given_on:%Y-%m-%d}"}, field="done_on"
        )
    entry = _move(instruction, Action.REPORT, Kind.REPORTED, text, by, done_on, at, {"done_on": done_on})
    _tell([instruction.leader, *office()], _("批示已报落实，请确认"), instruction, body=text.strip(), at=at)
    return entry


@transaction.atomic
def confirm(*, instruction: Instruction, text: str = "", by, today: date, at: datetime) -> InstructionEntry:
    """It is done."""
    entry = _move(instruction, Action.CONFIRM, Kind.CONFIRMED, text, by, today, at, {"closed_on": today})
    marks.settled(instruction.suggestion, _task(instruction), text=instruction.text, by=by, at=at)
    _tell(_receivers(instruction, at), _("批示已确认落实"), instruction, body=text.strip(), at=at)
    return entry


@transaction.atomic
def hand_back(
    *, instruction: Instruction, text: str, due_on: date | None = None, by, today: date, at: datetime
) -> InstructionEntry:
    """Not yet: to the same day or to a new one. RuleViolation without words."""
    if due_on is not None and due_on != instruction.due_on and due_on <= today:
        raise RuleViolation(_("新的落实期限应在今天之后。"), field="due_on")
    changes = {"done_on": None, "due_on": due_on or instruction.due_on}
    entry = _move(instruction, Action.RETURN, Kind.RETURNED, text, by, today, at, changes)
    _tell(_receivers(instruction, at), _("批示退回，请继续落实"), instruction, body=text.strip(), at=at)
    return entry


@transaction.atomic
def withdraw(*, instruction: Instruction, text: str, by, today: date, at: datetime) -> InstructionEntry:
    """Given in error, or overtaken by events."""
    entry = _move(instruction, Action.WITHDRAW, Kind.WITHDRAWN, text, by, today, at, {"closed_on": today})
    Suggestion.objects.select_for_update().get(pk=instruction.suggestion_id)  # one may be given meanwhile
    others = Instruction.objects.filter(suggestion=instruction.suggestion_id).stand()
    marks.mark(instruction.suggestion, others.exists())
    _tell(_receivers(instruction, at), _("批示已撤回"), instruction, body=text.strip(), at=at)
    return entry


def _move(instruction, action, kind, text, by, on: date, at: datetime, changes: dict) -> InstructionEntry:
    return _transition.move(instruction, action, kind, by=by, on=on, at=at, text=text, changes=changes)


def _task(instruction: Instruction) -> Assignment | None:
    """The newest task of the unit that it is addressed to."""
    found = Assignment.objects.filter(suggestion=instruction.suggestion_id, unit=instruction.unit_id)
    return found.select_related("unit").order_by("-round", "-pk").first() if instruction.unit_id else None


def _receivers(instruction: Instruction, at: datetime) -> list[User]:
    if instruction.unit_id is None:
        return list(office())
    return contacts_and_heads([instruction.unit_id], on=local_day(at))


def _tell(people, what: str, instruction: Instruction, *, at: datetime, body: str) -> None:
    day = _("落实期限：%(day)s") % {"day": f"{instruction.due_on:%Y-%m-%d}"} if instruction.due_on else ""
    notifications.post(
        people,
        key=f"instruction:{instruction.pk}:{instruction.version}",
        kind=Notification.Kind.CASEWORK,
        subject=_("%(what)s：%(number)s号 %(title)s")
        % {"what": what, "number": instruction.suggestion.number, "title": instruction.suggestion.title},
        body="\n".join(filter(None, (body, day))),
        path=instruction.get_absolute_url(),
        at=at,
    )
