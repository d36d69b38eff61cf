"""What the overview shows: numbers, each with the question of the list behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import HandlingSystem, Role
from suggestions.choices import ContactGap, Grade, PlanFiling, Status, UrgedHow
from suggestions.deadlines import Light, days_left
from suggestions.models import Assignment, Session, Suggestion
from suggestions.querysets import UPCOMING
from supervision.definitions import Definition, Rate
from supervision.rates import MEASURES, USUAL, parts
from supervision.statistics import Totals, Workload, totals, workloads

ALL_SESSIONS = "all"
OWN, EVERY = "own", "all"  # which units a liaison committee looks at
OPEN_LIGHTS = (Light.OVERDUE, Light.DUE_TODAY, Light.DUE_SOON, Light.DUE_MONTH, Light.IN_TIME)


@dataclass(frozen=True)
class Figure:
    """A number and the filters of the list that holds exactly so many."""

    value: int
    filters: dict
    label: str = ""
    code: str = ""

    @property
    def query(self) -> str:
        return urlencode(self.filters, doseq=True)


@dataclass(frozen=True)
class Share:
    """A rate, the number above its line, and what it means."""

    title: str
    definition: Definition
    rate: Rate
    figure: Figure


@dataclass(frozen=True)
class Column:
    """One number of the table: its cell in Workload, its head, its meaning, and the list's further filters."""

    cell: str
    label: str
    meaning: str
    filters: dict
    tone: str = ""


_LEAD, _ASSISTING = {"unit_role": "answering"}, {"unit_role": "assisting"}
COLUMNS = (
    Column("lead", gettext_lazy("主办"), gettext_lazy("主办和分办的建议，不含退回改办和撤销的"), _LEAD),
    Column("lead_replied", gettext_lazy("已答复"), gettext_lazy("答复已经审核通过的"), {**_LEAD, "fact": "replied"}),
    Column(
        "lead_on_time",
        gettext_lazy("按期"),
        gettext_lazy("已答复的当中，在本单位期限当日或之前提交的"),
        {**_LEAD, "fact": "on_time"},
    ),
    Column(
        "lead_overdue",
        gettext_lazy("逾期"),
        gettext_lazy("期限已过，尚未提交答复的"),
        {**_LEAD, "light": Light.OVERDUE.value},
        "late",
    ),
    Column(
        "lead_faced",
        gettext_lazy("已面商"),
        gettext_lazy("已答复的当中，本单位与代表当面沟通过的"),
        {**_LEAD, "fact": "replied", "contact": ContactGap.FACE.value},
    ),
    Column(
        "plan_filed",
        gettext_lazy("方案已报"),
        gettext_lazy("六定方案已经填报的"),
        {**_LEAD, "plan": PlanFiling.FILED.value},
    ),
    Column(
        "plan_due",
        gettext_lazy("方案应报"),
        gettext_lazy("签收后应报六定方案的，含已报的"),
        {**_LEAD, "plan": PlanFiling.DUE.value},
    ),
    Column("assisting", gettext_lazy("协办"), gettext_lazy("协办的建议，不含撤销的"), _ASSISTING),
    Column("opinions", gettext_lazy("已交意见"), gettext_lazy("协办意见已经提交的"), {**_ASSISTING, "fact": "replied"}),
    Column(
        "opinions_overdue",
        gettext_lazy("意见逾期"),
        gettext_lazy("协办意见期限已过，尚未提交的"),
        {**_ASSISTING, "light": Light.OVERDUE.value},
        "late",
    ),
    Column(
        "not_signed", gettext_lazy("未签收"), gettext_lazy("已经交办，本单位尚未签收的"), {"fact": "not_signed"}, "soon"
    ),
)
# How it was pressed: in a table of its own, of the units that were
WATCHED = (
    Column("urged", gettext_lazy("催办过"), gettext_lazy("催办过本单位的"), {"urged": UrgedHow.ANY.value}),
    Column(
        "promise_broken",
        gettext_lazy("失约"),
        gettext_lazy("催办后本单位承诺了提交日期，到期没有提交的"),
        {"urged": UrgedHow.BROKEN.value},
        "late",
    ),
    Column("carded", gettext_lazy("警示牌"), gettext_lazy("现有黄牌或红牌的，不含已撤回的"), {"card": "any"}, "late"),
)
RATES = {"face_rate": gettext_lazy("面商率"), "reply_rate": gettext_lazy("办复率")}
ORDERS = ("name", *(column.cell for column in COLUMNS), *RATES)
DEFAULT_ORDER = "-lead_overdue"


