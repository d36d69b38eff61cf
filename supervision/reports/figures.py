"""What an annual report says in numbers, counted once from its snapshot and kept as plain values.

Shares are kept as [part, whole]: what is printed is divided from what was frozen, with the decimals of that day.
PostgreSQL gives the names of a kept object back in an order of its own: whoever prints goes by LINE, LINE_RATES and
the like, never by the order of what was kept.
"""

from collections.abc import Callable
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import HandlingSystem
from suggestions.choices import Grade, Period, Status
from suggestions.commitment_querysets import commitment_fact
from suggestions.deadlines import Light
from suggestions.querysets import suggestion_fact
from suggestions.workflow import FILED
from supervision import snapshots
from supervision.definitions import Rate
from supervision.grounds import KEPT
from supervision.models import AnnualReport, Snapshot
from supervision.models.snapshot import SEVERAL_SYSTEMS
from supervision.rates import MEASURES, parts
from supervision.reports import topics
from supervision.statistics import Totals

# The cells of a line that counts suggestions; each is a part of the rates, or one of the conditions beside them.
LINE = {
    "total": gettext_lazy("件数"),
    "assigned": gettext_lazy("已交办"),
    "replied": gettext_lazy("已答复"),
    "on_time": gettext_lazy("按期答复"),
    "overdue": gettext_lazy("逾期未答复"),
    "faced": gettext_lazy("已面商"),
    "resolved": gettext_lazy("已解决"),
    "planned": gettext_lazy("列入计划解决"),
    str(Grade.SATISFIED): Grade.SATISFIED.label,
    str(Grade.BASICALLY_SATISFIED): Grade.BASICALLY_SATISFIED.label,
    str(Grade.DISSATISFIED): Grade.DISSATISFIED.label,
    str(Grade.NO_VIEW): Grade.NO_VIEW.label,
    "unjudged": gettext_lazy("尚未评价"),
    "closed": gettext_lazy("已办结"),
}
LINE_RATES = ("reply", "on_time", "solved", "satisfied")
NOT_TAKEN_ON = (Status.RETURNED, Status.CONVERTED, Status.NOT_ACCEPTED, Status.WITHDRAWN)


def compute(snapshot: Snapshot, *, decimals: int) -> dict:
    """Everything a report prints but its rows; values that JSON can hold."""
    counts = snapshots.parts_of(snapshot)
    found = snapshots.totals_of(snapshot)
    return {
        "decimals": decimals,
        "total": found.total,
        "statuses": {str(status): n for status, n in found.statuses.items()},
        "lights": {str(light): n for light, n in found.lights.items()},
        "grades": {str(grade): n for grade, n in found.grades.items()},
        "unjudged": found.unjudged,
        "parts": {str(name): n for name, n in counts.items()},
        "rates": {key: _pair(measure.rate(counts)) for key, measure in MEASURES.items()},
        "whole": _whole(snapshot),
        "periods": _periods(snapshot),
        "systems": _systems(snapshot),
        "categories": _lines(snapshot, "category", nobody=_("未分类")),
        "delegations": _lines(snapshot, "delegation", nobody=_("未写明代表团")),
        "classes": _classes(snapshot),
        "units": _units(snapshot),
        "balance": _balance(snapshot),
        "promises": _promises(snapshot),
        "open": _open(snapshot, found),
        "extended": snapshot.tasks.filter(is_extended=True)
        .active()
        .answering()
        .values("suggestion")
        .distinct()
        .count(),
        "units_at_work": snapshot.units.count(),
        "topics": topics.of(snapshot),
        "before": _before(snapshot),
    }


def _pair(rate: Rate) -> list[int]:
    return [rate.numerator, rate.denominator]


def _line_counts(day: date) -> dict[str, Count]:
    """One Count a cell of LINE."""
    conditions = {str(name): part.condition for name, part in parts(day, KEPT).items()}
    conditions |= {"unjudged": suggestion_fact("replied") & Q(grade=""), "total": Q()}
    conditions[str(Grade.NO_VIEW)] = Q(grade=Grade.NO_VIEW)
    return {f"n_{name}": Count("pk", filter=conditions[name]) for name in LINE}


def _line(label: str, row: dict) -> dict:
    counts = {name: row[f"n_{name}"] for name in LINE}
    rates = {key: _pair(MEASURES[key].rate(counts)) for key in LINE_RATES}
    return {"label": label, "counts": counts, "rates": rates}


def _whole(snapshot: Snapshot) -> dict:
    return _line(_("合计"), snapshot.suggestions.aggregate(**_line_counts(snapshot.as_of)))


def _grouped(snapshot: Snapshot, by: str) -> QuerySet:
    return snapshot.suggestions.order_by().values(by).annotate(**_line_counts(snapshot.as_of))


def _lines(snapshot: Snapshot, by: str, *, nobody: str, named: Callable[[str], str] = str) -> list[dict]:
    """A line for each value of the column, the largest first; what has none stands last, so that lines add up."""
    rows = sorted(_grouped(snapshot, by), key=lambda row: (not row[by], -row["n_total"], row[by]))
    return [_line(named(row[by]) if row[by] else nobody, row) for row in rows]


def _periods(snapshot: Snapshot) -> list[dict]:
    return _lines(snapshot, "period", nobody="", named=lambda value: str(Period(value).label))


def _systems(snapshot: Snapshot) -> list[dict]:
    """By the units that answer; the four always, what several answer separately and what no unit has only if any."""
    rows = {row["lead_system"]: row for row in _grouped(snapshot, "lead_system")}
    empty = {f"n_{name}": 0 for name in LINE}
    lines = [_line(str(system.label), rows.get(system.value, empty)) for system in HandlingSystem]
    for key, label in ((SEVERAL_SYSTEMS, _("跨系统分办")), ("", _("未交办（无主办单位）"))):
        if key in rows:
            lines.append(_line(label, rows[key]))
    return lines


