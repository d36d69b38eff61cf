"""What has been urged: the urgings of one task as its page shows them, and how often for the rows of a list."""

from dataclasses import dataclass
from datetime import date

from suggestions.models import UrgedTask, Urging
from suggestions.permissions import can
from suggestions.urging_rules import PromiseState, promise_state
from suggestions.workflow import ENDED, OWING, Action


@dataclass(frozen=True)
class UrgedCard:
    """One urging of a task, and what became of the unit's promise; None where it has said nothing yet."""

    urged: UrgedTask
    promise: PromiseState | None
    may_answer: bool


def urged_cards(user, suggestion, task, *, today: date) -> list[UrgedCard]:
    """Newest first; only that one is still to be answered. `task` has its urgings at hand."""
    may = can(user, Action.ANSWER_URGING, suggestion, task)
    is_owed = task.state in OWING and task.round == task.suggestion.round
    newest = max((one.level for one in task.urged.all()), default=0)
    return [
        UrgedCard(
            one,
            promise_state(one.promised_on, task.done_on, is_owed=is_owed, today=today) if one.promised_on else None,
            may and one.answered_at is None and one.level == newest,
        )
        for one in sorted(task.urged.all(), key=lambda one: -one.level)
    ]


def urged_counts(rounds: dict[int, int], unit: int | None) -> dict[int, int]:
    """Suggestion → how often it was urged in its round; with `unit`, how often that unit's last task of it was."""
    if unit is None:
        rows = Urging.objects.filter(suggestion__in=list(rounds)).values_list("suggestion", "round", "number")
        return {pk: n for pk, turn, n in rows.order_by("number") if turn == rounds[pk]}
    urged = UrgedTask.objects.filter(assignment__suggestion__in=list(rounds), assignment__unit=unit)
    rows = urged.exclude(assignment__state__in=sorted(ENDED)).order_by("assignment__round", "level")
    return dict(rows.values_list("assignment__suggestion", "level"))
