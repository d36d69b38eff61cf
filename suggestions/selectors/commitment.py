"""One promise as one person reads it: its history with the files, the receipts, and what may be done now."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from accounts.roles import Role
from suggestions.choices import CommitmentEntryKind
from suggestions.commitment_rules import may_explain
from suggestions.models import Commitment, CommitmentEntry, CommitmentReceipt, Suggestion
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


def known_as(commitment: Commitment, user) -> Suggestion:
    """The suggestion by which `user` knows the promise: the one answered, or the deputy's own that was merged into it.

    The main one's page and text are not a merged deputy's to open.
    """
    main = commitment.suggestion
    if user.role != Role.DEPUTY:
        return main
    together = Suggestion.objects.visible_to(user).filter(Q(pk=main.pk) | Q(merged_into=main.pk))
    own = together.select_related(
        "session__term", "lead_deputy", "delegation", "category", "result_class", "merged_into"
    )
    return min(own, key=lambda one: (one.lead_deputy_id != user.deputy_id, one.pk != main.pk), default=main)


def answered_together(commitment: Commitment) -> list[Suggestion]:
    """The suggestions merged into the one that the promise was made to: their deputies give receipts of their own."""
    merged = commitment.suggestion.merged_from.select_related("lead_deputy__delegation", "delegation")
    return list(merged.order_by("number_key", "pk"))


def receipts_of(commitment: Commitment, user) -> list[CommitmentReceipt]:
    """Newest first. A deputy reads those given for suggestions that are visible to this deputy, as with judgements."""
    found = commitment.receipts.select_related("entered_by", "merged__lead_deputy__delegation", "merged__delegation")
    if user.role == Role.DEPUTY:
        visible = Suggestion.objects.visible_to(user)
        found = found.alias(of=Coalesce("merged", "commitment__suggestion")).filter(of__in=visible.values("pk"))
    return list(found.prefetch_related("attachments").order_by("-pk"))


def read_commitment(commitment: Commitment, user, *, today: date) -> Promise:
    buttons = buttons_of(commitment, user, today=today)
    main = next((button for action in _NEXT for button in buttons if button.action == action), None)
    return Promise(
        commitment=commitment,
        entries=entries_of(commitment),
        receipts=receipts_of(commitment, user),
        shows_proof=shows_proof(commitment, user),
        main=main,
        others=[button for button in buttons if button is not main],
    )


def shows_proof(commitment: Commitment, user) -> bool:
    """Whether the files may be opened: a deputy reads them once it is on the ledger (selectors/reading.py)."""
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
