"""The table of units' tasks: what each carries as lead and as assisting unit, its dates, plans, urgings and cards."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy

from accounts.roles import HandlingSystem
from suggestions.choices import ContactGap, PlanFiling, UrgedHow
from suggestions.deadlines import Light
from supervision.definitions import Rate
from supervision.selectors.before import Before
from supervision.selectors.figures import Cell, Column, cells
from supervision.selectors.scope import Scope
from supervision.statistics import Workload, workloads

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
        starts_group=True,
    ),
    Column(
        "plan_due",
        gettext_lazy("方案应报"),
        gettext_lazy("签收后应报六定方案的，含已报的"),
        {**_LEAD, "plan": PlanFiling.DUE.value},
    ),
    Column("assisting", gettext_lazy("协办"), gettext_lazy("协办的建议，不含撤销的"), _ASSISTING, starts_group=True),
    Column("opinions", gettext_lazy("已交意见"), gettext_lazy("协办意见已经提交的"), {**_ASSISTING, "fact": "replied"}),
    Column(
        "opinions_overdue",
        gettext_lazy("意见逾期"),
        gettext_lazy("协办意见期限已过，尚未提交的"),
        {**_ASSISTING, "light": Light.OVERDUE.value},
        "late",
    ),
    Column(
        "not_signed",
        gettext_lazy("未签收"),
        gettext_lazy("已经交办，本单位尚未签收的"),
        {"fact": "not_signed"},
        "soon",
        starts_group=True,
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


FEWEST = 5  # a unit with fewer items is not ranked by a rate


@dataclass(frozen=True)
class Line:
    """One unit or system of the table. `filters`: of the list of all it has. `rates_before`: None without any."""

    name: str
    filters: dict
    cells: tuple[Cell, ...]
    watched: tuple[Cell, ...]
    rates: tuple[Rate, ...]
    unit: int = 0
    rates_before: tuple[Rate, ...] | None = None

    @property
    def shares(self) -> Iterable[tuple[str, Rate, Rate | None]]:
        """Each rate by its name, and that of the session before."""
        before = self.rates_before or (None,) * len(self.rates)
        return zip(RATES.values(), self.rates, before, strict=True)

    @property
    def query(self) -> str:
        return urlencode(self.filters)


@dataclass(frozen=True)
class TaskTable:
    systems: tuple[Line, ...]
    units: tuple[Line, ...]

    @property
    def pressed_units(self) -> list[Line]:
        """The units that were urged or carry a card, most cards first."""
        found = [line for line in self.units if any(cell.value for cell in line.watched)]
        return sorted(found, key=lambda line: [-cell.value for cell in reversed(line.watched)])


def task_table(scope: Scope, *, order: str, today: date, compared: Before | None = None) -> TaskTable:
    """One statement over the tasks of the units in `scope`."""
    by_unit, by_system = workloads(scope.tasks(), today=today)
    if scope.committee:
        by_system = []
    systems = tuple(_line(row, scope.in_session, compared) for row in _in_order(by_system))
    return TaskTable(systems, tuple(_line(row, scope.in_session, compared) for row in _sorted(by_unit, order)))


def line_of(scope: Scope, *, today: date, compared: Before | None = None) -> Line | None:
    """Of a scope of one unit: what it carries; None with no task yet. One statement."""
    by_unit, _by_system = workloads(scope.tasks(), today=today)
    return _line(by_unit[0], scope.in_session, compared) if by_unit else None


def order_of(asked: str) -> str:
    """An order that the table has; the usual one for any other words."""
    return asked if asked.removeprefix("-") in ORDERS else DEFAULT_ORDER


def _line(row: Workload, where: dict, compared: Before | None) -> Line:
    filters = {**where, **({"unit": row.unit} if row.unit else {"system": row.system})}
    before = compared and compared.workload(unit=row.unit, system=row.system)
    own, watched = (
        cells(columns, _values(row, columns), filters, before=before and _values(before, columns))
        for columns in (COLUMNS, WATCHED)
    )
    name = row.name if row.unit else str(HandlingSystem(row.system).label)
    return Line(name, filters, own, watched, _rates(row), row.unit, before and _rates(before))


def _values(row: Workload, columns: Iterable[Column]) -> dict[str, int]:
    return {column.cell: getattr(row, column.cell) for column in columns}


def _rates(row: Workload) -> tuple[Rate, ...]:
    return tuple(getattr(row, rate) for rate in RATES)


def _in_order(systems: list[Workload]) -> list[Workload]:
    return sorted(systems, key=lambda row: HandlingSystem.values.index(row.system))


def _sorted(units: list[Workload], order: str) -> list[Workload]:
    """By one column, units of equal number by how much they carry; who has too little for a rate comes last."""
    key, is_down = order.removeprefix("-"), order.startswith("-")
    by_load = sorted(units, key=lambda row: (-row.total, row.name))
    if key == "name":
        return sorted(by_load, key=lambda row: row.name, reverse=is_down)
    if key not in RATES:
        return sorted(by_load, key=lambda row: getattr(row, key), reverse=is_down)
    rated, rest = [], []
    for row in by_load:
        (rated if getattr(row, key).denominator >= FEWEST else rest).append(row)
    return sorted(rated, key=lambda row: getattr(row, key).percent, reverse=is_down) + rest
