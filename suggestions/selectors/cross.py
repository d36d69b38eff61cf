"""Custom statistics (自定义统计): any two sides of the suggestions counted against one another, over a filtered list.

Each number carries the address of the list that holds exactly these suggestions: that of the whole, narrowed by what
the row and the column say (suggestions/filter_standing.py).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, FilteredRelation, QuerySet
from django.db.models.functions import TruncMonth
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import HandlingSystem
from suggestions.choices import Grade
from suggestions.querysets import standing_leads
from suggestions.selectors.references import NONE, References


@dataclass(frozen=True)
class Side:
    """What stands on one side of the table. `nothing`: what the line is called that has no value of it."""

    key: str
    label: str
    group: object  # the expression to group by
    nothing: str


_NO_LEAD = gettext_lazy("没有主办单位")
_ALL = (
    Side("lead", gettext_lazy("主办单位"), F("standing__unit"), _NO_LEAD),
    Side("lead_system", gettext_lazy("办理系统"), F("standing__unit__handling_system"), _NO_LEAD),
    Side("category", gettext_lazy("类别"), F("category"), gettext_lazy("未定类别")),
    Side("delegation", gettext_lazy("代表团"), F("delegation"), gettext_lazy("没有代表团")),
    Side("result_class", gettext_lazy("办理结果"), F("result_class"), gettext_lazy("尚无办理结果")),
    Side("grade", gettext_lazy("代表评价"), F("grade"), gettext_lazy("尚未评价")),
    Side("month", gettext_lazy("交办月份"), TruncMonth("assigned_on"), gettext_lazy("没有交办日期")),
)
SIDES = {side.key: side for side in _ALL}
ROWS, COLUMNS = SIDES["lead"], SIDES["result_class"]  # when nothing else is asked
UNDATED = "1"
_SEVERAL = frozenset({"lead", "lead_system"})  # conditions that may stand beside one another


@dataclass(frozen=True)
class Number:
    """So many suggestions, and the query of their list."""

    value: int
    query: str


@dataclass(frozen=True)
class Line:
    label: str
    numbers: tuple[Number, ...]
    total: Number


@dataclass(frozen=True)
class Crossing:
    """The table: `heads` name its columns, `foot` is the line of them all. In each total a suggestion counts once."""

    rows: Side
    columns: Side
    heads: tuple[str, ...]
    lines: tuple[Line, ...]
    foot: Line

    @property
    def is_about_units(self) -> bool:
        return bool({self.rows.key, self.columns.key} & _SEVERAL)

    @property
    def is_overlapping(self) -> bool:
        """Some suggestions stand in several cells: several units answer them, each for itself."""
        return sum(number.value for line in self.lines for number in line.numbers) != self.foot.total.value


def cross(suggestions: QuerySet, query: QueryDict, rows: Side, columns: Side, references: References) -> Crossing:
    """Count `suggestions`, whose list has the address `query`, by both sides: four statements, however many rows.

    ValueError when both sides are the same.
    """
    if rows is columns:
        raise ValueError("a side cannot be crossed with itself")
    all_of_them = suggestions.model.objects.filter(pk__in=suggestions.order_by().values("pk")).order_by()
    answered_by = FilteredRelation("assignments", condition=standing_leads(F("round"), "assignments__"))
    each = all_of_them.annotate(standing=answered_by)
    cells = {(down, across): n for down, across, n in _counted(each, rows, columns)}
    by_row, by_column = dict(_counted(each, rows)), dict(_counted(each, columns))
    downs, acrosses = _in_order(rows, by_row, references), _in_order(columns, by_column, references)

    def number(value: int, *places: tuple[Side, object]) -> Number:
        return Number(value, narrowed(query, *places))

    lines = [
        Line(
            label_of(rows, down, references),
            tuple(number(cells.get((down, across), 0), (rows, down), (columns, across)) for across in acrosses),
            number(by_row[down], (rows, down)),
        )
        for down in downs
    ]
    feet = tuple(number(by_column[across], (columns, across)) for across in acrosses)
    foot = Line(_("合计"), feet, number(all_of_them.count()))
    return Crossing(rows, columns, tuple(label_of(columns, one, references) for one in acrosses), tuple(lines), foot)


def _counted(each: QuerySet, *sides: Side) -> QuerySet:
    groups = {f"side_{side.key}": side.group for side in sides}
    return each.annotate(**groups).values_list(*groups).annotate(n=Count("pk", distinct=True))


def _in_order(side: Side, counts: dict, references: References) -> list:
    """As the office keeps its lists; units by how many they answer; months as they come; nothing of it last."""
    found = [value for value in counts if value not in (None, "")]
    if side.key == "lead":
        found.sort(key=lambda unit: (-counts[unit], _place(references.units, unit)))
    elif side.key == "month":
        found.sort()
    else:
        order = list(_labels(side, references))
        found.sort(key=order.index)
    return found + [value for value in counts if value in (None, "")]


def _place(options: list, pk: int) -> int:
    return next((n for n, option in enumerate(options) if option.pk == pk), len(options))


def _labels(side: Side, references: References) -> dict:
    return {
        "lead": lambda: references.names("units"),
        "lead_system": lambda: dict(HandlingSystem.choices),
        "category": lambda: references.names("categories"),
        "delegation": lambda: references.names("delegations"),
        "result_class": lambda: references.names("classes"),
        "grade": lambda: dict(Grade.choices),
    }[side.key]()


def label_of(side: Side, value, references: References) -> str:
    """The name of one line of `side`, as the office writes it."""
    if value in (None, ""):
        return str(side.nothing)
    if isinstance(value, date):
        return _("%(year)d年%(month)d月") % {"year": value.year, "month": value.month}
    return str(_labels(side, references)[value])


def narrowed(query: QueryDict, *places: tuple[Side, object]) -> str:
    """The address of the list that holds of `query` only what stands at `places`."""
    found = query.copy()
    for side, value in places:
        if side.key == "month":
            _narrow_to_month(found, value)
        elif side.key in _SEVERAL:
            chosen = NONE if value in (None, "") else str(value)
            if chosen not in found.getlist(side.key):
                found.appendlist(side.key, chosen)
        else:
            found[side.key] = NONE if value in (None, "") else str(value)
    return found.urlencode()


def _narrow_to_month(found: QueryDict, first: date | None) -> None:
    """Within the days already asked for. Days in ISO form compare as text."""
    if first is None:
        found["undated"] = UNDATED
        return
    last = first.replace(day=monthrange(first.year, first.month)[1])
    found["assigned_from"] = max(f"{first}", found.get("assigned_from", ""))
    found["assigned_to"] = min(f"{last}", found.get("assigned_to") or f"{last}")