@dataclass(frozen=True)
class Line:
    """One unit or system of the table."""

    name: str
    figures: tuple[Figure, ...]
    rates: tuple[Rate, ...]
    filters: dict
    watched: tuple[Figure, ...] = ()

    @property
    def pressed(self) -> Iterable[tuple[Column, Figure]]:
        return zip(WATCHED, self.watched, strict=True)

    @property
    def cells(self) -> Iterable[tuple[Column, Figure]]:
        return zip(COLUMNS, self.figures, strict=True)

    @property
    def shares(self) -> Iterable[tuple[str, Rate]]:
        return zip(RATES.values(), self.rates, strict=True)

    @property
    def query(self) -> str:
        return urlencode(self.filters)


@dataclass(frozen=True)
class Overview:
    totals: Totals
    heads: dict[str, Figure]
    shares: tuple[Share, ...]
    lights: tuple[Figure, ...]
    statuses: tuple[Figure, ...]
    grades: tuple[Figure, ...]
    systems: tuple[Line, ...]
    units: tuple[Line, ...]
    overdue_units: tuple[Line, ...]
    verdict: str
    overdue: Figure

    @property
    def pressed_units(self) -> list[Line]:
        """The units that were urged or carry a card, most cards first."""
        found = [line for line in self.units if any(figure.value for figure in line.watched)]
        return sorted(found, key=lambda line: [-figure.value for figure in reversed(line.watched)])

    @property
    def is_late(self) -> bool:
        return self.overdue.value > 0

    @property
    def most_open(self) -> int:
        """The longest bar of the lights; at least 1, so that an empty chart draws nothing."""
        return max(1, *(figure.value for figure in self.lights))


def overview(user, session: Session | None, *, units: str, order: str, today: date) -> Overview:
    """Two statements: one over the suggestions `user` sees in `session` (None: all), one over their units' tasks."""
    where = {"session": session.pk if session else ALL_SESSIONS}
    suggestions, tasks = Suggestion.objects.visible_to(user), Assignment.objects.all()
    if session:
        suggestions, tasks = suggestions.filter(session=session), tasks.filter(suggestion__session=session)
    own_system = user.handling_system if user.role == Role.COORDINATOR else ""
    if own_system:  # who sees one system's suggestions watches that system's units
        tasks = tasks.filter(unit__handling_system=own_system)
    found = totals(suggestions, today=today)
    by_unit, by_system = workloads(tasks, today=today)
    overdue = _overdue(found, by_system, own_system, where)
    late = sorted((row for row in by_unit if row.lead_overdue), key=lambda row: (-row.lead_overdue, row.oldest_due_on))
    if units == OWN and user.committee_id:
        by_unit, by_system = [row for row in by_unit if row.committee == user.committee_id], []
    return Overview(
        totals=found,
        heads=_heads(found, where),
        shares=_shares(found, where, today),
        lights=tuple(
            Figure(found.lights[light], {**where, "light": light.value}, light.label, light.value)
            for light in OPEN_LIGHTS
        ),
        statuses=tuple(
            Figure(found.statuses[status], {**where, "status": status.value}, status.label, status.value)
            for status in Status
            if found.statuses[status]
        ),
        grades=_grades(found, where),
        systems=tuple(_line(row, where, HandlingSystem(row.system).label) for row in _in_order(by_system)),
        units=tuple(_line(row, where) for row in _sorted(by_unit, order)),
        overdue_units=tuple(_line(row, where) for row in late),
        verdict=_verdict(found, late, overdue, today=today),
        overdue=overdue,
    )


