"""Members who have not voted are reminded the working day before the end and on its day: from the roll alone.

Whom the office reminds it does not learn: a page only shows how many. A run repeated tells nobody twice, since a
message is unique by person and key.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import notifications
from accounts.models import Notification, User
from suggestions.calendar import WorkCalendar
from suggestions.clocks import read_calendar
from supervision.actions.poll import ballot, moment
from supervision.choices import PollState
from supervision.models import Poll


def plan(today: date, calendar: WorkCalendar) -> Iterator[tuple[Poll, list[User]]]:
    """The open votes that end today or on the next working day, each with those who are reminded this morning."""
    if not calendar.is_workday(today):
        return
    last = calendar.next_workday(today + timedelta(days=1))
    found = Poll.objects.filter(state=PollState.OPEN, closes_at__date__gte=today, closes_at__date__lte=last)
    for poll in found.order_by("closes_at", "pk"):
        people = User.objects.filter(polls__poll=poll, polls__has_voted=False, is_active=True).order_by("pk")
        yield poll, list(people)


@transaction.atomic
def remind(today: date, *, at: datetime) -> int:
    """Write this morning's messages, by e-mail and gateway too. Returns how many people."""
    told = 0
    for poll, people in plan(today, read_calendar()):
        if poll.closes_at <= at:
            continue
        told += notifications.post(
            people,
            key=f"poll:{poll.pk}:remind:{today:%Y-%m-%d}",
            kind=Notification.Kind.CASEWORK,
            subject=_("请您投票：%(poll)s，%(at)s截止") % {"poll": poll, "at": moment(poll.closes_at)},
            body=_("您还没有投票。无记名：系统只记您投过票，不记您投了什么。"),
            path=ballot(poll),
            at=at,
            is_outward=True,
        )
    return told
