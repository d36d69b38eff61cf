"""Every date that binds in one suggestion, and how each was reached.

The dates of a unit's task keep their steps as they were counted. The short windows keep only their day: their steps
are counted again here, and where rule or calendar have changed since, that is what is said.
"""

from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from suggestions import deadlines
from suggestions.clocks import Clockwork
from suggestions.models import Suggestion
from suggestions.workflow import Action


@dataclass(frozen=True)
class Reached:
    """One date: whose, what, the day, whether it may still move, and the sentences that lead to it."""

    unit: str
    label: str
    day: date
    is_provisional: bool
    steps: list[str]


def read_dates(suggestion: Suggestion, clock: Clockwork) -> list[Reached]:
    """All dates of the round under way, in the order in which they come up; three queries."""
    found = _of_suggestion(suggestion, clock)
    rule = clock.rule
    tasks = suggestion.assignments.active().filter(round=suggestion.round).select_related("unit")
    for task in tasks.order_by("assigned_on", "pk"):
        unit = str(task.unit)
        for label, window, day in (
            (_("签收期限"), rule.receipt, task.receipt_due_on),
            (_("可退回至"), rule.return_window, task.return_until_on),
        ):
            if day is not None:
                found.append(_window(unit, label, task.assigned_on, window, day, clock))
        found.append(Reached(unit, _due_label(task), task.due_on, task.is_due_provisional, list(task.due_steps)))
    return found


def _of_suggestion(suggestion: Suggestion, clock: Clockwork) -> list[Reached]:
    found = []
    if suggestion.assign_by_on:
        window = clock.rule.assignment
        found.append(_window("", _("应交办日期"), suggestion.submitted_on, window, suggestion.assign_by_on, clock))
    answered = suggestion.events.filter(action=Action.ALL_ANSWERED).order_by("at").last()
    if suggestion.feedback_due_on and answered is not None:
        start = localtime(answered.at).date()
        window = clock.rule.feedback
        found.append(_window("", _("反馈期限"), start, window, suggestion.feedback_due_on, clock))
    return found


def _due_label(task) -> str:
    return _("协办意见期限") if task.role == "assisting" else _("答复期限")


def _window(unit: str, label: str, start: date, window, stored: date, clock: Clockwork) -> Reached:
    deadline = deadlines.window_deadline(start, window, clock.rule, clock.calendar, what=label)
    if deadline.due_on == stored:
        return Reached(unit, label, stored, deadline.is_provisional, list(deadline.steps))
    words = _("%(start)s起算，按当时的办理规则和工作日历确定；规则或日历后来有过变动，已定的日期不变。")
    return Reached(unit, label, stored, False, [words % {"start": f"{start:%Y-%m-%d}"}])
