"""One promise as one person reads it: its history with the files, the receipts, and what may be done now."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from suggestions.choices import CommitmentEntryKind
from suggestions.commitment_rules import may_explain
from suggestions.models import Commitment, CommitmentEntry, CommitmentReceipt
from suggestions.permissions import can
from suggestions.selectors.action_pages import PAGES, address
from suggestions.selectors.buttons import Button
from suggestions.selectors.reading import Sight
from suggestions.workflow import ON_COMMITMENT, Action

# The first that is possible is the one clear next step.
_NEXT = (Action.CONFIRM_DONE, Action.REPORT_DONE, Action.URGE_COMMITMENT)


@dataclass(frozen=True)
class Promise:
    commitment: Commitment
    entries: list[CommitmentEntry]  # newest first
    receipts: list[CommitmentReceipt]
    shows_proof: bool
    main: Button | None
    others: list[Button]

    @property
    def moves(self) -> list[CommitmentEntry]:
        """Each time the day was put off, the first one first."""
        return [entry for entry in reversed(self.entries) if entry.kind == CommitmentEntryKind.MOVED]


def commitments_for_page(user) -> QuerySet[Commitment]:
    return Commitment.objects.visible_to(user).select_related(
        "suggestion__session__term",
        "suggestion__lead_deputy",
        "suggestion__delegation",
        "suggestion__merged_into",
        "assignment__unit",
        "reply__result_class",
        "ask",
    )


def read_commitment(commitment: Commitment, user, *, today: date) -> Promise:
    buttons = buttons_of(commitment, user, today=today)
    main = next((button for action in _NEXT for button in buttons if button.action == action), None)
    return Promise(
        commitment=commitment,
        entries=entries_of(commitment),
        receipts=list(commitment.receipts.select_related("entered_by").prefetch_related("attachments").order_by("-pk")),
        shows_proof=shows_proof(commitment, user),
        main=main,
        others=[button for button in buttons if button is not main],
    )


def shows_proof(commitment: Commitment, user) -> bool:
    """Whether the files may be opened: a deputy reads them once the unit has reported (selectors/reading.py)."""
    return Sight(user, ()).proofs(commitment)


def entries_of(commitment: Commitment) -> list[CommitmentEntry]:
    found = commitment.entries.select_related("by__unit").prefetch_related("attachments")
    return list(found.order_by("-at", "-pk"))


def buttons_of(commitment: Commitment, user, *, today: date) -> list[Button]:
    """What `user` may do with it now, one button a page; explaining only as the term ends."""
    found: dict[str, Button] = {}
    for action in PAGES:
        if action not in ON_COMMITMENT or not can(
            user, action, commitment.suggestion, commitment.assignment, commitment
        ):
            continue
        if action == Action.EXPLAIN_COMMITMENT and not may_explain(commitment.suggestion.session.term.ends_on, today):
            continue
        url = address(action, commitment.pk)
        found.setdefault(url, Button(action, str(action.label), url))
    return list(found.values())
