"""Sessions: always exactly one is the current one, which lists show by default."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.keep import keep
from suggestions.errors import RuleViolation
from suggestions.models import Session

KIND = "sessions"


@transaction.atomic
def keep_session(session: Session, *, by, at: datetime) -> Session:
    """Save a session. Making one the current one unmakes the other; the first session is the current one.

    RuleViolation when the current one would cease to be without another in its place.
    """
    others = Session.objects.select_for_update().exclude(pk=session.pk)
    current = others.filter(is_current=True).first()
    if not session.is_current and current is None:
        if others.exists() or session.pk:
            raise RuleViolation(_("必须有一次当前会议。请打开另一次会议，把它设为当前会议。"), field="is_current")
        session.is_current = True
    elif session.is_current and current is not None:
        current.is_current = False
        keep(current, kind=KIND, by=by, at=at)
    return keep(session, kind=KIND, by=by, at=at)
