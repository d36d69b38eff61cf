"""How the promises of a reply get onto the commitments ledger, and off it when a later reply takes their place."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from suggestions.actions import _transition
from suggestions.actions._letter import Letter
from suggestions.choices import CommitmentEntryKind, CommitmentState
from suggestions.models import Assignment, Commitment, CommitmentEntry, Reply
from suggestions.workflow import Action


def propose(reply: Reply, letter: Letter) -> None:
    """Write the letter's promises with this version; they are nobody's duty until it is accepted."""
    Commitment.objects.bulk_create(
        Commitment(
            suggestion=reply.assignment.suggestion,
            assignment=reply.assignment,
            reply=reply,
            ask=promise.ask,
            matter=promise.matter.strip()[:500],
            original_due_on=promise.due_on,
            due_on=promise.due_on,
            responsible=promise.responsible.strip(),
        )
        for promise in letter.all_promises
    )


def open_all(reply: Reply, *, by, on: date, at: datetime) -> None:
    """The reply is accepted: its promises are on the ledger; those of the unit's earlier rounds are replaced by it."""
    task = reply.assignment
    for commitment in _of_earlier_rounds(task):
        _follow(commitment, Action.SUPERSEDE_COMMITMENT, {"closed_on": on}, by=by, on=on, at=at)
        add_entry(commitment, CommitmentEntryKind.SUPERSEDED, by=by, on=on, at=at, text=str(reply.document_number))
    for commitment in reply.commitments.filter(state=CommitmentState.PROPOSED):
        commitment.suggestion, commitment.assignment = task.suggestion, task
        _follow(commitment, Action.OPEN_COMMITMENT, {"opened_on": on}, by=by, on=on, at=at)
        add_entry(commitment, CommitmentEntryKind.OPENED, by=by, on=on, at=at, new_due_on=commitment.due_on)


def _of_earlier_rounds(task: Assignment) -> Iterable[Commitment]:
    if task.round == 1:
        return ()
    earlier = Commitment.objects.filter(
        suggestion=task.suggestion,
        assignment__unit=task.unit_id,
        assignment__round__lt=task.round,
        state__in=[CommitmentState.OPEN, CommitmentState.REPORTED],
    )
    return earlier.select_related("suggestion", "assignment__unit")


def add_entry(commitment: Commitment, kind: str, *, by, on: date, at: datetime, **words) -> CommitmentEntry:
    """One line of the commitment's own history. `words`: text, old_due_on, new_due_on."""
    return CommitmentEntry.objects.create(commitment=commitment, kind=kind, happened_on=on, by=by, at=at, **words)


def _follow(commitment: Commitment, action: Action, changes: dict, *, by, on: date, at: datetime) -> None:
    detail = _("%(matter)s（%(day)s前）") % {"matter": commitment.matter, "day": f"{commitment.due_on:%Y-%m-%d}"}
    _transition.follow(commitment, action, by=by, at=at, detail=detail[:500], changes=changes)
