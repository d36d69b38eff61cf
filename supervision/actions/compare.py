"""Count the session before as it stood on the same day of its way, for the dashboards. Each night, or when asked."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, QuerySet

from suggestions.commitment_querysets import commitment_fact
from suggestions.models import Session
from suggestions.querysets import standing_leads, suggestion_fact
from supervision import statistics
from supervision.actions import snapshot as snapshots
from supervision.grounds import KEPT
from supervision.models import Comparison, Snapshot, SnapshotTask
from supervision.same_day import same_day, session_before
from supervision.selectors.dashboard import PROMISE_CELLS
from supervision.statistics import Workload

# What the lines of a table are told by; a category and a delegation by the name it had
_SIDES = {
    "unit": F("standing__unit__source"),
    "system": F("standing__unit__handling_system"),
    "category": F("category"),
    "delegation": F("delegation"),
}


@dataclass(frozen=True)
class Portion:
    """Whose dashboard (`whose`), the suggestions they answer, and the units: by their columns, and by their tasks."""

    whose: str
    suggestions: QuerySet
    of_unit: dict
    has: Callable[[Workload], bool]


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
    workloads = _workloads(taken)
    rows = [
        Comparison(session=before, as_of=day, whose=portion.whose, figures=_figures(taken, portion, workloads))
        for portion in _each(taken)
    ]
    Comparison.objects.bulk_create(rows)
    taken.delete()
    return len(rows)


def _each(snapshot: Snapshot) -> Iterator[Portion]:
    """Everybody's: all, a handling system's, a committee's, a unit's."""
    yield Portion("all", snapshot.suggestions.all(), {}, lambda row: True)
    units = list(snapshot.units.values_list("source", "handling_system", "committee"))

    def portion(kind: str, column: str, value, has: Callable[[Workload], bool]) -> Portion:
        return Portion(f"{kind}:{value}", _led_by(snapshot, **{column: value}), {f"unit__{column}": value}, has)

    for one in sorted({system for _unit, system, _committee in units}):
        yield portion("system", "handling_system", one, lambda row, one=one: row.system == one)
    for one in sorted({committee for _unit, _system, committee in units if committee}):
        yield portion("committee", "committee", one, lambda row, one=one: row.committee == one)
    for one, _system, _committee in units:
        yield portion("unit", "source", one, lambda row, one=one: row.unit == one)


def _workloads(snapshot: Snapshot) -> tuple[list[Workload], list[Workload]]:
    """Per unit, under the key of the living unit, and per handling system."""
    sources = dict(snapshot.units.values_list("pk", "source"))
    units, systems = statistics.workloads(snapshot.tasks.all(), today=snapshot.as_of, ground=KEPT)
    return [replace(row, unit=sources[row.unit]) for row in units], systems


def _led_by(snapshot: Snapshot, **of_unit) -> QuerySet:
    fields = {f"unit__{name}": value for name, value in of_unit.items()}
    tasks = SnapshotTask.objects.filter(standing_leads(OuterRef("round")), suggestion=OuterRef("pk"), **fields)
    return snapshot.suggestions.filter(Exists(tasks))


def _figures(snapshot: Snapshot, portion: Portion, workloads: tuple[list[Workload], list[Workload]]) -> dict:
    found, day = portion.suggestions, snapshot.as_of
    totals = asdict(statistics.totals(found, today=day, ground=KEPT))
    del totals["oldest_due_on"]
    promised = {cell: Count("pk", filter=commitment_fact(cell, day)) for cell in PROMISE_CELLS}
    classes = found.filter(suggestion_fact("replied")).order_by().values_list("result_class__code")
    units, systems = workloads
    return {
        "totals": totals,
        "sides": {side: _side(found, side, day) for side in _SIDES},
        "classes": {code or "": n for code, n in classes.annotate(n=Count("pk"))},
        "promises": snapshot.promises.filter(**portion.of_unit).order_by().aggregate(**promised),
        "units": {row.unit: _plain(row) for row in units if portion.has(row)},
        "systems": {row.system: _plain(row) for row in systems if portion.has(row)},
    }


def _plain(row: Workload) -> dict:
    found = asdict(row)
    del found["oldest_due_on"]
    return found


def _side(suggestions: QuerySet, side: str, day: date) -> dict:
    several = side in {"unit", "system"}
    if several:
        standing = FilteredRelation("tasks", condition=standing_leads(F("round"), "tasks__"))
        suggestions = suggestions.annotate(standing=standing)
    rows = statistics.grouped(suggestions, {"a_value": _SIDES[side]}, today=day, several=several)
    return {str(value or ""): counts for (value,), counts in rows}
