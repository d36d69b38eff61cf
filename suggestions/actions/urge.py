"""Urging (催办) and remarks on the file."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification, User
from accounts.recipients import unit_contacts, unit_heads
from accounts.roles import Role
from suggestions.actions import _transition
from suggestions.errors import RuleViolation
from suggestions.models import Assignment, Suggestion
from suggestions.workflow import Action


def owing_tasks(suggestion: Suggestion, by) -> list[Assignment]:
    """Who still owes something here; a coordinator urges only units of the own system."""
    tasks = suggestion.assignments.owing().filter(round=suggestion.round).select_related("unit")
    if by.role == Role.COORDINATOR:
        tasks = tasks.filter(unit__handling_system=by.handling_system)
    return list(tasks)


def receivers(suggestion: Suggestion, by, *, on: date) -> list[User]:
    """The people an urging would reach, for showing before it is sent: contacts and heads of the owing units."""
    units = {task.unit_id for task in owing_tasks(suggestion, by)}
    told = (*unit_contacts(units, on=on).values(), *unit_heads(units).values())
    return list(dict.fromkeys(person for people in told for person in people))


@transaction.atomic
def urge(*, suggestion: Suggestion, words: str, by, today: date, at: datetime) -> int:
    """Urge the units that still owe something, once a day at most; returns how many people were reached."""
    people = receivers(suggestion, by, on=today)
    if not people:
        raise RuleViolation(_("没有需要催办的单位：有关单位已经提交，或没有可以联系的人员。"))
    if suggestion.events.filter(action=Action.URGE, at__date=today).exists():
        raise RuleViolation(_("今天已经催办过此件，请明天再催，或直接电话联系。"))
    names = "、".join(dict.fromkeys(task.unit.name for task in owing_tasks(suggestion, by)))
    _transition.move(
        suggestion, Action.URGE, by=by, at=at, reason=words.strip(), detail=_("催办%(units)s") % {"units": names}
    )
    return notifications.post(
        people,
        key=f"urged:{suggestion.pk}:{today:%Y-%m-%d}",
        kind=Notification.Kind.URGE,
        subject=_("催办：%(suggestion)s") % {"suggestion": suggestion},
        body=words.strip(),
        path=suggestion.get_absolute_url(),
        at=at,
        is_outward=True,
    )


@transaction.atomic
def note(*, suggestion: Suggestion, words: str, by, at: datetime) -> None:
    """A remark on the timeline."""
    _transition.move(suggestion, Action.NOTE, by=by, at=at, reason=words)
