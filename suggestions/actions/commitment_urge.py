"""Urging a promise (催办承诺), by the office or the coordinator of the unit's own system."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification, User
from accounts.recipients import contacts_and_heads
from suggestions.actions import _transition
from suggestions.actions._promises import add_entry
from suggestions.choices import CommitmentEntryKind
from suggestions.errors import RuleViolation
from suggestions.models import Commitment
from suggestions.workflow import Action


def receivers(commitment: Commitment, *, on: date) -> list[User]:
    """The people an urging would reach: the unit's contacts and head."""
    return contacts_and_heads([commitment.assignment.unit_id], on=on)


@transaction.atomic
def urge(*, commitment: Commitment, words: str, by, today: date, at: datetime) -> int:
    """Urge the unit, once a day at most; returns how many people were reached."""
    people = receivers(commitment, on=today)
    if not people:
        raise RuleViolation(_("该单位没有可以联系的人员，系统无法送达，请电话催办后记入备注。"))
    if commitment.entries.filter(kind=CommitmentEntryKind.URGED, happened_on=today).exists():
        raise RuleViolation(_("今天已经催办过此项承诺，请明天再催，或直接电话联系。"))
    _transition.move(commitment, Action.URGE_COMMITMENT, by=by, at=at, reason=words.strip(), detail=commitment.matter)
    add_entry(commitment, CommitmentEntryKind.URGED, by=by, on=today, at=at, text=words.strip())
    return notifications.post(
        people,
        key=f"commitment urged:{commitment.pk}:{today:%Y-%m-%d}",
        kind=Notification.Kind.URGE,
        subject=_("催办承诺：%(number)s号 %(matter)s")
        % {"number": commitment.suggestion.number, "matter": commitment.matter},
        body=words.strip(),
        path=commitment.get_absolute_url(),
        at=at,
        is_outward=True,
    )
