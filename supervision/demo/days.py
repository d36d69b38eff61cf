"""Days of the demo, all counted from today, on working days, and never in the future."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django.utils import timezone

from suggestions.calendar import ONE_DAY
from suggestions.clocks import Clockwork
from suggestions.deadlines import reply_deadline


class Days:
    def __init__(self, today: date, clock: Clockwork):
        self.today = today
        self.clock = clock
        self.last = self.before(-1)  # the newest act of the demo: the last working day before today

    def before(self, offset: int) -> date:
        """The working day at `offset` days from today, or the nearest one before it."""
        day = self.today + timedelta(days=offset)
        while not self.clock.calendar.is_workday(day):
            day -= ONE_DAY
        return day

    def later(self, day: date, n: int) -> date:
        """`n` days after `day`, on a working day, never after the last act and never before `day`."""
        wanted = self.clock.calendar.next_workday(day + timedelta(days=n))
        return max(day, min(wanted, self.last))

    def assigned_for(self, offset: int) -> date:
        """The day on which a suggestion was handed over so that its reply is due `offset` days from today.

        A due day is a working day: the nearest one before for what is past, after for what is to come. At a month's
        end no start leads to every day (民法典 art 202); then the nearest that can be reached.
        """
        calendar = self.clock.calendar
        wanted = self.before(offset) if offset < 0 else calendar.next_workday(self.today + timedelta(days=offset))

        def distance(start: date) -> tuple:
            due_on = reply_deadline(start, self.clock.rule, calendar).due_on
            return abs((due_on - wanted).days), not calendar.is_workday(start), start

        months = self.clock.rule.reply_months
        first = wanted - timedelta(days=31 * months + 12)
        return min((first + timedelta(days=n) for n in range(18 + 2 * months)), key=distance)


@lru_cache(maxsize=4096)
def moment(day: date, hour: int, minute: int) -> datetime:
    """A moment of `day` in the office's time zone."""
    return timezone.make_aware(datetime.combine(day, time(hour, minute)))
