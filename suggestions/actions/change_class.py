"""A reply's class and how it changes: each change is a line with its day, person and reason (兖州, domain.md 3.3)."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from suggestions.actions import _transition
from suggestions.actions._settle import settle
from suggestions.choices import ClassChangeCause, ReplyState
from suggestions.errors import RuleViolation
from suggestions.models import ClassChange, Reply, ResultClass
from suggestions.workflow import Action


def write(
    reply: Reply, to_class: ResultClass, cause: str, *, by, on: date, at: datetime, reason: str = "", is_first=False
) -> ClassChange:
    """Set the class in force and keep the step; `is_first`: there was none before. The caller settles the copies."""
    before = None if is_first else reply.result_class
    reply.result_class = to_class
    reply.save(update_fields=["result_class"])
    return ClassChange.objects.create(
        reply=reply,
        from_class=before,
        to_class=to_class,
        cause=cause,
        reason=reason.strip(),
        changed_on=on,
        by=by,
        by_name=by.name if by else "",
        at=at,
    )


def check_promises(reply: Reply, to_class: ResultClass, *, field: str, remedy: str) -> None:
    """A class that promises something stands only on a dated commitment (domain.md 9), also when the office sets it."""
    if to_class.needs_plan_date and not reply.commitments.exists():
        raise RuleViolation(
            _("“%(class)s”要有写明完成日期的承诺事项；此件没有，%(remedy)s") % {"class": to_class, "remedy": remedy},
            field=field,
        )


@transaction.atomic
def correct(*, reply: Reply, to_class: ResultClass, reason: str, by, on: date, at: datetime) -> ClassChange:
    """The office corrects the class of an accepted reply.

    RuleViolation without a reason, when nothing changes, or for a class that needs a dated promise and finds none.
    """
    suggestion = reply.assignment.suggestion
    if reply.state != ReplyState.ACCEPTED:
        raise RuleViolation(_("只有审核通过的答复可以调整结果类别。"))
    if to_class == reply.result_class:
        raise RuleViolation(_("新的类别与现在的类别相同。"), field="to_class")
    check_promises(reply, to_class, field="to_class", remedy=_("请先交承办单位重新办理，由单位补充。"))
    _transition.move(
        suggestion, Action.CHANGE_CLASS, by=by, at=at, reason=reason, detail=f"{reply.result_class} → {to_class}"
    )
    change = write(reply, to_class, ClassChangeCause.CORRECTION, by=by, on=on, at=at, reason=reason)
    settle(suggestion)
    return change
