"""The date that counts now on the page of a suggestion, and whose turn it is."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext_lazy as _

from suggestions.choices import AssignmentState, Status, UnitRole
from suggestions.models import Assignment
from suggestions.selectors.reading import Sight
from suggestions.workflow import ANSWERING, ENDED


@dataclass
class Clock:
    """The date that counts now for this person, and how it was reached."""

    label: str
    due_on: date | None
    done_on: date | None = None
    is_provisional: bool = False
    original_due_on: date | None = None
    steps: list[str] = field(default_factory=list)


def read_clock(suggestion, tasks: list[Assignment], sight: Sight) -> Clock | None:
    """The own task's date for a unit; else what the suggestion waits for."""
    if suggestion.status == Status.REPLIED and not sight.is_unit:
        return Clock(_("反馈期限"), suggestion.feedback_due_on)
    if suggestion.status in {Status.REGISTERED, Status.ACCEPTED}:
        return Clock(_("应交办日期"), suggestion.assign_by_on) if suggestion.assign_by_on else None
    last = max((task.round for task in tasks if task.state not in ENDED), default=1)
    standing = [task for task in tasks if task.round == last and task.state not in ENDED]
    own = [task for task in standing if sight.is_own(task)]
    leads = [task for task in standing if task.role in ANSWERING]
    owed = [task for task in leads if task.done_on is None]
    task = min(own or owed or leads, key=lambda task: task.due_on, default=None)
    if task is None or suggestion.status == Status.WITHDRAWN:
        return None
    return Clock(
        _("协办意见期限") if task.role == UnitRole.ASSISTING else _("答复期限"),
        task.due_on,
        task.done_on,
        task.is_due_provisional,
        task.original_due_on if task.original_due_on != task.due_on else None,
        task.due_steps,
    )


def who_has_it(suggestion, tasks: list[Assignment]) -> str:
    """Whose turn it is."""
    office, deputy = _("代表工作机构"), _("领衔代表")
    if suggestion.status == Status.IN_HANDLING:
        current = [t for t in tasks if t.round == suggestion.round and t.role in ANSWERING and t.state not in ENDED]
        waiting = [t for t in current if t.state not in {AssignmentState.ANSWERED, AssignmentState.AWAITING_REVIEW}]
        return "、".join(dict.fromkeys(_holder(task) for task in waiting)) or str(office)
    by_status = {
        Status.REGISTERED: office,
        Status.RETURNED: deputy,
        Status.ACCEPTED: office,
        Status.REPLIED: deputy,
        Status.JUDGED: office,
    }
    return str(by_status.get(suggestion.status, ""))


def _holder(task: Assignment) -> str:
    """The unit; a letter signed off and not yet with the office is the coordinator's."""
    if task.state == AssignmentState.AWAITING_COORDINATOR:
        return _("%(system)s协调人") % {"system": task.unit.get_handling_system_display()}
    return task.unit.name
