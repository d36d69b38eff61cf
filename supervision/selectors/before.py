"""The same day of the session before, beside the figures of a dashboard: one statement, counted the night before."""

from dataclasses import dataclass
from datetime import date, timedelta

from suggestions.models import Session
from supervision.definitions import Rate
from supervision.models import Comparison
from supervision.same_day import same_day, session_before
from supervision.selectors.scope import Scope
from supervision.statistics import CELLS, GROUPED, Totals, Workload

OLDEST = timedelta(days=3)  # a night or two without the job: the sentence says which day it is
_NOBODY = dict.fromkeys(GROUPED, 0)


@dataclass(frozen=True)
class Before:
    """`sides`: by the key of a side, then by a line's key (a unit, a system) or its name. `classes`: by their codes."""

    session: Session
    as_of: date
    totals: Totals
    sides: dict[str, dict[str, dict[str, int]]]
    classes: dict[str, int]
    promises: dict[str, int]
    units: dict[str, dict]
    systems: dict[str, dict]

    def line(self, side: str, key, name: str) -> dict[str, int] | None:
        """The numbers of a line; noughts for one that had nothing; None for a side that is not compared."""
        if side not in self.sides:
            return None
        told_by = name if side in {"category", "delegation"} and key is not None else key
        return self.sides[side].get(str(told_by or ""), _NOBODY)

    def workload(self, *, unit: int = 0, system: str = "") -> Workload:
        """The tasks of a unit, or else of a handling system; noughts for one that had none."""
        kept = self.units.get(str(unit)) if unit else self.systems.get(system)
        nothing = {"unit": unit, "name": "", "system": system, "committee": 0, **dict.fromkeys(CELLS, 0)}
        return Workload(**{**nothing, **(kept or {}), "oldest_due_on": None})


def read_before(scope: Scope, sessions: list[Session], *, today: date) -> Before | None:
    """None where nothing has been counted for that day; `sessions` newest first."""
    earlier = session_before(sessions, scope.session)
    day = same_day(scope.session, earlier, today)
    if day is None:
        return None
    kept = Comparison.objects.filter(session=earlier, whose=_whose(scope), as_of__range=(day - OLDEST, day))
    found = kept.order_by("-as_of").first()
    return found and Before(earlier, found.as_of, **{**found.figures, "totals": _totals(found.figures["totals"])})


def _whose(scope: Scope) -> str:
    """As actions/compare.py names it."""
    if scope.system:
        return f"system:{scope.system}"
    if scope.committee:
        return f"committee:{scope.committee}"
    return f"unit:{scope.unit}" if scope.unit else "all"


def _totals(kept: dict) -> Totals:
    rates = {key: Rate(**rate) for key, rate in kept["rates"].items()}
    return Totals(**{**kept, "rates": rates, "oldest_due_on": None})
