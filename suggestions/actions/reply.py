"""The formal answer (答复): drafted by the handler, signed off by the unit's head, reviewed by the office."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification
from accounts.recipients import office, unit_contacts, unit_heads
from suggestions import documents
from suggestions.actions import _requests, _transition, attach
from suggestions.actions._settle import settle
from suggestions.choices import AssignmentState, ReplyState, UnitRole
from suggestions.clocks import read_clockwork, window_due_on
from suggestions.errors import RuleViolation
from suggestions.models import Assignment, Attachment, Draft, Reply, ResultClass
from suggestions.workflow import ANSWERING, ENDED, OWING, Action


@dataclass(frozen=True)
class Letter:
    """What the unit writes (domain.md 6.5)."""

    text: str
    document_number: str
    result_class: ResultClass
    signatory: str
    dated_on: date
    plan_due_on: date | None = None
    plan: str = ""
    unsolved_reason: str = ""
    without_opinions_reason: str = ""


def missing_opinions(assignment: Assignment) -> list[Assignment]:
    """The assisting units of this round that have not filed, most overdue first."""
    tasks = assignment.suggestion.assignments.filter(round=assignment.round, role=UnitRole.ASSISTING, state__in=OWING)
    return list(tasks.select_related("unit").order_by("due_on"))


def check_letter(letter: Letter, assignment: Assignment, *, files, today: date) -> None:
    """The hard rules before filing (domain.md 9); raises RuleViolation with the first sentence."""
    if not letter.text.strip() and not files and not kept_files(assignment):
        raise RuleViolation(_("请填写答复全文，或上传答复文件。"), field="text")
    if not letter.document_number.strip():
        raise RuleViolation(_("请填写文号。"), field="document_number")
    if letter.dated_on > today:
        raise RuleViolation(_("答复日期不能晚于今天。"), field="dated_on")
    if letter.dated_on < assignment.assigned_on:
        raise RuleViolation(
            _("答复日期不能早于交办日期%(day)s。") % {"day": f"{assignment.assigned_on:%Y-%m-%d}"}, field="dated_on"
        )
    if letter.result_class.needs_plan_date and letter.plan_due_on is None:
        raise RuleViolation(
            _("“%(class)s”须填写计划完成日期：承诺要有期限。") % {"class": letter.result_class}, field="plan_due_on"
        )
    if letter.plan_due_on and letter.plan_due_on < letter.dated_on:
        raise RuleViolation(_("计划完成日期不能早于答复日期。"), field="plan_due_on")
    if letter.result_class.needs_reason and not letter.unsolved_reason.strip():
        raise RuleViolation(
            _("“%(class)s”须实事求是说明未能解决的理由。") % {"class": letter.result_class}, field="unsolved_reason"
        )
    missing = missing_opinions(assignment)
    if missing and not letter.without_opinions_reason.strip():
        names = "、".join(task.unit.name for task in missing)
        raise RuleViolation(
            _("协办单位%(units)s尚未提交协办意见；不再等待的，请说明理由。") % {"units": names},
            field="without_opinions_reason",
        )


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
    reply = Reply.objects.create(
        assignment=assignment,
        version=version,
        text=letter.text.strip(),
        document_number=documents.normalise(letter.document_number),
        result_class=letter.result_class,
        plan_due_on=letter.plan_due_on,
        plan=letter.plan.strip(),
        unsolved_reason=letter.unsolved_reason.strip(),
        signatory=letter.signatory.strip(),
        dated_on=letter.dated_on,
        without_opinions_reason=letter.without_opinions_reason.strip(),
        submitted_by=by,
        submitted_at=at,
    )
    attach.attach(files, suggestion=assignment.suggestion, reply=reply, by=by, at=at)
    _keep_earlier_files(reply)
    settle(assignment.suggestion)
    _tell(unit_heads([assignment.unit_id])[assignment.unit_id], _("有答复待签发"), reply, at=at)
    return reply


@transaction.atomic
def sign_off(*, reply: Reply, by, on: date, at: datetime) -> None:
    """The unit's head signs: the reply is filed, the clock stops, the office reviews."""
    _require(reply, ReplyState.AWAITING_SIGNATURE)
    _transition.move(
        reply.assignment,
        Action.SIGN_OFF,
        by=by,
        at=at,
        new_date=on,
        detail=reply.document_number,
        changes={"done_on": on},
    )
    reply.state, reply.signed_by, reply.signed_at = ReplyState.AWAITING_REVIEW, by, at
    reply.save(update_fields=["state", "signed_by", "signed_at"])
    reply.assignment.drafts.filter(form=Draft.Form.REPLY).delete()
    settle(reply.assignment.suggestion)
    _tell(office(), _("有答复待审核"), reply, at=at)


