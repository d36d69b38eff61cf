"""Count the session before as it stood on the same day of its way, for the dashboards. Each night, or when asked."""

from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, F, FilteredRelation, OuterRef, QuerySet

from suggestions.models import Session
from suggestions.querysets import standing_leads
from supervision import statistics
from supervision.actions import snapshot as snapshots
from supervision.grounds import KEPT
from supervision.models import Comparison, Snapshot, SnapshotTask
from supervision.same_day import same_day, session_before

# What the lines of a table are told by; a category and a delegation by the name it had
_SIDES = {
    "unit": F("standing__unit__source"),
    "system": F("standing__unit__handling_system"),
    "category": F("category"),
    "delegation": F("delegation"),
}


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
    rows = [
        Comparison(session=before, as_of=day, whose=whose, figures=_figures(found, day))
        for whose, found in _each(taken)
    ]
    Comparison.objects.bulk_create(rows)
    taken.delete()
    return len(rows)


def _each(snapshot: Snapshot):
    """Everybody's suggestions: all, a handling system's, a committee's, a unit's."""
    yield "all", snapshot.suggestions.all()
    units = list(snapshot.units.values_list("source", "handling_system", "committee"))
    yield from ((f"system:{one}", _led_by(snapshot, handling_system=one)) for one in sorted({row[1] for row in units}))
    committees = sorted({committee for _unit, _system, committee in units if committee})
    yield from ((f"committee:{one}", _led_by(snapshot, committee=one)) for one in committees)
    yield from ((f"unit:{unit}", _led_by(snapshot, source=unit)) for unit, _system, _committee in units)


def _led_by(snapshot: Snapshot, **of_unit) -> QuerySet:
    fields = {f"unit__{name}": value for name, value in of_unit.items()}
    tasks = SnapshotTask.objects.filter(standing_leads(OuterRef("round")), suggestion=OuterRef("pk"), **fields)
    return snapshot.suggestions.filter(Exists(tasks))


def _figures(suggestions: QuerySet, day: date) -> dict:
    totals = asdict(statistics.totals(suggestions, today=day, ground=KEPT))
    del totals["oldest_due_on"]
    return {"totals": totals, "sides": {side: _side(suggestions, side, day) for side in _SIDES}}


def _side(suggestions: QuerySet, side: str, day: date) -> dict:
    several = side in {"unit", "system"}
    if several:
        standing = FilteredRelation("tasks", condition=standing_leads(F("round"), "tasks__"))
        suggestions = suggestions.annotate(standing=standing)
    rows = statistics.grouped(suggestions, {"a_value": _SIDES[side]}, today=day, several=several)
    return {str(value or ""): counts for (value,), counts in rows}