def _classes(snapshot: Snapshot) -> list[dict]:
    """By the class in force: each of the office's, then what has none."""
    rows = {row["result_class"]: row for row in _grouped(snapshot, "result_class")}
    empty = {f"n_{name}": 0 for name in LINE}
    lines = [_line(str(one), rows.get(one.pk, empty)) for one in snapshot.classes.all()]
    return [*lines, _line(_("尚无办理结果（未答复或未交办）"), rows.get(None, empty))]


UNIT_GRADES = tuple(str(grade) for grade in Grade)


def _units(snapshot: Snapshot) -> list[dict]:
    """One line a unit, in the office's order: distinct suggestions in each cell (statistics.Workload).

    Grades are those of the suggestions it answers itself, on both axes, of the last round.
    """
    loads = {load.unit: load for load in snapshots.workloads_of(snapshot)[0]}
    tasks = snapshot.tasks.active().answering().order_by()

    def counted(axis: str) -> dict[str, Count]:
        return {
            f"{axis}_{grade}": Count("suggestion", distinct=True, filter=Q(**{f"suggestion__{axis}": grade}))
            for grade in UNIT_GRADES
        }

    more = {
        "extended": Count("suggestion", distinct=True, filter=Q(is_extended=True)),
        "resolved": Count(
            "suggestion", distinct=True, filter=Q(result_class__counts_as_solved=True, round=F("suggestion__round"))
        ),
    }
    judged = {
        row["unit"]: row for row in tasks.values("unit").annotate(**counted("attitude"), **counted("grade"), **more)
    }
    blank = dict.fromkeys([*counted("attitude"), *counted("grade"), *more], 0)
    kept = _kept_by_unit(snapshot)
    lines = []
    for unit in snapshot.units.all():
        load = loads.get(unit.pk)
        if load is None:
            continue
        cells = {cell: getattr(load, cell) for cell in _CELLS}
        cells |= {name: judged.get(unit.pk, blank)[name] for name in blank} | kept.get(unit.pk, _NO_PROMISES)
        lines.append(
            {
                "name": unit.name,
                "system": str(HandlingSystem(unit.handling_system).label),
                "cells": cells,
                "reply_rate": _pair(load.reply_rate),
            }
        )
    return lines


_CELLS = (
    "lead",
    "assisting",
    "total",
    "lead_replied",
    "opinions",
    "lead_on_time",
    "lead_late",
    "lead_overdue",
    "opinions_overdue",
    "lead_faced",
    "plan_due",
    "plan_filed",
    "urged",
    "promise_broken",
    "carded",
)
_PROMISE_FACTS = ("counted", "kept", "under_way", "reported", "explained", "overdue", "moved", "due")
_NO_PROMISES = {f"promise_{fact}": 0 for fact in _PROMISE_FACTS}


def _promise_counts(day: date) -> dict[str, Count]:
    return {f"promise_{fact}": Count("pk", filter=commitment_fact(fact, day)) for fact in _PROMISE_FACTS}


def _kept_by_unit(snapshot: Snapshot) -> dict[int, dict[str, int]]:
    rows = snapshot.promises.order_by().values("unit").annotate(**_promise_counts(snapshot.as_of))
    return {row.pop("unit"): row for row in rows}


def _promises(snapshot: Snapshot) -> dict:
    return snapshot.promises.order_by().aggregate(**_promise_counts(snapshot.as_of))


def _balance(snapshot: Snapshot) -> dict[str, int]:
    """How the units' lead items come to the number of suggestions."""
    led = snapshot.tasks.active().answering().order_by()
    pairs = led.values("suggestion", "unit").distinct().count()
    distinct = led.values("suggestion").distinct().count()
    merged = snapshot.suggestions.filter(status=Status.MERGED).count()
    total = snapshot.suggestions.count()
    return {
        "lead": pairs,
        "separate": pairs - distinct,
        "merged": merged,
        "without": total - distinct - merged,
        "total": total,
    }


def _open(snapshot: Snapshot, found: Totals) -> dict[str, int]:
    """What was not settled on that day, for the warnings before freezing and the report's note."""
    tasks = snapshot.tasks.active()
    rows = snapshot.suggestions
    return {
        "extensions": tasks.filter(is_extension_open=True).count(),
        "in_review": tasks.filter(state__in=sorted(FILED), suggestion__status=Status.IN_HANDLING).count(),
        "unjudged": rows.filter(suggestion_fact("replied"), grade="").count(),
        "to_review": rows.filter(status=Status.REGISTERED).count(),
        "to_assign": rows.filter(status=Status.ACCEPTED).count(),
        "overdue": found.lights[Light.OVERDUE],
        "uncategorised": rows.filter(category="").count(),
    }


def _before(snapshot: Snapshot) -> dict | None:
    """The session before, as its newest frozen report tells it; None without one: nothing unsigned stands beside it."""
    session = snapshot.session
    older = type(session).objects.filter(
        Q(term__ordinal__lt=session.term.ordinal) | Q(term=session.term_id, ordinal__lt=session.ordinal)
    )
    earlier = older.select_related("term").order_by("-term__ordinal", "-ordinal").first()
    if earlier is None:
        return None
    report = AnnualReport.objects.filter(session=earlier).order_by("-as_of", "-revision").first()
    if report is None:
        return None
    return {
        "session": earlier.name,
        "as_of": report.as_of.isoformat(),
        "total": report.figures["total"],
        "rates": report.figures["rates"],
    }