@transaction.atomic
def send_back_draft(*, reply: Reply, reason: str, by, at: datetime) -> None:
    """The head wants it mended before signing."""
    _require(reply, ReplyState.AWAITING_SIGNATURE)
    _transition.move(reply.assignment, Action.SEND_BACK_DRAFT, by=by, at=at, reason=reason)
    reply.state, reply.review_note = ReplyState.SENT_BACK_BY_HEAD, reason.strip()
    reply.save(update_fields=["state", "review_note"])
    settle(reply.assignment.suggestion)
    _tell([reply.submitted_by], _("答复被退回修改"), reply, body=reason, at=at)


@transaction.atomic
def accept(*, reply: Reply, by, on: date, at: datetime) -> None:
    """The office passes it: the deputy is told. With the last lead's reply the suggestion counts as replied (办了)."""
    _require(reply, ReplyState.AWAITING_REVIEW)
    task, suggestion = reply.assignment, reply.assignment.suggestion
    _transition.move(task, Action.ACCEPT_REPLY, by=by, at=at, detail=reply.document_number)
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
        for each in answered:
            _tell_deputy(each, reply, at=at)
    else:
        settle(suggestion)
    _tell(unit_contacts([task.unit_id])[task.unit_id], _("答复已审核通过"), reply, at=at)


@transaction.atomic
def reject(*, reply: Reply, reason: str, by, at: datetime) -> None:
    """The office sends it back (退回重办, S10): the version is kept, the clock goes on where it was."""
    _require(reply, ReplyState.AWAITING_REVIEW)
    _transition.move(reply.assignment, Action.REJECT_REPLY, by=by, at=at, reason=reason, changes={"done_on": None})
    reply.state, reply.review_note = ReplyState.SENT_BACK_BY_OFFICE, reason.strip()
    reply.reviewed_by, reply.reviewed_at = by, at
    reply.save(update_fields=["state", "review_note", "reviewed_by", "reviewed_at"])
    settle(reply.assignment.suggestion)
    unit = reply.assignment.unit_id
    _tell([*unit_contacts([unit])[unit], *unit_heads([unit])[unit]], _("答复被退回重办"), reply, body=reason, at=at)


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


def kept_files(assignment: Assignment, *, before: int | None = None) -> list[Attachment]:
    """The files of the last version (of the one before version `before`), which a new one without files keeps."""
    versions = assignment.replies.order_by("-version")
    if before is not None:
        versions = versions.filter(version__lt=before)
    last = versions.first()
    return list(last.attachments.all()) if last else []


def _tell(people, what: str, reply: Reply, *, at: datetime, body: str = "") -> None:
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


def _tell_deputy(suggestion, reply: Reply, *, at: datetime) -> None:
    user = getattr(suggestion.lead_deputy, "user", None) if suggestion.lead_deputy_id else None
    notifications.post(
        [user],
        key=f"answered:{suggestion.pk}:{suggestion.round}",
        kind=Notification.Kind.CASEWORK,
        subject=_("您提出的%(suggestion)s已答复，请填写反馈意见") % {"suggestion": suggestion},
        body=_("请在%(day)s前反馈。") % {"day": f"{suggestion.feedback_due_on:%Y-%m-%d}"},
        path=suggestion.get_absolute_url(),
        at=at,
    )
