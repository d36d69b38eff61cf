"""Working days, given the days the State Council moved.

放假办法 2024 fixes the festivals, but which weekends are worked instead (调休) is announced year by year, each
November, and an autonomous prefecture may add days of its own (art. 4). So the days are data; this is the counting.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
WEEKDAY_NAMES = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def _is_weekday(day: date) -> bool:
    return day.weekday() < 5


def _weekdays_up_to(day: date) -> int:
    """Mondays to Fridays from 0001-01-01, itself a Monday, to `day` inclusive."""
    weeks, days = divmod(day.toordinal(), 7)
    return weeks * 5 + min(days, 5)


@dataclass(frozen=True)
class WorkCalendar:
    """Which days are worked. A day without an entry follows the week: Monday to Friday are worked.

    In: `special_days` day → True for a make-up working day, False for a rest day; `names` day → its festival;
    `known_years` the years whose notice is loaded. Outside them the answers are guesses, which `is_known` tells.
    """

    special_days: Mapping[date, bool] = field(default_factory=dict)
    names: Mapping[date, str] = field(default_factory=dict)
    known_years: frozenset[int] = frozenset()

    def is_workday(self, day: date) -> bool:
        """Whether `day` is worked; a make-up Saturday is, a festival on a Wednesday is not."""
        return self.special_days.get(day, _is_weekday(day))

    def is_known(self, day: date) -> bool:
        """Whether the notice for the year of `day` is loaded."""
        return day.year in self.known_years

    def name(self, day: date) -> str:
        """What to call `day`: its festival, else 调休上班 or 休假日 when it was moved, else the day of the week."""
        moved = {True: "调休上班", False: "休假日"}.get(self.special_days.get(day))
        return self.names.get(day) or moved or WEEKDAY_NAMES[day.weekday()]

    def next_workday(self, day: date) -> date:
        """`day` itself when it is worked, else the first working day after it (《民法典》 art. 203)."""
        while not self.is_workday(day):  # ends: special days are finite, and beyond them every Monday is worked
            day += ONE_DAY
        return day

    def add_workdays(self, start: date, n: int) -> date:
        """The `n`th working day after `start`, which is not counted (《民法典》 art. 201). ValueError if n < 0."""
        if n < 0:
            raise ValueError(f"cannot count {n} working days forward")
        day = start
        for _ in range(n):
            day = self.next_workday(day + ONE_DAY)
        return day

    def workdays_between(self, a: date, b: date) -> int:
        """How many days after `a`, up to and with `b`, are worked; 0 when `b` is not after `a`."""
        if b <= a:
            return 0
        moved = sum(
            works - _is_weekday(day)  # +1 for a worked weekend, −1 for a rest day in the week
            for day, works in self.special_days.items()
            if a < day <= b
        )
        return _weekdays_up_to(b) - _weekdays_up_to(a) + moved
