"""The office's decision on a registered suggestion (domain.md 1.4)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification
from accounts.recipients import local_day, unit_contacts
from suggestions.actions import _requests, _transition
from suggestions.actions._settle import settle
from suggestions.choices import AssignmentState, RefusalReason, ReviewOutcome, Status
from suggestions.errors import RuleViolation
from suggestions.models import Review, Suggestion
from suggestions.workflow import ENDED, Action

_ACTIONS = {
    ReviewOutcome.ACCEPT: Action.ACCEPT,
    ReviewOutcome.RETURN: Action.RETURN_TO_DEPUTY,
    ReviewOutcome.MERGE: Action.MERGE,
    ReviewOutcome.CONVERT: Action.CONVERT,
    ReviewOutcome.NOT_ACCEPT: Action.NOT_ACCEPT,
    ReviewOutcome.WITHDRAW: Action.WITHDRAW,
}


@transaction.atomic
def review(
    *, suggestion: Suggestion, outcome: str, by, at: datetime, reason_code: str = "", reason: str = "", into=None
) -> None:
    """Decide. Every outcome but acceptance needs a reason; merging needs the suggestion it joins (`into`).

    The deputy learns of every outcome but acceptance; units at work learn of a withdrawal and their tasks end.
    """
    action = _ACTIONS[ReviewOutcome(outcome)]
    words = reason.strip()
    if outcome == ReviewOutcome.NOT_ACCEPT:
        if not reason_code:
            raise RuleViolation(_("请选择不予受理的理由类别。"), field="reason_code")
        words = words or str(RefusalReason(reason_code).label)
    changes = {}
    if outcome == ReviewOutcome.MERGE:
        _check_merge(suggestion, into)
        changes["merged_into"] = into
    detail = _("并入%(main)s") % {"main": into} if into is not None and outcome == ReviewOutcome.MERGE else ""
    _transition.move(suggestion, action, by=by, at=at, reason=words, detail=detail[:500], changes=changes)
    if outcome == ReviewOutcome.WITHDRAW:  # after the suggestion's row is ours: a unit that signs takes it first too
        _end_tasks(suggestion, words, by=by, at=at)
    Review.objects.create(
        suggestion=suggestion,
        outcome=outcome,
        reason_code=reason_code if outcome == ReviewOutcome.NOT_ACCEPT else "",
        reason=words,
        merged_into=changes.get("merged_into"),
        decided_by=by,
        decided_at=at,
    )
    if outcome != ReviewOutcome.ACCEPT:
        suggestion.draft_units.all().delete()
        _tell_deputy(suggestion, ReviewOutcome(outcome).label, words, at=at)
    if outcome in {ReviewOutcome.MERGE, ReviewOutcome.WITHDRAW}:  # the others have no tasks to settle by
        settle(suggestion)


@transaction.atomic
def resubmit(*, suggestion: Suggestion, by, at: datetime) -> None:
    """The deputy has mended it: back to review."""
    _transition.move(suggestion, Action.RESUBMIT, by=by, at=at)


@transaction.atomic
def revise(*, suggestion: Suggestion, reason: str, by, at: datetime) -> None:
    """Undo a decision taken by mistake, while no unit has the suggestion."""
    if suggestion.assignments.exists():
        raise RuleViolation(_("此件已经交办过，不能撤销审核结论。"))
    _transition.move(suggestion, Action.REVISE_REVIEW, by=by, at=at, reason=reason, changes={"merged_into": None})
    settle(suggestion)


def _check_merge(suggestion: Suggestion, into: Suggestion | None) -> None:
    if into is None:
        raise RuleViolation(_("请选择并入哪一件建议。"), field="into")
    if into.pk == suggestion.pk:
        raise RuleViolation(_("不能并入自身。"), field="into")
    if into.session_id != suggestion.session_id:
        raise RuleViolation(_("只能并入同一次会议的建议。"), field="into")
    if into.status not in {Status.REGISTERED, Status.ACCEPTED, Status.IN_HANDLING}:
        raise RuleViolation(
            _("%(main)s当前为“%(status)s”，不能并入。") % {"main": into, "status": into.get_status_display()},
            field="into",
        )
    if suggestion.merged_from.exists():
        raise RuleViolation(_("已有其他建议并入此件，请将它们一并并入%(main)s。") % {"main": into}, field="into")


def _end_tasks(suggestion: Suggestion, reason: str, *, by, at: datetime) -> None:
    """A withdrawal ends the handling: open tasks are closed, never deleted, and their units are told."""
    if suggestion.merged_from.exists():
        raise RuleViolation(_("已有其他建议并入此件，须先撤销并案再撤回。"))
    tasks = list(suggestion.assignments.exclude(state__in=ENDED).filter(done_on=None).select_related("unit"))
    contacts = unit_contacts((task.unit_id for task in tasks), on=local_day(at))
    for task in tasks:
        _transition.end(task, Action.WITHDRAW, AssignmentState.CANCELLED, by=by, at=at, reason=reason)
        _requests.drop_open(task, by=by, at=at, note=_("代表撤回"))
        notifications.post(
            contacts[task.unit_id],
            key=f"withdrawn:{task.pk}",
            kind=Notification.Kind.CASEWORK,
            subject=_("代表撤回了%(suggestion)s，不再办理") % {"suggestion": suggestion},
            path=suggestion.get_absolute_url(),
            at=at,
        )


def _tell_deputy(suggestion: Suggestion, outcome: str, reason: str, *, at: datetime) -> None:
    user = getattr(suggestion.lead_deputy, "user", None) if suggestion.lead_deputy_id else None
    notifications.post(
        [user],
        key=f"reviewed:{suggestion.pk}:{suggestion.version}",
        kind=Notification.Kind.CASEWORK,
        subject=_("您提出的%(suggestion)s审核结论：%(outcome)s") % {"suggestion": suggestion, "outcome": outcome},
        body=reason,
        path=suggestion.get_absolute_url(),
        at=at,
    )
