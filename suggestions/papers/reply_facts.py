"""What stands on the papers about a reply: the letter itself, its promises, and the record of a reply face to face."""

from datetime import date

from accounts.roles import HandlingSystem
from suggestions.choices import CommitmentEntryKind, CommitmentState, ContactKind, ContactStage, Delivery, ReplyState
from suggestions.letters import commitments, face_to_face, reply_letter
from suggestions.letters.words import day
from suggestions.models import Assignment, Commitment, Reply, Suggestion
from suggestions.papers.facts import Desk, class_as_sent, contact_of, matter
from suggestions.papers.offers import Offer
from suggestions.paragraphs import parts as letter_parts
from suggestions.workflow import ENDED

# Who coordinates a handling system and gets a copy (domain.md 6.5)
_SYSTEM_OFFICE = {HandlingSystem.GOVERNMENT: "政府办公室（督查室）", HandlingSystem.PARTY: "党委办公室"}
_IN_PERSON = frozenset(set(ContactKind) - {ContactKind.PHONE, ContactKind.LETTER})
_TOLD = frozenset(
    {
        CommitmentEntryKind.PROGRESS,
        CommitmentEntryKind.MOVED,
        CommitmentEntryKind.REPORTED,
        CommitmentEntryKind.RETURNED,
        CommitmentEntryKind.CONFIRMED,
        CommitmentEntryKind.EXPLAINED,
    }
)
_MOST_WORDS = 240  # of a letter without asks, on the record of a reply face to face


def letter_facts(offer: Offer, desk: Desk) -> reply_letter.ReplyLetter:
    task, reply, suggestion = offer.task, offer.subject, offer.suggestion
    found = matter(suggestion, desk, task)
    main = task.suggestion
    name, phone = contact_of(task, reply.submitted_by)
    return reply_letter.ReplyLetter(
        matter=found,
        unit=task.unit.name,
        document_number=reply.document_number,
        signatory=reply.signatory,
        class_code=class_as_sent(reply).code,
        dated_on=reply.dated_on,
        deputies=(offer.deputy.name,) if offer.deputy else found.deputies,
        text=reply.text,
        title=reply.title if suggestion.pk == main.pk else "",
        points=tuple(
            reply_letter.Point(one.ask_text, str(one.get_outcome_display()), one.text, one.planned_on, one.reason)
            for one in reply.answers.all()
        ),
        promises=_promises(reply),
        unsolved_reason=reply.unsolved_reason,
        handled_with="" if suggestion.pk == main.pk else f"第{main.number}号建议《{main.title}》",
        is_via_lead=reply.delivery == Delivery.VIA_LEAD and len(found.deputies) > 1,
        contact=name,
        contact_phone=phone,
        copies=_copies(task, suggestion, desk),
        is_draft=reply.state != ReplyState.ACCEPTED,
    )


def _promises(reply: Reply) -> tuple[reply_letter.Promised, ...]:
    """Those that are not said at an ask already, with the day the letter named."""
    asks = {answer.ask_id for answer in reply.answers.all()}
    apart = [one for one in reply.commitments.all() if one.ask_id is None or one.ask_id not in asks]
    return tuple(reply_letter.Promised(one.matter, one.original_due_on, one.responsible) for one in apart)


def _copies(task: Assignment, suggestion: Suggestion, desk: Desk) -> tuple[str, ...]:
    """The office, the office of the handling system, the liaison committee, the other units, the delegation."""
    others = [
        each.unit.name
        for each in task.suggestion.assignments.all()
        if each.round == task.round and each.state not in ENDED and each.unit_id != task.unit_id
    ]
    committee = task.unit.committee
    found = [
        desk.office,
        _SYSTEM_OFFICE.get(task.unit.handling_system, ""),
        committee.name if committee else "",
        *others,
        str(suggestion.delegation or ""),
    ]
    return tuple(dict.fromkeys(filter(None, found)))


def commitments_facts(offer: Offer, desk: Desk) -> commitments.Commitments:
    found = [one for one in offer.suggestion.commitments.all() if one.state != CommitmentState.PROPOSED]
    return commitments.Commitments(
        matter=matter(offer.suggestion, desk),
        office=desk.office,
        printed_on=desk.today,
        rows=tuple(_kept(one) for one in found),
    )


def _kept(promise: Commitment) -> commitments.Kept:
    reply = promise.reply
    then = class_as_sent(reply)
    # The form is the main one's deputy's; what the deputy of a merged one said stands on the ledger.
    receipt = max(
        (one for one in promise.receipts.all() if one.merged_id is None), key=lambda one: one.pk, default=None
    )
    return commitments.Kept(
        class_then=str(then),
        unit=promise.assignment.unit.name,
        matter=promise.matter,
        due_on=promise.due_on,
        original_due_on=promise.original_due_on,
        state=str(promise.get_state_display()),
        progress=tuple(_entry(one) for one in promise.entries.all() if one.kind in _TOLD),
        class_now=str(reply.result_class) if reply.result_class_id != then.pk else "",
        responsible=promise.responsible,
        grade=str(receipt.get_grade_display()) if receipt else "",
    )


def _entry(entry) -> str:
    moved = f"，改为{day(entry.new_due_on)}" if entry.new_due_on else ""
    words = f"：{entry.text}" if entry.text else ""
    return f"{day(entry.happened_on)}{entry.get_kind_display()}{moved}{words}"


def meeting_facts(offer: Offer, desk: Desk) -> face_to_face.FaceToFace:
    reply = offer.subject
    return face_to_face.FaceToFace(
        matter=matter(offer.suggestion, desk, offer.task),
        unit=offer.task.unit.name,
        document_number=reply.document_number,
        class_label=str(class_as_sent(reply)),
        main_points=_main_points(reply),
        meeting=_meeting(offer.suggestion, reply.dated_on),
    )


def _main_points(reply: Reply) -> tuple[str, ...]:
    answers = [
        f"{one.position}．{one.ask_text}（{one.get_outcome_display()}）：{one.text}" for one in reply.answers.all()
    ]
    if answers:
        return tuple(answers)
    words = "\n".join(line for line in letter_parts(reply.text)["body"] if "收悉" not in line)
    return tuple((words[:_MOST_WORDS] + "……" if len(words) > _MOST_WORDS else words).split("\n"))


def _meeting(suggestion: Suggestion, since: date) -> face_to_face.Meeting | None:
    """The last talk in person since the reply, where one is on record; otherwise the form is blank."""
    held = [
        one
        for one in suggestion.contacts.all()
        if one.stage == ContactStage.AFTER and one.kind in _IN_PERSON and one.contacted_on >= since
    ]
    if not held:
        return None
    return face_to_face.Meeting(held[-1].contacted_on, held[-1].place, held[-1].people, held[-1].note)
