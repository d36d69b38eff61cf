"""The meeting after a second dissatisfied grade (重庆 art 27): whether it is awaited, and who is asked to come."""

from datetime import date

from accounts.models import User
from accounts.recipients import contacts_and_heads, office, unit_heads
from suggestions.choices import Grade, Status
from suggestions.models import Meeting
from suggestions.workflow import ANSWERING, ENDED


def meeting_of(suggestion) -> Meeting | None:
    """The meeting of the round under way."""
    return next((one for one in suggestion.meetings.all() if one.round == suggestion.round), None)


def is_dissatisfied_again(suggestion) -> bool:
    """Dissatisfied in a second handling or a later one: talked over, not written to and fro."""
    is_judged = suggestion.status == Status.JUDGED and suggestion.grade == Grade.DISSATISFIED
    return is_judged and suggestion.round > 1


def is_awaited(suggestion) -> bool:
    """The meeting is due and not yet recorded: until then nothing is closed and nothing handed over again."""
    if not is_dissatisfied_again(suggestion):
        return False
    meeting = meeting_of(suggestion)
    return meeting is None or meeting.held_on is None


def proposed_guests(suggestion) -> str:
    """Who should sit at the table: the lead deputy, the heads of the units that answered, the office."""
    units = {task.unit_id: task.unit.name for task in _answering_tasks(suggestion)}
    heads = unit_heads(units)
    deputy = [f"{suggestion.lead_deputy.name}代表" if suggestion.lead_deputy_id else str(suggestion.proposer)]
    of_units = [f"{name}负责人{'、'.join(head.name for head in heads[pk])}" for pk, name in units.items()]
    return "；".join([*deputy, *of_units, "代表工作机构"])


def people_told(suggestion, *, on: date) -> list[User]:
    """The accounts that are told: the lead deputy's, the units' heads and contacts, the office's."""
    units = [task.unit_id for task in _answering_tasks(suggestion)]
    of_units = contacts_and_heads(units, on=on)
    deputy = getattr(suggestion.lead_deputy, "user", None) if suggestion.lead_deputy_id else None
    return list(dict.fromkeys([*([deputy] if deputy else []), *of_units, *office()]))


def _answering_tasks(suggestion):
    tasks = suggestion.assignments.filter(round=suggestion.round, role__in=ANSWERING).exclude(state__in=ENDED)
    return tasks.select_related("unit").order_by("pk")
