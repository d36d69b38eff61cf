"""Second handling after a dissatisfied judgement (重新办理): a new round with its own limit; the first one stays."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification
from accounts.recipients import contacts_and_heads
from suggestions.actions import _transition, meeting
from suggestions.actions._settle import settle
from suggestions.clocks import assisting_clock, read_clockwork, rehandling_clock, unit_windows
from suggestions.errors import RuleViolation
from suggestions.models import Assignment, Suggestion
from suggestions.workflow import ANSWERING, ENDED, Action


@transaction.atomic
def rehandle(
    *,
    suggestion: Suggestion,
    demanded_on: date,
    reason: str,
    with_assisting: bool = False,
    by,
    today: date,
    at: datetime,
) -> list[Assignment]:
    """Hand the suggestion to the same lead units again, with or without the assisting ones, from `demanded_on`.

    After a second dissatisfied grade only once the meeting about it is recorded; each further round has its own limit.
    """
    meeting.check_held(suggestion)
    if demanded_on > today or (suggestion.replied_on and demanded_on < suggestion.replied_on):
        raise RuleViolation(_("重新交办日期应在答复日期之后，且不能晚于今天。"), field="demanded_on")
    clock = read_clockwork()
    before = list(suggestion.assignments.filter(round=suggestion.round).exclude(state__in=ENDED).select_related("unit"))
    _transition.move(
        suggestion,
        Action.REHANDLE,
        by=by,
        at=at,
        reason=reason,
        new_date=demanded_on,
        detail=_("第%(n)d轮办理") % {"n": suggestion.round + 1},
        changes={"round": suggestion.round + 1, "feedback_due_on": None},
    )
    fields = rehandling_clock(clock, demanded_on=demanded_on)
    tasks = []
    for old in before:
        if old.role in ANSWERING or with_assisting:
            clock_fields = (
                fields
                if old.role in ANSWERING
                else assisting_clock(clock, assigned_on=demanded_on, reply_due_on=fields["due_on"])
            )
            tasks.append(
                Assignment.objects.create(
                    suggestion=suggestion,
                    unit=old.unit,
                    role=old.role,
                    round=suggestion.round,
                    replaces=old,
                    superior_reason=old.superior_reason,
                    assigned_on=demanded_on,
                    assigned_by=by,
                    **unit_windows(clock, assigned_on=demanded_on)
                    | {"return_until_on": None},  # it answered: no longer the question whose duty it is
                    **clock_fields,
                )
            )
    settle(suggestion)
    notifications.post(
        contacts_and_heads((task.unit_id for task in tasks), on=today),
        key=f"rehandle:{suggestion.pk}:{suggestion.round}",
        kind=Notification.Kind.CASEWORK,
        subject=_("代表不满意，请重新办理：%(suggestion)s") % {"suggestion": suggestion},
        body=reason,
        path=suggestion.get_absolute_url(),
        at=at,
    )
    return tasks
