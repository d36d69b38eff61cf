"""The formal answer (答复): drafted by the handler, signed off by the unit's head, reviewed by the office."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification
from accounts.recipients import contacts_and_heads, coordinators, local_day, office, unit_contacts, unit_heads
from suggestions import documents
from suggestions.actions import _promises, _requests, _transition, attach, change_class
from suggestions.actions._answered import tell_deputies
from suggestions.actions._letter import (
    Answer,
    Letter,
    Promise,
    check_letter,
    contacts_of_round,
    has_contact,
    is_shared,
    kept_files,
    missing_opinions,
)
from suggestions.actions._settle import settle
from suggestions.actions.change_rules import in_force
from suggestions.choices import AskOutcome, AssignmentState, ClassChangeCause, Delivery, ReplyState
from suggestions.clocks import read_clockwork, window_due_on
from suggestions.errors import RuleViolation
from suggestions.models import AskAnswer, Assignment, Draft, Reply, ResultClass
from suggestions.workflow import ANSWERING, ENDED, Action

__all__ = [
    "Answer",
    "Letter",
    "Promise",
    "check_letter",
    "contacts_of_round",
    "has_contact",
    "is_shared",
    "kept_files",
    "missing_opinions",
]


@transaction.atomic
def submit(*, assignment: Assignment, letter: Letter, files=(), by, today: date, at: datetime) -> Reply:
    """Hand the letter to the unit's head for signature; a new version each time."""
    check_letter(letter, assignment, files=files, today=today)
    version = assignment.replies.count() + 1
    _transition.move(
        assignment,
        Action.SUBMIT_REPLY,
        by=by,
        at=at,
        reason=letter.without_opinions_reason.strip(),
        detail=_("第%(n)d版，%(class)s") % {"n": version, "class": letter.result_class},
    )
    reply = drawn_up(assignment, letter, version=version, by=by, at=at)
    reply.save()
    AskAnswer.objects.bulk_create(_answer(reply, answer) for answer in letter.answers)
    _promises.propose(reply, letter)
    attach.attach(files, suggestion=assignment.suggestion, reply=reply, by=by, at=at)
    _keep_earlier_files(reply)
    tell(unit_heads([assignment.unit_id])[assignment.unit_id], _("有答复待签发"), reply, at=at)
    return reply


@transaction.atomic
def sign_off(*, reply: Reply, by, on: date, at: datetime) -> None:
    """The unit's head signs: the reply is filed, the clock stops, and the system's coordinator or the office reads."""
    _require(reply, ReplyState.AWAITING_SIGNATURE)
    readers = coordinating(reply.assignment)
    _transition.move(
        reply.assignment,
        Action.FORWARD if readers else Action.SIGN_OFF,
        by=by,
        at=at,
        new_date=on,
        detail=reply.document_number,
        changes={"done_on": on},
    )
    reply.state = ReplyState.AWAITING_COORDINATOR if readers else ReplyState.AWAITING_REVIEW
    reply.signed_by, reply.signed_at = by, at
    reply.save(update_fields=["state", "signed_by", "signed_at"])
    reply.assignment.drafts.filter(form=Draft.Form.REPLY).delete()
    settle(reply.assignment.suggestion)
    tell(readers or office(), _("有答复待审核"), reply, at=at)


@transaction.atomic
def send_back_draft(*, reply: Reply, reason: str, by, at: datetime) -> None:
    """The head wants it mended before signing. RuleViolation without the words what."""
    _require(reply, ReplyState.AWAITING_SIGNATURE)
    if not reason.strip():
        raise RuleViolation(_("请填写退回修改的意见：哪里要改，怎样改。"), field="reason")
    _transition.move(reply.assignment, Action.SEND_BACK_DRAFT, by=by, at=at, reason=reason)
    reply.state, reply.review_note = ReplyState.SENT_BACK_BY_HEAD, reason.strip()
    reply.save(update_fields=["state", "review_note"])
    tell([reply.submitted_by], _("答复被退回修改"), reply, body=reason, at=at)


@transaction.atomic
def pass_on(*, reply: Reply, by, at: datetime) -> None:
    """The coordinator of the handling system passes it on to the office."""
    _require(reply, ReplyState.AWAITING_COORDINATOR)
    _transition.move(reply.assignment, Action.PASS_ON, by=by, at=at, detail=reply.document_number)
    reply.state = ReplyState.AWAITING_REVIEW
    reply.save(update_fields=["state"])
    tell(office(), _("有答复待审核"), reply, at=at)


@transaction.atomic
def turn_back(*, reply: Reply, reason: str, by, at: datetime) -> None:
    """The coordinator sends it back to the unit: the version is kept, the clock goes on where it was."""
    _require(reply, ReplyState.AWAITING_COORDINATOR)
    _transition.move(reply.assignment, Action.TURN_BACK, by=by, at=at, reason=reason, changes={"done_on": None})
    _send_back(reply, ReplyState.SENT_BACK_BY_COORDINATOR, reason, by=by, at=at)


