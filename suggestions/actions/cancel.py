"""Cancel an assisting unit's task (作废): it ends with a reason and stays on record."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification
from accounts.recipients import local_day, unit_contacts
from suggestions.actions import _transition
from suggestions.models import Assignment
from suggestions.workflow import Action


@transaction.atomic
def cancel(*, assignment: Assignment, reason: str, by, at: datetime) -> None:
    _transition.move(
        assignment,
        Action.CANCEL,
        by=by,
        at=at,
        reason=reason,
        changes={"ended_at": at, "ended_by": by, "end_reason": reason[:300]},
    )
    notifications.post(
        unit_contacts([assignment.unit_id], on=local_day(at))[assignment.unit_id],
        key=f"cancelled:{assignment.pk}",
        kind=Notification.Kind.CASEWORK,
        subject=_("不再需要协办：%(suggestion)s") % {"suggestion": assignment.suggestion},
        body=reason,
        path=assignment.suggestion.get_absolute_url(),
        at=at,
    )
