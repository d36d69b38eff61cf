"""The figures of a snapshot: the living conditions, counted over rows that stay (grounds.py)."""

from supervision import rates, statistics
from supervision.grounds import KEPT
from supervision.models import Snapshot
from supervision.statistics import Totals, Workload


def totals_of(snapshot: Snapshot) -> Totals:
    """As statistics.totals, of the whole session as it stood: one statement."""
    return statistics.totals(snapshot.suggestions.all(), today=snapshot.as_of, ground=KEPT)


def parts_of(snapshot: Snapshot) -> dict[str, int]:
    """Every part of every rate, as rates.count: one statement. `rates.MEASURES[key].rate(parts)` makes the rate."""
    return rates.count(snapshot.suggestions.all(), today=snapshot.as_of, ground=KEPT)


def workloads_of(snapshot: Snapshot) -> tuple[list[Workload], list[Workload]]:
    """Per unit and per handling system, as statistics.workloads; `unit` is the key of the snapshot's own unit."""
    return statistics.workloads(snapshot.tasks.all(), today=snapshot.as_of, ground=KEPT)