def _heads(found: Totals, where: dict) -> dict[str, Figure]:
    return {
        "total": Figure(found.total, where),
        "assigned": Figure(found.facts["assigned"], {**where, "fact": "assigned"}),
        "replied": Figure(found.facts["replied"], {**where, "fact": "replied"}),
        "upcoming": Figure(found.lights[UPCOMING], {**where, "light": UPCOMING}),
    }


def _shares(found: Totals, where: dict, today: date) -> tuple[Share, ...]:
    """The three facts of one suggestion, never added up: answered, solved, content; and whether in time."""
    titles = {"reply": _("办了"), "solved": _("办成"), "satisfied": _("办好"), "on_time": _("按期"), "face": _("面商")}
    all_parts = parts(today)

    def share(key: str) -> Share:
        rate, above = found.rates[key], all_parts[MEASURES[key].above[0]]
        return Share(titles[key], MEASURES[key].definition, rate, Figure(rate.numerator, {**where, **above.filters}))

    return tuple(share(key) for key in USUAL)


def _grades(found: Totals, where: dict) -> tuple[Figure, ...]:
    given = [Figure(found.grades[grade], {**where, "grade": grade.value}, grade.label, grade.value) for grade in Grade]
    return (*given, Figure(found.unjudged, {**where, "fact": "replied", "grade": "none"}, _("尚未评价"), "none"))


def _overdue(found: Totals, systems: list[Workload], own_system: str, where: dict) -> Figure:
    """For a coordinator only what the own system's units owe: another system's delay is not theirs to urge."""
    if not own_system:
        return Figure(found.lights[Light.OVERDUE], {**where, "light": Light.OVERDUE.value})
    count = sum(row.lead_overdue for row in systems)
    return Figure(count, {**where, **_LEAD, "light": Light.OVERDUE.value, "system": own_system})


def _verdict(found: Totals, late: list[Workload], overdue: Figure, *, today: date) -> str:
    """One sentence that says what is wrong, or that nothing is."""
    if late:
        days = -days_left(min(row.oldest_due_on for row in late), today)
        return _("%(units)d个单位%(n)d件逾期，最久%(days)d天。") % {
            "units": len(late),
            "n": overdue.value,
            "days": days,
        }
    soon = found.lights[Light.DUE_TODAY] + found.lights[Light.DUE_SOON]
    if soon:
        return _("没有逾期的建议；%(n)d件将在7日内到期。") % {"n": soon}
    return _("没有逾期的建议，7日内也没有到期的。") if found.facts["assigned"] else _("还没有交办的建议。")


def _line(row: Workload, where: dict, name: str = "") -> Line:
    filters = {**where, **({"unit": row.unit} if row.unit else {"system": row.system})}
    figures, watched = (
        tuple(Figure(getattr(row, column.cell), {**filters, **column.filters}) for column in columns)
        for columns in (COLUMNS, WATCHED)
    )
    rates = tuple(getattr(row, rate) for rate in RATES)
    return Line(name or row.name, figures, rates, filters, watched)


def _in_order(systems: list[Workload]) -> list[Workload]:
    return sorted(systems, key=lambda row: HandlingSystem.values.index(row.system))


def _sorted(units: list[Workload], order: str) -> list[Workload]:
    """By one column, units of equal number by how much they carry; who has no rate yet comes last."""
    key, is_down = order.removeprefix("-"), order.startswith("-")
    by_load = sorted(units, key=lambda row: (-row.total, row.name))
    if key == "name":
        return sorted(by_load, key=lambda row: row.name, reverse=is_down)
    if key not in RATES:
        return sorted(by_load, key=lambda row: getattr(row, key), reverse=is_down)
    rated = [row for row in by_load if getattr(row, key).percent is not None]
    return sorted(rated, key=lambda row: getattr(row, key).percent, reverse=is_down)
