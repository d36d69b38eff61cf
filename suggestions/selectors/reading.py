"""What one person may read of one suggestion: letters not yet signed are their unit's, remarks are the office's.

The auditor reads everything. The office, leaders, committees and coordinators read what a unit has filed. A unit
reads its own versions, and of others what was accepted. The deputy reads the facts, accepted replies and feedback.
"""

from collections.abc import Iterable

from accounts.roles import UNIT, Role
from suggestions.choices import CommitmentState, ReplyState
from suggestions.models import Assignment, Attachment, Suggestion
from suggestions.workflow import ANSWERING, ENDED, ON_COMMITMENT, Action

FILED = frozenset(
    {
        ReplyState.AWAITING_COORDINATOR,
        ReplyState.SENT_BACK_BY_COORDINATOR,
        ReplyState.AWAITING_REVIEW,
        ReplyState.SENT_BACK_BY_OFFICE,
        ReplyState.ACCEPTED,
    }
)
# Of another unit's task, a unit sees what changes its own work.
_SEEN_BY_OTHER_UNITS = frozenset(
    {
        Action.ASSIGN,
        Action.SIGN,
        Action.AGREE_RETURN,
        Action.REASSIGN,
        Action.CANCEL,
        Action.FILE_OPINION,
        Action.ASK_AGAIN,
        Action.CIRCULATE,
        Action.COUNTERSIGN,
        Action.ACCEPT_REPLY,
        Action.DECIDE_EXTENSION,
        Action.MOVE_DATE,
        *ON_COMMITMENT,
    }
)
# A deputy follows the matter itself, not the housekeeping around it.
_SEEN_BY_DEPUTY = frozenset(
    {
        Action.REGISTER,
        Action.IMPORT,
        Action.RESUBMIT,
        Action.ACCEPT,
        Action.RETURN_TO_DEPUTY,
        Action.MERGE,
        Action.CONVERT,
        Action.NOT_ACCEPT,
        Action.WITHDRAW,
        Action.ASSIGN,
        Action.ACCEPT_REPLY,
        Action.ALL_ANSWERED,
        Action.EVALUATE,
        Action.REHANDLE,
        Action.CLOSE,
        Action.REOPEN,
        Action.DECIDE_EXTENSION,
        Action.MOVE_DATE,
        Action.CALL_MEETING,
        Action.RECORD_MEETING,
        Action.CHANGE_CLASS,
        Action.CHOOSE_KEY,
        Action.RELEASE_KEY,
        Action.SUPERVISE,
        *(ON_COMMITMENT - {Action.URGE_COMMITMENT}),
    }
)
_PROOFS_FOR_DEPUTY = frozenset(set(CommitmentState) - {CommitmentState.PROPOSED})
_REASON_FOR_DEPUTY = frozenset(
    {
        Action.RETURN_TO_DEPUTY,
        Action.MERGE,
        Action.CONVERT,
        Action.NOT_ACCEPT,
        Action.WITHDRAW,
        Action.EVALUATE,
        *(ON_COMMITMENT - {Action.URGE_COMMITMENT}),
    }
)


