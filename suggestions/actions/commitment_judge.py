"""Whether a promise was kept: the deputy's own word (第二次回执), or the office's. Never a handling unit's account.

Kept, it is struck off; with the last promise of a reply its class becomes the first that counts as solved (B转A),
also after closing. A dissatisfied receipt hands the promise back to the unit with the comment.

A promise was made to every suggestion answered together. The lead deputy of the main one and of each merged into it
may judge it while it is reported; it is one matter, so the first word decides: kept for all, or handed back for all.
Each receipt keeps whose it is.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.recipients import contacts_and_heads, local_day
from accounts.roles import Role
from suggestions.actions import _transition, attach, change_class
from suggestions.actions._promises import add_entry
from suggestions.actions._settle import settle
from suggestions.actions._source import source_of
from suggestions.actions.commitment import tell
from suggestions.choices import ClassChangeCause, CommitmentEntryKind, CommitmentState, EvaluationSource, Grade
from suggestions.errors import RuleViolation
from suggestions.models import Commitment, CommitmentReceipt, Reply, ResultClass, Suggestion
from suggestions.workflow import Action


@transaction.atomic
def confirm(*, commitment: Commitment, note: str = "", by, on: date, at: datetime) -> None:
    """The office has seen that it is kept. A deputy confirms with a grade: `receive`."""
    if by.role == Role.DEPUTY:
        raise RuleViolation(_("请选择评价。"), field="grade")
    _fulfil(commitment, note, by=by, on=on, at=at)


@transaction.atomic
def return_done(*, commitment: Commitment, reason: str, by, on: date, at: datetime) -> None:
    """Not kept yet: the unit goes on, its clock runs again to the same day. RuleViolation without a reason."""
    _transition.move(
        commitment,
        Action.RETURN_DONE,
        by=by,
        at=at,
        reason=reason.strip(),
        detail=commitment.matter,
        changes={"done_on": None},
    )
    add_entry(commitment, CommitmentEntryKind.RETURNED, by=by, on=on, at=at, text=reason.strip())
    tell(_people(commitment, at), _("承诺事项退回继续落实"), commitment, body=reason.strip(), at=at)


@transaction.atomic
def receive(
    *,
    commitment: Commitment,
    grade: str,
    comment: str = "",
    source: str,
    given_on: date,
    files=(),
    merged: Suggestion | None = None,
    by,
    today: date,
    at: datetime,
) -> CommitmentReceipt:
    """The deputy's receipt: dissatisfied hands the promise back, every other grade strikes it off.

    Online it is the lead deputy's own; the office keys it only from paper (with its scan) or telephone, and says for
    which `merged` suggestion, or none for the main one. RuleViolation for one that was not merged into it.
    """
    merged = _whose(commitment, merged, by=by)
    source = source_of(source, by=by, files=files, paper=_("纸质回执"))
    given_on = today if source == EvaluationSource.ONLINE else given_on
    if grade == Grade.DISSATISFIED and not comment.strip():
        raise RuleViolation(_("评价为不满意的，请写明意见，以便承办单位继续落实。"), field="comment")
    if commitment.done_on and not commitment.done_on <= given_on <= today:
        raise RuleViolation(_("反馈日期应在单位报告完成的日期之后，且不能晚于今天。"), field="given_on")
    if grade == Grade.DISSATISFIED:
        return_done(commitment=commitment, reason=comment, by=by, on=given_on, at=at)
    else:
        _fulfil(commitment, comment, by=by, on=given_on, at=at, grade=grade)
    receipt = CommitmentReceipt.objects.create(
        commitment=commitment,
        merged=merged,
        grade=grade,
        comment=comment.strip(),
        source=source,
        given_on=given_on,
        entered_by=by,
        entered_at=at,
    )
    attach.attach(files, suggestion=commitment.suggestion, commitment_receipt=receipt, by=by, at=at)
    return receipt


def _whose(commitment: Commitment, merged: Suggestion | None, *, by) -> Suggestion | None:
    """The merged suggestion whose deputy speaks; None for the main one's."""
    main = commitment.suggestion
    if by.role == Role.DEPUTY:
        if main.lead_deputy_id == by.deputy_id:
            return None
        return main.merged_from.filter(lead_deputy=by.deputy_id).first()  # none of them: the door refuses
    if merged is not None and merged.merged_into_id != main.pk:
        raise RuleViolation(
            _("%(number)s号没有并入此件，不能代其录入回执。") % {"number": merged.number}, field="merged"
        )
    return merged


def _fulfil(commitment: Commitment, note: str, *, by, on: date, at: datetime, grade: str = "") -> None:
    # The suggestion's row first: of two last promises confirmed at once, the second sees the first.
    suggestion = Suggestion.objects.select_for_update(of=("self",)).get(pk=commitment.suggestion_id)
    word = f"（{Grade(grade).label}）" if grade else ""
    _transition.move(
        commitment,
        Action.CONFIRM_DONE,
        by=by,
        at=at,
        reason=note.strip(),
        new_date=on,
        detail=f"{commitment.matter[:480]}{word}",
        changes={"closed_on": on},
    )
    add_entry(commitment, CommitmentEntryKind.CONFIRMED, by=by, on=on, at=at, text=note.strip())
    _turn_solved(commitment, suggestion, by=by, on=on, at=at)
    tell(_people(commitment, at), _("承诺事项已确认兑现"), commitment, body=note.strip(), at=at)


def _turn_solved(commitment: Commitment, suggestion: Suggestion, *, by, on: date, at: datetime) -> None:
    """The reply's class follows from its promises; one that says “cannot” (C) keeps it, whatever else was kept."""
    reply = Reply.objects.select_related("assignment__unit", "result_class").get(pk=commitment.reply_id)
    if reply.result_class.counts_as_solved or not reply.result_class.needs_plan_date:
        return
    if reply.commitments.exclude(state=CommitmentState.FULFILLED).exists():
        return
    solved = ResultClass.objects.filter(is_active=True, counts_as_solved=True).first()
    if solved is None:
        return
    words = _("承诺事项全部兑现")
    change = change_class.write(reply, solved, ClassChangeCause.FULFILLED, by=by, on=on, at=at, reason=words)
    _transition.record(
        suggestion,
        Action.CHANGE_CLASS,
        by=by,
        at=at,
        assignment=reply.assignment,
        reason=words,
        new_date=on,
        detail=f"{change.from_class} → {change.to_class}",
    )
    settle(suggestion)


def _people(commitment: Commitment, at: datetime) -> list:
    return contacts_and_heads([commitment.assignment.unit_id], on=local_day(at))
