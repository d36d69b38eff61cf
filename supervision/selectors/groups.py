"""The suggestions by unit, handling system, category, delegation and session: the same numbers on every line.

The parts of a line, from 未交办 to 办了, add up to its total; what has no value of a side stands in a line of its own.
"""

from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, F, FilteredRelation, IntegerField, Value
from django.utils.translation import gettext_lazy as _

from accounts.roles import HandlingSystem
from suggestions.choices import Grade
from suggestions.deadlines import Light
from suggestions.querysets import UPCOMING, standing_leads
from suggestions.selectors.references import NONE
from supervision.definitions import Rate
from supervision.selectors.before import Before
from supervision.selectors.figures import Cell, Column, cells
from supervision.selectors.scope import Scope
from supervision.statistics import Totals, grouped

COLUMNS = (
    Column("all", _("总数"), _("全部建议，含未交办和不再办理的"), {}),
    Column(
        "outside",
        _("未交办"),
        _("待审核、待交办、退回代表修改，以及转来信、不予受理、撤回的"),
        {"fact": "not_assigned"},
    ),
    Column("overdue", _("逾期"), _("期限已过，尚未提交答复的"), {"light": Light.OVERDUE.value}, "late", colour="late"),
    Column(
        "upcoming",
        _("30日内到期"),
        _("尚未提交答复，今日起30日内到期：不办就会逾期的"),
        {"light": UPCOMING},
        "soon",
        colour="soon",
    ),
    Column("later", _("30日后到期"), _("尚未提交答复，30日以后到期的"), {"light": Light.IN_TIME.value}, colour="later"),
    Column(
        "stopped",
        _("待审核"),
        _("答复已经提交、正在审核的，以及随主件答复、主件尚未答复的并案件"),
        {"fact": "stopped"},
        colour="stopped",
    ),
    Column(
        "replied", _("办了"), _("答复已经审核通过的；下方为答复率：占已交办"), {"fact": "replied"}, "", "reply", "done"
    ),
    Column("resolved", _("办成"), _("办理结果计为解决的；下方为解决率：占已答复"), {"fact": "resolved"}, rate="solved"),
    Column(
        "satisfied",
        _("办好"),
        _("代表评价满意的；下方为满意率：占已评价，未表态的不计"),
        {"grade": Grade.SATISFIED.value},
        rate="satisfied",
    ),
)


def rate(name: str, values: dict[str, int]) -> Rate:
    """One of the three usual rates of a line: the same counts as supervision/rates.py, of this line's suggestions."""
    above, below = {
        "reply": (values["replied"], values["all"] - values["outside"]),
        "solved": (values["resolved"], values["replied"]),
        "satisfied": (values["satisfied"], values["judged"]),
    }[name]
    return Rate(above, below)


@dataclass(frozen=True)
class Side:
    """`value` is what is grouped by, `filter` its name in an address; `nothing`: the line without a value of it."""

    key: str
    label: str
    filter: str
    value: object
    name: object
    order: object
    nothing: str = ""


_NO_NAME = Value("", output_field=CharField())
_NO_ORDER = Value(0, output_field=IntegerField())
_UNIT = "standing__unit"
_NO_LEAD = _("没有主办单位：未交办或并案")
_ALL = (
    Side("unit", _("主办单位"), "lead", F(_UNIT), F(f"{_UNIT}__name"), F(f"{_UNIT}__order"), _NO_LEAD),
    Side("system", _("办理系统"), "lead_system", F(f"{_UNIT}__handling_system"), _NO_NAME, _NO_ORDER, _NO_LEAD),
    Side("category", _("类别"), "category", F("category"), F("category__name"), F("category__order"), _("未分类")),
    Side(
        "delegation",
        _("代表团"),
        "delegation",
        F("delegation"),
        F("delegation__name"),
        F("delegation__order"),
        _("无代表团"),
    ),
    Side(
        "session",
        _("会议"),
        "session",
        F("session"),
        F("session__name"),
        Value(0) - F("session__term__ordinal") * 1000 - F("session__ordinal"),
    ),
)
SIDES = {side.key: side for side in _ALL}
SEVERAL = frozenset({"unit", "system"})  # a suggestion that two units answer separately stands in both lines


@dataclass(frozen=True)
class Line:
    key: object  # None: without a value
    label: str
    cells: tuple[Cell, ...]
    is_outside: bool = False


@dataclass(frozen=True)
class Table:
    side: Side
    lines: tuple[Line, ...]
    foot: Line | None  # None where the lines are not one whole

    @property
    def is_overlapping(self) -> bool:
        """Some suggestions stand in two lines, and once in the foot."""
        return self.foot is not None and sum(line.cells[0].value for line in self.lines) != self.foot.cells[0].value


def table(scope: Scope, user, side: Side, found: Totals, *, today: date, compared: Before | None = None) -> Table:
    """One statement. `found`: the totals of `scope`, which stand at the foot; sessions have none."""
    whole = scope.in_all_sessions() if side.key == "session" else scope
    suggestions, names = whole.suggestions(user), {"a_value": side.value, "a_name": side.name, "a_order": side.order}
    if side.key in SEVERAL:
        answered_by = FilteredRelation("assignments", condition=standing_leads(F("round"), "assignments__"))
        suggestions = suggestions.annotate(standing=answered_by)
    rows = grouped(suggestions, names, today=today, several=side.key in SEVERAL)
    lines = tuple(
        _line(whole.where, side, value, name, values, _before(scope, side, value, name, compared))
        for (value, name, _order), values in sorted(rows, key=_key(side))
    )
    foot = (
        None
        if side.key == "session"
        else Line("", "", _cells(scope.where, found.cells, compared and compared.totals.cells))
    )
    return Table(side, lines, foot)


def _before(scope: Scope, side: Side, value, name: str, compared: Before | None) -> dict[str, int] | None:
    """Of the sessions, only the one that is looked at has a session before that was counted."""
    if side.key == "session":
        return compared.totals.cells if compared and scope.session and value == scope.session.pk else None
    return compared.line(side.key, value, name) if compared else None


def _line(where: dict, side: Side, value, name: str, values: dict[str, int], before: dict[str, int] | None) -> Line:
    if value in (None, ""):
        return Line(None, str(side.nothing), _cells({**where, side.filter: NONE}, values, before), is_outside=True)
    label = HandlingSystem(value).label if side.key == "system" else name
    return Line(value, str(label), _cells(_narrowed(where, side.filter, value), values, before))


def _narrowed(where: dict, name: str, value) -> dict:
    """With the line's own filter; of two handling systems that answer one suggestion, both are asked for."""
    if name == "lead_system" and where.get(name, value) != value:
        return {**where, name: [where[name], value]}
    return {**where, name: value}


def _cells(where: dict, values: dict[str, int], before: dict[str, int] | None) -> tuple[Cell, ...]:
    now, old = _rates(values), _rates(before) if before else None
    return cells(COLUMNS, values, where, rates=now, before=before, rates_before=old)


def _rates(values: dict[str, int]) -> dict[str, Rate]:
    return {column.cell: rate(column.rate, values) for column in COLUMNS if column.rate}


def _key(side: Side):
    """Units by what is overdue; the others as the office keeps its lists. Without a value: last."""

    def place(row) -> tuple:
        (value, name, order), values = row
        if value in (None, ""):
            return (1,)
        if side.key == "unit":
            return 0, -values["overdue"], -values["upcoming"], -values["all"], order, name
        if side.key == "system":
            return 0, HandlingSystem.values.index(value)
        return 0, order, name, value

    return place
