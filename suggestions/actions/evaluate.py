"""The deputy's judgement (反馈, domain.md 6.6), and what the office does with it."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification
from accounts.recipients import office
from suggestions.actions import _transition, attach
from suggestions.actions._settle import settle
from suggestions.actions._source import source_of
from suggestions.choices import Grade, Status
from suggestions.errors import RuleViolation
from suggestions.models import Evaluation, Suggestion
from suggestions.workflow import Action


@transaction.atomic
def evaluate(
    *,
    suggestion: Suggestion,
    attitude: str,
    result: str,
    comment: str = "",
    source: str,
    given_on: date,
    files=(),
    by,
    today: date,
    at: datetime,
) -> Evaluation:
    """Enter one judgement of this round on two axes. The office keys it only from paper (with its scan) or telephone.

    NotAllowed for every account of a handling unit. RuleViolation before the reply, twice in one round, for a
    dissatisfied grade without a word why, or for paper without the scan.
    """
    source = source_of(source, by=by, files=files, paper=_("纸质征询意见表"))
    if suggestion.replied_on is None:
        raise RuleViolation(_("此件尚未答复，不能反馈评价。"))
    if given_on > today or given_on < suggestion.replied_on:
        raise RuleViolation(_("反馈日期应在答复日期之后，且不能晚于今天。"), field="given_on")
    if Grade.DISSATISFIED in {attitude, result} and not comment.strip():
        raise RuleViolation(_("评价为不满意的，请写明意见，以便重新办理。"), field="comment")
    answered_round = _answered_round(suggestion)
    evaluation = Evaluation(
        suggestion=suggestion,
        round=answered_round,
        deputy=suggestion.lead_deputy,
        attitude=attitude,
        result=result,
        comment=comment.strip(),
        source=source,
        given_on=given_on,
        entered_by=by,
        entered_at=at,
    )
    _transition.move(
        suggestion,
        Action.EVALUATE,
        by=by,
        at=at,
        reason=comment.strip(),
        new_date=given_on,
        detail=_("办理态度%(attitude)s，办理结果%(result)s")
        % {"attitude": evaluation.get_attitude_display(), "result": evaluation.get_result_display()},
    )
    try:
        with transaction.atomic():
            evaluation.save()
    except IntegrityError as error:
        raise RuleViolation(_("本轮办理已经有代表反馈。")) from error
    attach.attach(files, suggestion=suggestion, evaluation=evaluation, by=by, at=at)
    settle(suggestion)
    notifications.post(
        office(),
        key=f"evaluated:{evaluation.pk}",
        kind=Notification.Kind.CASEWORK,
        subject=_("代表反馈%(grade)s：%(suggestion)s")
        % {"grade": evaluation.get_result_display(), "suggestion": suggestion},
        body=comment.strip(),
        path=suggestion.get_absolute_url(),
        at=at,
    )
    return evaluation


def _answered_round(suggestion: Suggestion) -> int:
    """A merged suggestion is answered in its main one's round."""
    return suggestion.merged_into.round if suggestion.status == Status.MERGED else suggestion.round
