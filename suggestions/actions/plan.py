"""The unit's handling plan: the six fixings (六定, S18) and who answers for what (S17)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from suggestions.actions import _transition
from suggestions.deadlines import is_overdue
from suggestions.errors import RuleViolation
from suggestions.models import Assignment, HandlingPlan
from suggestions.plan_rules import wrong_days
from suggestions.workflow import Action

_MAY_BE_EMPTY = frozenset({"section"})
_LONG = frozenset({"measures", "standard"})  # the history names them; what they said stands in no line of it


@dataclass(frozen=True)
class Fixings:
    """What the plan says, as on the paper form."""

    principal: str
    deputy_head: str
    leader: str
    handler: str
    handler_phone: str
    measures: str
    complete_on: date
    standard: str
    limit_on: date
    section: str = ""


@transaction.atomic
def file(*, assignment: Assignment, fixings: Fixings, by, on: date, at: datetime) -> HandlingPlan:
    """File the plan of a task, or change it; `filed_on` stays the day of the first filing, each change is an event.

    RuleViolation, at its field, for an empty field, a day that cannot be kept, or when nothing is changed.
    """
    wanted = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(fixings).items()}
    _check(wanted, assignment, on)
    plan = HandlingPlan.objects.filter(assignment=assignment).first()
    if plan is None:
        plan, detail = HandlingPlan(assignment=assignment, filed_by=by, filed_on=on), _("首次填报")
    else:
        detail = _changes(plan, wanted)
    _transition.move(assignment, Action.FILE_PLAN, by=by, at=at, new_date=wanted["complete_on"], detail=detail[:500])
    for name, value in wanted.items():
        setattr(plan, name, value)
    plan.changed_at = at
    plan.save()
    return plan


def latest_limit(assignment: Assignment, on: date) -> date | None:
    """The task's own day; None once it has passed: an overdue unit still says by when it will be done."""
    return None if is_overdue(assignment.due_on, on) else assignment.due_on


def _check(wanted: dict, assignment: Assignment, on: date) -> None:
    for name, value in wanted.items():
        if value in ("", None) and name not in _MAY_BE_EMPTY:
            raise RuleViolation(_("请填写%(field)s。") % {"field": _label(name)}, field=name)
    days = (wanted["complete_on"], wanted["limit_on"])
    for name, sentence in wrong_days(*days, first=assignment.assigned_on, last=latest_limit(assignment, on)).items():
        raise RuleViolation(sentence, field=name)


def _changes(plan: HandlingPlan, wanted: dict) -> str:
    """What is different, in words: old and new of what is short, the name of what is long."""
    found = []
    for name, new in wanted.items():
        old = getattr(plan, name)
        if old == new:
            continue
        label = _label(name)
        if name in _LONG:
            found.append(_("%(field)s有修改") % {"field": label})
        else:
            found.append(f"{label}：{_words(old)} → {_words(new)}")
    if not found:
        raise RuleViolation(_("方案与已填报的相同，没有需要保存的修改。"))
    return "；".join(found)


def _words(value: str | date) -> str:
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else value or _("（空）")


def _label(name: str) -> str:
    return str(HandlingPlan._meta.get_field(name).verbose_name)
