"""What stands on the papers of a unit's requests: giving a task back, and more time."""

from accounts.recipients import local_day
from accounts.roles import HandlingSystem
from suggestions.choices import RequestState
from suggestions.letters import extension_request, return_request
from suggestions.papers.facts import Desk, matter
from suggestions.papers.offers import Offer


def return_facts(offer: Offer, desk: Desk) -> return_request.ReturnRequest:
    task, asked = offer.task, offer.subject
    successor = next((one for one in offer.suggestion.assignments.all() if one.replaces_id == task.pk), None)
    is_moved = successor is not None and successor.round == task.round
    return return_request.ReturnRequest(
        matter=matter(offer.suggestion, desk, task),
        office=desk.office,
        unit=task.unit.name,
        part=str(task.get_role_display()),
        assigned_on=task.assigned_on,
        return_until_on=task.return_until_on,
        requested_on=local_day(asked.requested_at),
        requested_by=asked.requested_by.name,
        reason=asked.reason,
        proposed_unit=asked.proposed_unit.name if asked.proposed_unit else "",
        decision=_decision(asked, return_request),
        new_unit=successor.unit.name if is_moved else "",
        reassigned_on=successor.assigned_on if is_moved else None,
        **_decided(asked),
    )


def extension_facts(offer: Offer, desk: Desk) -> extension_request.ExtensionRequest:
    task, asked = offer.task, offer.subject
    return extension_request.ExtensionRequest(
        matter=matter(offer.suggestion, desk, task),
        office=desk.office,
        unit=task.unit.name,
        assigned_on=task.assigned_on,
        original_due_on=task.original_due_on,
        previous_due_on=asked.previous_due_on,
        requested_until=asked.requested_until,
        reason=asked.reason,
        work_done=asked.work_done,
        is_deputy_informed=asked.is_deputy_informed,
        requested_by=asked.requested_by.name,
        requested_on=local_day(asked.requested_at),
        is_government=task.unit.handling_system == HandlingSystem.GOVERNMENT,
        decision=_decision(asked, extension_request),
        granted_until=asked.granted_until,
        **_decided(asked),
    )


def _decision(asked, words) -> str:
    """The box that is ticked, in the words of the form; none while it waits."""
    return {RequestState.AGREED: words.AGREED, RequestState.REFUSED: words.REFUSED}.get(asked.state, "")


def _decided(asked) -> dict:
    return {
        "decision_note": asked.decision_note,
        "decided_by": asked.decided_by.name if asked.decided_by else "",
        "decided_on": local_day(asked.decided_at) if asked.decided_at else None,
    }