@transaction.atomic
def accept(
    *, reply: Reply, by, on: date, at: datetime, result_class: ResultClass | None = None, class_reason: str = ""
) -> None:
    """The office passes it, with another class where it must: the deputies are told, the promises are on the ledger.

    With the last lead's reply the suggestion counts as replied (办了). RuleViolation for a new class without a reason,
    or for one that needs a dated promise and finds none.
    """
    _require(reply, ReplyState.AWAITING_REVIEW)
    task, suggestion = reply.assignment, reply.assignment.suggestion
    is_changed = result_class is not None and result_class != reply.result_class
    if is_changed:
        _check_new_class(reply, result_class, class_reason)
    _transition.move(
        task,
        Action.ACCEPT_REPLY,
        by=by,
        at=at,
        reason=class_reason.strip() if is_changed else "",
        detail=f"{reply.document_number}，{reply.result_class} → {result_class}"
        if is_changed
        else reply.document_number,
    )
    change_class.write(
        reply, reply.result_class, ClassChangeCause.FILED, by=reply.signed_by, on=task.done_on, at=at, is_first=True
    )
    if is_changed:
        change_class.write(reply, result_class, ClassChangeCause.REVIEW, by=by, on=on, at=at, reason=class_reason)
    _promises.open_all(reply, by=by, on=on, at=at)
    _requests.drop_open(task, by=by, at=at, note=_("已答复"))
    reply.state, reply.reviewed_by, reply.reviewed_at = ReplyState.ACCEPTED, by, at
    reply.save(update_fields=["state", "reviewed_by", "reviewed_at"])
    if not _unanswered(suggestion):
        _transition.follow(suggestion, Action.ALL_ANSWERED, by=by, at=at, detail=str(reply.result_class))
        clock = read_clockwork()
        answered = [suggestion, *suggestion.merged_from.all()]
        for each in answered:
            each.feedback_due_on = window_due_on(clock, on, clock.rule.feedback)
            each.save(update_fields=["feedback_due_on"])
        settle(*answered)
        tell_deputies(suggestion, answered, at=at)
    else:
        settle(suggestion)
    tell(unit_contacts([task.unit_id], on=local_day(at))[task.unit_id], _("答复已审核通过"), reply, at=at)


@transaction.atomic
def reject(*, reply: Reply, reason: str, by, at: datetime) -> None:
    """The office sends it back (退回重办, S10): the version is kept, the clock goes on where it was."""
    _require(reply, ReplyState.AWAITING_REVIEW)
    _transition.move(reply.assignment, Action.REJECT_REPLY, by=by, at=at, reason=reason, changes={"done_on": None})
    _send_back(reply, ReplyState.SENT_BACK_BY_OFFICE, reason, by=by, at=at)


def _send_back(reply: Reply, state: str, reason: str, *, by, at: datetime) -> None:
    reply.state, reply.review_note = state, reason.strip()
    reply.reviewed_by, reply.reviewed_at = by, at
    reply.save(update_fields=["state", "review_note", "reviewed_by", "reviewed_at"])
    settle(reply.assignment.suggestion)
    people = contacts_and_heads([reply.assignment.unit_id], on=local_day(at))
    tell(people, _("答复被退回重办"), reply, body=reason, at=at)


def coordinating(assignment: Assignment) -> list:
    """Who reads a signed reply before the office: the system's coordinators, where the office wants it so."""
    if not in_force().is_coordinator_review:
        return []
    return coordinators()[assignment.unit.handling_system]


def _check_new_class(reply: Reply, result_class: ResultClass, reason: str) -> None:
    if not reason.strip():
        raise RuleViolation(_("调整办理结果类别，请说明理由。"), field="class_reason")
    change_class.check_promises(reply, result_class, field="result_class", remedy=_("请退回单位补充。"))


def drawn_up(assignment: Assignment, letter: Letter, *, version: int, by, at: datetime) -> Reply:
    """The letter as a version of the unit's reply, not saved yet."""
    return Reply(
        assignment=assignment,
        version=version,
        title=letter.title.strip(),
        text=letter.text.strip(),
        document_number=documents.normalise(letter.document_number),
        result_class=letter.result_class,
        unsolved_reason=letter.unsolved_reason.strip(),
        signatory=letter.signatory.strip(),
        dated_on=letter.dated_on,
        without_opinions_reason=letter.without_opinions_reason.strip(),
        without_contact_reason=letter.without_contact_reason.strip(),
        delivery=letter.delivery,
        consent_note=letter.consent_note.strip() if letter.delivery == Delivery.VIA_LEAD else "",
        submitted_by=by,
        submitted_at=at,
    )


def _answer(reply: Reply, answer: Answer) -> AskAnswer:
    return AskAnswer(
        reply=reply,
        ask=answer.ask,
        position=answer.ask.position,
        ask_text=answer.ask.text,
        outcome=answer.outcome,
        text=answer.text.strip(),
        planned_on=answer.planned_on if answer.outcome == AskOutcome.PLANNED else None,
        reason=answer.reason.strip() if answer.outcome == AskOutcome.CANNOT else "",
    )


def _unanswered(suggestion) -> bool:
    tasks = suggestion.assignments.filter(round=suggestion.round, role__in=ANSWERING).exclude(state__in=ENDED)
    return tasks.exclude(state=AssignmentState.ANSWERED).exists()


def _require(reply: Reply, state: str) -> None:
    if reply.state != state:
        raise RuleViolation(
            _("此版答复当前为“%(state)s”，请刷新页面查看最新情况。") % {"state": reply.get_state_display()}
        )


def _keep_earlier_files(reply: Reply) -> None:
    """A new version without new files stands on the files of the one before it: they are referred to, not moved."""
    if reply.attachments.exists():
        return
    for attachment in kept_files(reply.assignment, before=reply.version):
        attachment.pk, attachment.reply = None, reply
        attachment.save()


def tell(people, what: str, reply: Reply, *, at: datetime, body: str = "") -> None:
    """`people` hear in their inbox what happened to the reply, once for each state and version of its task."""
    suggestion = reply.assignment.suggestion
    notifications.post(
        people,
        key=f"reply:{reply.pk}:{reply.state}:{reply.assignment.version}",
        kind=Notification.Kind.CASEWORK,
        subject=f"{what}：{suggestion}",
        body=body,
        path=suggestion.get_absolute_url(),
        at=at,
    )
