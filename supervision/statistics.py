"""The figures, each family in one statement. The conditions are those of the list's filters (suggestions/querysets)."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, F, IntegerField, Min, Q, QuerySet, Value

from suggestions.choices import Grade, PlanFiling, ReplyState, Status, UnitRole
from suggestions.deadlines import Light
from suggestions.models import Reply
from suggestions.querysets import (
    UPCOMING,
    suggestion_fact,
    suggestion_light,
    task_fact,
    task_light,
    task_plan,
)
from suggestions.workflow import ANSWERING
from supervision.definitions import Rate
from supervision.grounds import LIVE, Ground
from supervision.rates import JUDGED, MEASURES, USUAL, needed, parts

FACTS = ("assigned", "replied", "not_replied", "resolved", "on_time", "late")
LIGHTS = (*Light, UPCOMING)


@dataclass(frozen=True)
class Totals:
    """A whole session (or all of them) on one day."""

    total: int
    facts: dict[str, int]
    lights: dict[str, int]
    statuses: dict[str, int]
    grades: dict[str, int]
    unjudged: int  # replied, and the deputy has said nothing yet
    key: dict[str, int]  # of the key suggestions: all, overdue, replied
    cells: dict[str, int]  # as in the lines of a table (GROUPED)
    oldest_due_on: date | None  # the due day longest past among those owed
    rates: dict[str, Rate]  # the usual ones, by their names in rates.MEASURES


def totals(suggestions: QuerySet, *, today: date, ground: Ground = LIVE) -> Totals:
    """One statement over `suggestions`."""
    return totals_by(suggestions, {}, today=today, ground=ground)[()]


def totals_by(suggestions: QuerySet, names: dict, *, today: date, ground: Ground = LIVE) -> dict[tuple, Totals]:
    """As `totals`, in one statement too, for each value of the expressions `names`: under (value, …).

    A suggestion with several values is counted once in each; a value without any suggestion has zeros.
    """
    cells, read = _totals(today, ground, several=bool(names))
    if not names:
        return {(): read(suggestions.order_by().aggregate(**cells))}
    rows = suggestions.order_by().annotate(**names).values(*names).annotate(**cells)
    nothing = {**dict.fromkeys(cells, 0), "oldest_due_on": None}
    return defaultdict(lambda: read(nothing), {tuple(row[name] for name in names): read(row) for row in rows})


def _totals(today: date, ground: Ground, several: bool = False) -> tuple[dict, Callable[[dict], Totals]]:
    """What to count under which name, and how the Totals are read from a row of that."""
    all_parts = parts(today, ground)
    asked = {
        **{f"fact_{fact}": suggestion_fact(fact) for fact in FACTS},
        **{f"light_{light}": suggestion_light(light, today) for light in LIGHTS},
        **{f"status_{status}": Q(status=status) for status in Status},
        **{f"grade_{grade}": Q(grade=grade) for grade in Grade},
        "unjudged": suggestion_fact("replied") & Q(grade=""),
        "key_all": Q(is_key=True),
        "key_overdue": Q(is_key=True) & suggestion_light(Light.OVERDUE, today),
        "key_replied": Q(is_key=True) & suggestion_fact("replied"),
        **{f"cell_{cell}": condition for cell, condition in grouped_conditions(today).items()},
        **{f"part_{name}": all_parts[name].condition for name in needed(USUAL)},
    }
    counted: dict[Q, str] = {}  # each condition is counted once, under the first of its names
    for name, condition in asked.items():
        counted.setdefault(condition, name)
    counts = {name: Count("pk", filter=condition or None, distinct=several) for condition, name in counted.items()}
    oldest = Min("due_on", filter=suggestion_light(Light.OVERDUE, today))

    def read(row: dict) -> Totals:
        def family(prefix: str, names: Iterable[str]) -> dict[str, int]:
            return {str(name): row[counted[asked[f"{prefix}_{name}"]]] for name in names}

        return Totals(
            total=row["total"],
            facts=family("fact", FACTS),
            lights=family("light", LIGHTS),
            statuses=family("status", Status),
            grades=family("grade", Grade),
            unjudged=row["unjudged"],
            key=family("key", ("all", "overdue", "replied")),
            cells=family("cell", GROUPED),
            oldest_due_on=row["oldest_due_on"],
            rates={key: MEASURES[key].rate(family("part", needed(USUAL))) for key in USUAL},
        )

    return {"total": Count("pk", distinct=several), "oldest_due_on": oldest, **counts}, read


# The numbers of a line, of whatever it is a line of: `outside`, `replied` and those between them make up `all`.
GROUPED = ("all", "outside", "overdue", "upcoming", "later", "stopped", "replied", "resolved", "satisfied", "judged")


def grouped_conditions(today: date) -> dict[str, Q]:
    return {
        "all": Q(),
        "outside": suggestion_fact("not_assigned"),
        "overdue": suggestion_light(Light.OVERDUE, today),
        "upcoming": suggestion_light(UPCOMING, today),
        "later": suggestion_light(Light.IN_TIME, today),
        "stopped": suggestion_fact("stopped"),
        "replied": suggestion_fact("replied"),
        "resolved": suggestion_fact("resolved"),
        "satisfied": suggestion_fact("satisfied"),
        "judged": Q(grade__in=JUDGED),
    }


def grouped(
    suggestions: QuerySet, names: dict, *, today: date, several: bool = False
) -> list[tuple[tuple, dict[str, int]]]:
    """One statement: for each value of the expressions `names`, how many of `suggestions` are in each cell of GROUPED.

    `several`: one suggestion may have several values, so that it must be counted once in each.
    """
    conditions = grouped_conditions(today)
    counts = {f"n_{cell}": Count("pk", filter=conditions[cell] or None, distinct=several) for cell in GROUPED}
    rows = suggestions.order_by().annotate(**names).values_list(*names).annotate(**counts)
    return [(row[: len(names)], dict(zip(GROUPED, row[len(names) :], strict=True))) for row in rows]


@dataclass(frozen=True)
class Workload:
    """One unit's tasks, or one handling system's: distinct suggestions in each cell.

    A suggestion handled twice by the same unit counts once; what was given back or cancelled does not count.
    """

    unit: int  # 0 for a system
    name: str
    system: str
    committee: int
    lead: int
    lead_replied: int
    lead_on_time: int
    lead_late: int
    lead_overdue: int
    lead_faced: int  # replied, and the unit itself met the deputy
    plan_filed: int
    plan_due: int  # filed and not filed
    assisting: int
    opinions: int
    opinions_overdue: int
    not_signed: int
    urged: int
    promise_broken: int  # a day promised in answer to an urging, and not kept
    carded: int
    oldest_due_on: date | None  # the due day longest past among the replies owed

    @property
    def total(self) -> int:
        return self.lead + self.assisting

    @property
    def reply_rate(self) -> Rate:
        return Rate(self.lead_replied + self.opinions, self.total)

    @property
    def face_rate(self) -> Rate:
        return Rate(self.lead_faced, self.lead_replied)


CELLS = (
    "lead",
    "lead_replied",
    "lead_on_time",
    "lead_late",
    "lead_overdue",
    "lead_faced",
    "plan_filed",
    "plan_due",
    "assisting",
    "opinions",
    "opinions_overdue",
    "not_signed",
    "urged",
    "promise_broken",
    "carded",
)


def workloads(tasks: QuerySet, *, today: date, ground: Ground = LIVE) -> tuple[list[Workload], list[Workload]]:
    """Per unit and per handling system, in one statement over `tasks`; who has no task is not named."""
    cells = {**_cells(today, ground), "oldest_due_on": _oldest(today)}
    tasks = tasks.active().order_by()
    units = tasks.annotate(
        a_unit=F("unit"), a_name=F("unit__name"), a_system=F("unit__handling_system"), a_committee=F("unit__committee")
    )
    systems = tasks.annotate(
        a_unit=Value(0, output_field=IntegerField()),
        a_name=Value("", output_field=CharField()),
        a_system=F("unit__handling_system"),
        a_committee=Value(None, output_field=IntegerField()),
    )
    names = ("a_unit", "a_name", "a_system", "a_committee")
    rows = _grouped(units, names, cells).union(_grouped(systems, names, cells), all=True)
    found = [Workload(unit, name, system, committee or 0, *rest) for unit, name, system, committee, *rest in rows]
    return [row for row in found if row.unit], [row for row in found if not row.unit]


def _grouped(tasks: QuerySet, names: tuple[str, ...], cells: dict) -> QuerySet:
    return tasks.values(*names).annotate(**cells).values_list(*names, *cells)


def _cells(today: date, ground: Ground) -> dict[str, Count]:
    lead, assisting = Q(role__in=sorted(ANSWERING)), Q(role=UnitRole.ASSISTING)
    done, overdue = task_fact("replied"), task_light(Light.OVERDUE, today)
    conditions = {
        "lead": lead,
        "lead_replied": lead & done,
        "lead_on_time": lead & task_fact("on_time"),
        "lead_late": lead & task_fact("late"),
        "lead_overdue": lead & overdue,
        "lead_faced": lead & done & ground.task_faced(),
        "plan_filed": lead & task_plan(PlanFiling.FILED, today),
        "plan_due": lead & task_plan(PlanFiling.DUE, today),
        "assisting": assisting,
        "opinions": assisting & done,
        "opinions_overdue": assisting & overdue,
        "not_signed": task_fact("not_signed"),
        "urged": ground.urged(today),
        "promise_broken": ground.broken(today),
        "carded": ~Q(card=""),
    }
    return {name: Count("suggestion", distinct=True, filter=conditions[name]) for name in CELLS}


def _oldest(today: date) -> Min:
    return Min("due_on", filter=Q(role__in=sorted(ANSWERING)) & task_light(Light.OVERDUE, today))


def unit_classes(tasks: QuerySet) -> dict[int, dict[str, int]]:
    """For each unit: how many of its replied items are in which class, by its own last accepted reply to each."""
    accepted = Reply.objects.filter(assignment__in=tasks.active().answering(), state=ReplyState.ACCEPTED)
    rows = accepted.order_by("assignment__round", "pk").values_list(
        "assignment__unit", "assignment__suggestion", "result_class__code"
    )
    last = {(unit, suggestion): code for unit, suggestion, code in rows.iterator()}
    counted: dict[int, Counter] = defaultdict(Counter)
    for (unit, _suggestion), code in last.items():
        counted[unit][code] += 1
    return {unit: dict(sorted(codes.items())) for unit, codes in counted.items()}