class Sight:
    """`tasks`: all tasks of the suggestion, ended ones too (of the main one, where it was merged)."""

    def __init__(self, user, tasks: Iterable):
        self.user = user
        self.is_deputy = user.role == Role.DEPUTY
        self.is_unit = user.role in UNIT
        self.reads_all = user.role == Role.AUDITOR
        coordinates = user.role == Role.COORDINATOR
        tasks = list(tasks)
        self._coordinated = {t.pk for t in tasks if coordinates and t.unit.handling_system == user.handling_system}
        self._own = {task.pk: task for task in tasks if user.role in UNIT and task.unit_id == user.unit_id}
        self._answers = any(task.role in ANSWERING and task.state not in ENDED for task in self._own.values())

    @property
    def answers(self) -> bool:
        """The person's unit writes the reply."""
        return self._answers

    def is_own(self, task) -> bool:
        return task.pk in self._own

    def reply(self, reply) -> bool:
        if self.reads_all or reply.state == ReplyState.ACCEPTED:
            return True
        if self.is_unit:
            return reply.assignment_id in self._own
        return not self.is_deputy and reply.state in FILED

    def comments(self, reply) -> list:
        """Remarks on a version: for its unit, for who reviews it, for the auditor. The head's own stay in the unit."""
        if not self.reply(reply):
            return []
        return [one for one in reply.comments.all() if self._comment(reply.assignment_id, one.by_role)]

    def _comment(self, task: int, by_role: str) -> bool:
        if self.reads_all or task in self._own:
            return True
        return by_role not in UNIT and (self.user.is_office or task in self._coordinated)

    def opinion(self, opinion) -> bool:
        """Written for the unit that answers: other assisting units and the deputy do not read it."""
        if self.is_unit:
            return self._answers or opinion.assignment_id in self._own
        return not self.is_deputy

    def board(self, lead) -> bool:
        """The assisting units at work on one reply, and every draft that went round: the lead unit's, and of those
        who watch over the handling; never the deputy's."""
        if self.is_unit:
            return self.is_own(lead)
        return self.reads_all or self.user.is_office or self.user.role == Role.COORDINATOR

    def circulation(self, circulation) -> bool:
        """A unit that was asked reads the draft it was asked about."""
        asked = {each.assignment_id for each in circulation.signatures.all()}
        return self.board(circulation.assignment) or (self.is_unit and bool(asked & self._own.keys()))

    @property
    def contacts(self) -> bool:
        return not self.is_deputy

    @property
    def plans(self) -> bool:
        """How a unit means to handle it is between the units and those who watch over them."""
        return not self.is_deputy

    def requests_of(self, task) -> bool:
        return not self.is_deputy and (not self.is_unit or self.is_own(task))

    @property
    def pencilled_units(self) -> bool:
        """拟办: nobody outside the office knows before it is issued."""
        return self.user.is_office or self.reads_all

    @property
    def phone_numbers(self) -> bool:
        """For those who talk with the deputy."""
        return self.user.is_office or self.is_unit

    def event(self, event) -> bool:
        if event.action == Action.COMMENT:
            return self._comment(event.assignment_id, event.by_role)
        if self.is_deputy:
            moved = event.action != Action.DECIDE_EXTENSION or event.new_date is not None
            return event.action in _SEEN_BY_DEPUTY and moved
        if self.is_unit:
            if event.assignment_id is None:
                return event.action not in {Action.NOTE, Action.INSTRUCT, Action.SETTLE_INSTRUCTION}
            return event.assignment_id in self._own or event.action in _SEEN_BY_OTHER_UNITS
        return True

    def reason_of(self, event) -> str:
        """Why: for those it was said to. What a unit's head says to its handler stays in the unit."""
        if self.is_deputy:
            return event.reason if event.action in _REASON_FOR_DEPUTY else ""
        if self.is_unit and event.assignment_id is not None and event.assignment_id not in self._own:
            return ""
        if event.action == Action.SEND_BACK_DRAFT and not (self.is_unit or self.reads_all):
            return ""
        return event.reason

    def attachment(self, attachment) -> bool:
        """A file is read by those who may read what it came with."""
        if attachment.reply_id:
            return self.reply(attachment.reply)
        if attachment.opinion_id:
            return self.opinion(attachment.opinion)
        if attachment.commitment_entry_id:
            return self.proofs(attachment.commitment_entry.commitment)
        return not attachment.contact_id or self.contacts

    def proofs(self, commitment) -> bool:
        """What came with a word on the promise is read with it; the deputy reads both once it is on the ledger."""
        return not self.is_deputy or commitment.state in _PROOFS_FOR_DEPUTY


def readable_attachment(user, pk: int) -> Attachment | None:
    """The attachment, when `user` may read it. The reply to a main suggestion, and what
    became of its promises, is read from its merged ones too."""
    found = Attachment.objects.select_related(
        "reply", "opinion", "commitment_entry__commitment", "commitment_receipt", "suggestion"
    )
    attachment = found.filter(pk=pk).first()
    if attachment is None:
        return None
    places = [attachment.suggestion_id]
    is_answer = attachment.reply_id and attachment.reply.state == ReplyState.ACCEPTED
    if attachment.commitment_receipt_id and user.role == Role.DEPUTY:  # each reads what the own deputy said
        places = [attachment.commitment_receipt.merged_id or attachment.suggestion_id]
    elif is_answer or attachment.commitment_entry_id:
        places += attachment.suggestion.merged_from.values_list("pk", flat=True)
    if not Suggestion.objects.visible_to(user).filter(pk__in=places).exists():
        return None
    sight = Sight(user, Assignment.objects.filter(suggestion=attachment.suggestion_id).select_related("unit"))
    return attachment if sight.attachment(attachment) else None


def files_beside(attachment: Attachment) -> list[Attachment]:
    """All that came with the same thing, itself among them: who reads one of them reads all."""
    owner = {f"{name}_id": getattr(attachment, f"{name}_id") for name in Attachment.OWNERS}
    return list(Attachment.objects.filter(suggestion=attachment.suggestion_id, **owner))
