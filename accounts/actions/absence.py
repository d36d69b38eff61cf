"""Being away for some days: entered by the person, the unit's head or the administrator; others stand in meanwhile."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions.keep import record
from accounts.actions.users import KIND
from accounts.errors import RuleViolation
from accounts.models import Change, User


@transaction.atomic
def set_absence(person: User, *, from_on: date, until_on: date, by: User, today: date, at: datetime) -> None:
    """Both days belong to it. RuleViolation when it ends before it begins, or is over already."""
    if until_on < from_on:
        raise RuleViolation(_("外出的结束日期不能早于开始日期。"), field="until_on")
    if until_on < today:
        raise RuleViolation(_("这段外出已经过去，不需要登记。"), field="until_on")
    _write(person, from_on, until_on, by=by, at=at)


@transaction.atomic
def end_absence(person: User, *, by: User, at: datetime) -> None:
    """Back again, or not gone at all: from this moment the messages come as before."""
    if person.away_from_on is not None:
        _write(person, None, None, by=by, at=at)


def _write(person: User, from_on: date | None, until_on: date | None, *, by: User, at: datetime) -> None:
    detail = _("外出：%(from)s至%(until)s") % {"from": from_on, "until": until_on} if from_on else _("外出结束")
    person.away_from_on, person.away_until_on = from_on, until_on
    person.save(update_fields=["away_from_on", "away_until_on"])
    record(person, Change.What.CHANGED, kind=KIND, detail=detail, by=by, at=at)
