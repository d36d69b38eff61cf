"""Count the session before as it stood on the same day of its way, for the dashboards. Each night, or when asked."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, F, FilteredRelation, QuerySet

from suggestions.commitment_querysets import commitment_fact
from suggestions.models import Session
from suggestions.querysets import standing_leads, suggestion_fact
from supervision import statistics
from supervision.actions import snapshot as snapshots
from supervision.grounds import KEPT
from supervision.models import Comparison, Snapshot
from supervision.same_day import same_day, session_before
from supervision.selectors.dashboard import PROMISE_CELLS
from supervision.statistics import Totals, Workload

# What the lines of a table are told by; a category and a delegation by the name it had
_SIDES = {
    "unit": F("standing__unit__source"),
    "system": F("standing__unit__handling_system"),
    "category": F("category"),
    "delegation": F("delegation"),
}


# Beside everybody's: whose dashboards there are, and the column of the units that tells them apart
_KINDS = {"system": "handling_system", "committee": "committee", "unit": "source"}


@transaction.atomic
def compare(*, today: date, at: datetime) -> int:
    """For the current session: the figures of the one before, in place of those of earlier days. How many rows.

    0 where there is no session before, or one of the two has no opening day. The snapshot itself is not kept.
    """
    sessions = list(Session.objects.select_related("term"))
    current = next((one for one in sessions if one.is_current), sessions[0] if sessions else None)
    before = session_before(sessions, current)
    day = same_day(current, before, today)
    if day is None:
        return 0
    taken = snapshots.take(session=before, as_of=day, by=None, at=at)
    Comparison.objects.filter(session=before).delete()
    rows = [Comparison(session=before, as_of=day, whose=whose, figures=figures) for whose, figures in _each(taken)]
    Comparison.objects.bulk_create(rows)
    taken.delete()
    return len(rows)


def _each(snapshot: Snapshot) -> Iterator[tuple[str, dict]]:
    """Whose dashboard, and its figures: everybody's, each handling system's, each committee's, each unit's."""
    units, systems = _workloads(snapshot)
    yield "all", _Counts(snapshot).figures((), units, systems)
    held = list(snapshot.units.values(*_KINDS.values()))
    for kind, column in _KINDS.items():
        counts = _Counts(snapshot, column)
        for one in sorted({unit[column] for unit in held if unit[column]}):
            own = ([row for row in rows if getattr(row, kind) == one] for rows in (units, systems))
            yield f"{kind}:{one}", counts.figures((one,), *own)


def _workloads(snapshot: Snapshot) -> tuple[list[Workload], list[Workload]]:
    """Per unit, under the key of the living unit, and per handling system."""
    sources = dict(snapshot.units.values_list("pk", "source"))
    units, systems = statistics.workloads(snapshot.tasks.all(), today=snapshot.as_of, ground=KEPT)
    return [replace(row, unit=sources[row.unit]) for row in units], systems


class _Counts:
    """What one kind of dashboard counts, in the same seven statements for all who have one: under (whose,), or ().

    Theirs are the suggestions they answer now, as in the dashboard's scope.
    """

    def __init__(self, snapshot: Snapshot, column: str = ""):
        self._whose = {"a_whose": F(f"led__unit__{column}")} if column else {}
        self._day = snapshot.as_of
        self._suggestions = snapshot.suggestions.order_by()
        if column:
            self._suggestions = self._suggestions.annotate(led=_standing())
        self._totals = self._count_totals()
        self._sides = {side: self._count_side(side) for side in _SIDES}
        self._classes = self._count_classes()
        self._promises = self._count_promises(snapshot.promises.order_by(), column)

    def figures(self, whose: tuple, units: list[Workload], systems: list[Workload]) -> dict:
        """As Comparison keeps them."""
        totals = asdict(self._totals[whose])
        del totals["oldest_due_on"]
        return {
            "totals": totals,
            "sides": {side: lines[whose] for side, lines in self._sides.items()},
            "classes": self._classes[whose],
            "promises": self._promises[whose],
            "units": {row.unit: _plain(row) for row in units},
            "systems": {row.system: _plain(row) for row in systems},
        }

    def _count_totals(self) -> dict[tuple, Totals]:
        return statistics.totals_by(self._suggestions, self._whose, today=self._day, ground=KEPT)

    def _count_side(self, side: str) -> dict[tuple, dict]:
        suggestions, several = self._suggestions, side in {"unit", "system"}
        if several:
            suggestions = suggestions.annotate(standing=_standing())
        names = {**self._whose, "a_value": _SIDES[side]}
        lines: dict[tuple, dict] = defaultdict(dict)
        rows = statistics.grouped(suggestions, names, today=self._day, several=several or bool(self._whose))
        for (*whose, value), counts in rows:
            lines[tuple(whose)][str(value or "")] = counts
        return lines

    def _count_classes(self) -> dict[tuple, dict]:
        found = self._suggestions.filter(suggestion_fact("replied")).annotate(**self._whose)
        rows = found.values_list(*self._whose, "result_class__code").annotate(n=Count("pk", distinct=True))
        classes: dict[tuple, dict] = defaultdict(dict)
        for *whose, code, n in rows:
            classes[tuple(whose)][code or ""] = n
        return classes

    def _count_promises(self, promises: QuerySet, column: str) -> dict[tuple, dict]:
        cells = {cell: Count("pk", filter=commitment_fact(cell, self._day)) for cell in PROMISE_CELLS}
        if not column:
            return {(): promises.aggregate(**cells)}
        rows = promises.values_list(f"unit__{column}").annotate(**cells)
        found = {(whose,): dict(zip(cells, counts, strict=True)) for whose, *counts in rows}
        return defaultdict(lambda: dict.fromkeys(cells, 0), found)


def _standing() -> FilteredRelation:
    """The tasks of those who answer now."""
    return FilteredRelation("tasks", condition=standing_leads(F("round"), "tasks__"))


def _plain(row: Workload) -> dict:
    found = asdict(row)
    del found["oldest_due_on"]
    return found
