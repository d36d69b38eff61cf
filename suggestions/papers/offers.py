"""Which papers one person may have of one suggestion now: what it may read (selectors/reading.Sight), and what makes
sense in this state. The panel of the detail page, the address of a paper and the batch all ask here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from accounts.models import Deputy
from accounts.roles import Role
from suggestions.choices import CommitmentState, Delivery, ReplyState, RequestState, Status, UnitRole
from suggestions.models import Assignment, Suggestion
from suggestions.models.reply import STANDING
from suggestions.papers.kinds import PaperKind
from suggestions.permissions import can, is_current
from suggestions.selectors.reading import Sight
from suggestions.workflow import ANSWERING, ENDED, OWING, Action

_ANSWERED = frozenset({Status.REPLIED, Status.JUDGED, Status.CLOSED})
_SIGNED = STANDING - {ReplyState.AWAITING_SIGNATURE}


@dataclass(frozen=True)
class Offer:
    """One paper. `suggestion`: what it is about, which may be one merged into the one at hand; `subject`: the reply,
    opinion or request it prints; `deputy`: whose own copy of a letter it is."""

    kind: PaperKind
    suggestion: Suggestion
    task: Assignment | None = None
    subject: object = None
    deputy: Deputy | None = None

    @property
    def query(self) -> str:
        return urlencode(self.key)

    @property
    def key(self) -> dict[str, int]:
        """What in the address tells it from other papers of its kind."""
        found = {"task": self.task, "deputy": self.deputy}
        return {"about": self.suggestion.pk} | {name: one.pk for name, one in found.items() if one is not None}


@dataclass(frozen=True)
class _Case:
    user: object
    suggestion: Suggestion
    sight: Sight

    def is_for(self, task) -> bool:
        """A paper of this task's unit: for the unit itself, and for those who look at all units."""
        return not self.sight.is_deputy and (not self.sight.is_unit or self.sight.is_own(task))


def offers(user, suggestion: Suggestion, tasks: Iterable[Assignment], sight: Sight) -> list[Offer]:
    """`tasks`: those of the suggestion, or of the main one it was merged into, with replies, opinions and requests."""
    case = _Case(user, suggestion, sight)
    found = [offer for task in tasks for offer in _of_task(case, task)]
    found += [*_feedback(case), *_commitments(case), *_letter(case)]
    order = list(PaperKind)
    return sorted(found, key=lambda offer: order.index(offer.kind))  # stable: the round under way stays first


def with_copies(found: Iterable[Offer]) -> list[tuple[Offer, list[Offer]]]:
    """Each paper with the single copies of it, one for each deputy."""
    listed: list[tuple[Offer, list[Offer]]] = []
    for offer in found:
        if offer.deputy is None:
            listed.append((offer, []))
        else:
            listed[-1][1].append(offer)  # stands behind the letter to all
    return listed


def deputies_of(suggestion: Suggestion) -> list[Deputy]:
    """Everybody who signed, the lead deputy first."""
    lead = [suggestion.lead_deputy] if suggestion.lead_deputy_id else []
    return [*lead, *(one for one in suggestion.co_signers.all() if one not in lead)]


def urgings(task: Assignment) -> list:
    """The urgings of this task, the last one last."""
    return sorted(task.urged.all(), key=lambda one: one.level)


def standing_reply(task: Assignment):
    return next((reply for reply in task.replies.all() if reply.state in STANDING), None)


def _of_task(case: _Case, task: Assignment) -> Iterator[Offer]:
    if case.suggestion.merged_into_id:
        if task.state not in ENDED:
            yield from _letters(case, case.suggestion, task)
        return

    def make(kind: PaperKind, subject=None) -> Offer:
        return Offer(kind, case.suggestion, task, subject)

    if case.sight.requests_of(task):
        for kind, requests in (
            (PaperKind.RETURN_REQUEST, task.returnrequests),
            (PaperKind.EXTENSION_REQUEST, task.extensions),
        ):
            asked = [request for request in requests.all() if request.state != RequestState.TAKEN_BACK]
            if asked:
                yield make(kind, asked[-1])
    if task.state in ENDED:
        return
    if case.is_for(task):
        yield make(PaperKind.ASSIGNMENT_NOTICE)
        if is_transferred(task):
            yield make(PaperKind.TRANSFER)
    if _is_urged(case, task):
        yield make(PaperKind.URGING)
    yield from _letters(case, case.suggestion, task)
    opinion = max(task.opinions.all(), key=lambda one: one.version, default=None)
    if task.role == UnitRole.ASSISTING and opinion and opinion.text and case.sight.opinion(opinion):
        yield make(PaperKind.OPINION_LETTER, opinion)
    reply = standing_reply(task)
    if reply and reply.state in _SIGNED and case.is_for(task) and case.sight.reply(reply):
        yield make(PaperKind.FACE_TO_FACE, reply)


def is_transferred(task: Assignment) -> bool:
    """Moved from another unit (改办); a second handling replaces too, but in another round."""
    old = task.replaces
    return old is not None and old.round == task.round and old.unit_id != task.unit_id


def _is_urged(case: _Case, task: Assignment) -> bool:
    """For who may urge this unit; for the others once it was urged."""
    user, suggestion = case.user, case.suggestion
    if task.state not in OWING or not is_current(task, suggestion):
        return False
    if can(user, Action.URGE, suggestion):
        return user.role != Role.COORDINATOR or task.unit.handling_system == user.handling_system
    return case.is_for(task) and bool(urgings(task))


def _letters(case: _Case, suggestion: Suggestion, task: Assignment) -> Iterator[Offer]:
    """The letter to all, each deputy's own copy, and for the unit the letters to the deputies of merged suggestions,
    which it cannot open by themselves. A reply that is a file only is printed from that file."""
    reply = standing_reply(task) if task.role in ANSWERING else None
    if reply is None or not reply.text or not case.sight.reply(reply):
        return
    merged = case.suggestion.merged_from.all() if case.sight.is_own(task) else ()
    for about in (suggestion, *merged):
        yield Offer(PaperKind.REPLY_LETTER, about, task, reply)
        people = deputies_of(about)
        if reply.delivery != Delivery.EACH or len(people) < 2:
            continue
        for deputy in people:
            if not case.sight.is_deputy or deputy.pk == case.user.deputy_id:
                yield Offer(PaperKind.REPLY_LETTER, about, task, reply, deputy)


def _feedback(case: _Case) -> Iterator[Offer]:
    """Sent out with the reply: by the unit that answers, or by the office; the deputy may print it too."""
    answered = case.suggestion.merged_into or case.suggestion
    if answered.status not in _ANSWERED or answered.replied_on is None:
        return
    if case.sight.is_unit and not case.sight.answers:
        return
    yield Offer(PaperKind.FEEDBACK_FORM, case.suggestion)
    if case.sight.is_unit:
        for merged in case.suggestion.merged_from.all():
            yield Offer(PaperKind.FEEDBACK_FORM, merged)


def _commitments(case: _Case) -> Iterator[Offer]:
    if any(promise.state != CommitmentState.PROPOSED for promise in case.suggestion.commitments.all()):
        yield Offer(PaperKind.COMMITMENTS, case.suggestion)


def _letter(case: _Case) -> Iterator[Offer]:
    """转来信处理: the office's cover to whoever deals with letters."""
    if case.suggestion.status == Status.CONVERTED and not case.sight.is_deputy:
        yield Offer(PaperKind.TRANSFER, case.suggestion)
