"""The dashboard: what a leader must know in a minute, each number with its list. A few statements."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Min
from django.utils.translation import gettext as _

from accounts.roles import Permission, Role
from suggestions.choices import Grade, Status
from suggestions.deadlines import Light, days_left
from suggestions.querysets import UPCOMING
from suggestions.selectors.ledger import Sum, total_of, unit_sums
from supervision.definitions import Rate
from supervision.rates import MEASURES, USUAL, parts
from supervision.selectors.before import Before
from supervision.selectors.figures import PROMISES, Figure, Share
from supervision.selectors.key_items import KeyItem, key_items
from supervision.selectors.scope import Scope
from supervision.statistics import Totals, totals

OPEN_LIGHTS = (Light.OVERDUE, Light.DUE_TODAY, Light.DUE_SOON, Light.DUE_MONTH, Light.IN_TIME)
FUNNEL = ("reply", "solved", "satisfied")
PROMISE_CELLS = ("counted", "kept", "under_way", "overdue", "due_month", "due")


@dataclass(frozen=True)
class LateUnit:
    """A unit with replies overdue; `filters` of the list of them."""

    name: str
    figure: Figure
    oldest_due_on: date


@dataclass(frozen=True)
class Promises:
    """What was promised: `slipping` are the units with most overdue."""

    sum: Sum
    figures: dict[str, Figure]
    slipping: tuple[Figure, ...]
    before: Rate | None = None  # 落实率 of the session before


@dataclass(frozen=True)
class Dashboard:
    scope: Scope
    totals: Totals
    heads: dict[str, Figure]
    lights: tuple[Figure, ...]
    funnel: tuple[Share, ...]
    shares: tuple[Share, ...]
    statuses: tuple[Figure, ...]
    grades: tuple[Figure, ...]
    late_units: tuple[LateUnit, ...]
    promises: Promises | None  # None for who may not see the ledger
    key_items: tuple[KeyItem, ...]
    verdict: str
    compared: Before | None  # the session before, on the same day of its own way

    @property
    def is_late(self) -> bool:
        return self.heads["overdue"].value > 0

    @property
    def most_open(self) -> int:
        """The longest bar of the lights; at least 1, so that an empty chart draws nothing."""
        return max(1, *(figure.value for figure in self.lights))


def dashboard(user, scope: Scope, *, today: date, compared: Before | None = None) -> Dashboard:
    """Four statements: the suggestions, the units that are late, the promises, the key suggestions.

    `compared`: the session before on the same day of its way, which stands beside each number.
    """
    before = compared.totals if compared else None
    found, where = totals(scope.suggestions(user), today=today), scope.where
    late = () if scope.unit else _late_units(scope, today)
    # A unit reads its own instructions, and of no others that there are any
    usual = tuple(key for key in USUAL if key not in FUNNEL and not (user.is_unit and key == "instructed"))
    heads = _heads(found, where, before)
    return Dashboard(
        scope=scope,
        totals=found,
        heads=heads,
        lights=tuple(
            Figure(
                found.lights[light],
                {**where, "light": light.value},
                light.label,
                light.value,
                before=before and before.lights[light],
            )
            for light in OPEN_LIGHTS
        ),
        funnel=_shares(found, where, today, FUNNEL, before),
        shares=_shares(found, where, today, usual, before),
        statuses=tuple(
            Figure(
                found.statuses[status],
                {**where, "status": status.value},
                status.label,
                status.value,
                before=before and before.statuses[status],
            )
            for status in Status
            if found.statuses[status] or (before and before.statuses[status])
        ),
        grades=_grades(found, where, before),
        compared=compared,
        late_units=late,
        promises=_promises(user, scope, today, compared) if user.may(Permission.SEE_LEDGER) else None,
        key_items=key_items(user, scope, today=today),
        verdict=_verdict(scope, found, late, today=today),
    )


def _heads(found: Totals, where: dict, before: Totals | None) -> dict[str, Figure]:
    key, overdue = {**where, "key": "1"}, {"light": Light.OVERDUE.value}
    asked = {
        "total": (where, lambda one: one.total),
        "assigned": ({**where, "fact": "assigned"}, lambda one: one.facts["assigned"]),
        "overdue": ({**where, **overdue}, lambda one: one.lights[Light.OVERDUE]),
        "upcoming": ({**where, "light": UPCOMING}, lambda one: one.lights[UPCOMING]),
        "key": (key, lambda one: one.key["all"]),
        "key_overdue": ({**key, **overdue}, lambda one: one.key["overdue"]),
        "key_replied": ({**key, "fact": "replied"}, lambda one: one.key["replied"]),
    }
    return {
        name: Figure(count(found), filters, before=count(before) if before else None)
        for name, (filters, count) in asked.items()
    }


def _shares(found: Totals, where: dict, today: date, keys: tuple[str, ...], before: Totals | None) -> tuple[Share, ...]:
    """Facts of one suggestion, kept apart and never added up."""
    titles = {"reply": _("办了"), "solved": _("办成"), "satisfied": _("办好")}
    all_parts = parts(today)

    def share(key: str) -> Share:
        rate, above = found.rates[key], all_parts[MEASURES[key].above[0]]
        old = before.rates[key] if before else None
        figure = Figure(rate.numerator, {**where, **above.filters}, before=old and old.numerator)
        definition = MEASURES[key].definition
        return Share(titles.get(key, definition.label), definition, rate, figure, old)

    return tuple(share(key) for key in keys)


def _grades(found: Totals, where: dict, before: Totals | None) -> tuple[Figure, ...]:
    given = [
        Figure(
            found.grades[grade],
            {**where, "grade": grade.value},
            grade.label,
            grade.value,
            before=before and before.grades[grade],
        )
        for grade in Grade
    ]
    filters, old = {**where, "fact": "replied", "grade": "none"}, before and before.unjudged
    return (*given, Figure(found.unjudged, filters, _("尚未评价"), "none", before=old))


def _late_units(scope: Scope, today: date) -> tuple[LateUnit, ...]:
    """Who owes replies past their day, most first."""
    rows = scope.tasks().overdue(today).answering().order_by().values_list("unit", "unit__name")
    rows = rows.annotate(n=Count("suggestion", distinct=True), oldest=Min("due_on")).order_by("-n", "oldest", F("unit"))
    filters = {**scope.in_session, "unit_role": "answering", "light": Light.OVERDUE.value}
    return tuple(LateUnit(name, Figure(n, {**filters, "unit": unit}, name), oldest) for unit, name, n, oldest in rows)


def _promises(user, scope: Scope, today: date, compared: Before | None) -> Promises:
    sums = unit_sums(scope.promises(user), today=today, names_of_cells=PROMISE_CELLS)
    whole, where = total_of(sums, PROMISE_CELLS), scope.of_tasks
    asked = {"due_month": {"light": UPCOMING}}
    figures = {
        cell: Figure(
            whole.cells[cell],
            {**where, **asked.get(cell, {"fact": cell})},
            page=PROMISES,
            before=compared and compared.promises[cell],
        )
        for cell in PROMISE_CELLS
    }
    slipping = tuple(
        Figure(one.cells["overdue"], {**scope.in_session, "unit": one.unit, "fact": "overdue"}, one.name, page=PROMISES)
        for one in sums
        if one.cells["overdue"]
    )
    old = Rate(compared.promises["kept"], compared.promises["due"]) if compared else None
    return Promises(whole, figures, slipping, old)


def _verdict(scope: Scope, found: Totals, late: tuple[LateUnit, ...], *, today: date) -> str:
    """One sentence that says what is wrong, or that nothing is."""
    overdue = found.lights[Light.OVERDUE]
    if overdue:
        words = {"units": len(late), "n": overdue, "days": -days_left(found.oldest_due_on, today)}
        if scope.unit:
            return _("%(n)d件逾期，最久%(days)d天。") % words
        if not late:  # of a reply that several units give, only another system's is late
            return _("%(n)d件逾期，逾期的是其他系统或其他委室联系的分办单位。") % words
        return _("%(units)d个单位%(n)d件逾期，最久%(days)d天。") % words
    soon = found.lights[Light.DUE_TODAY] + found.lights[Light.DUE_SOON]
    if soon:
        return _("没有逾期的建议；%(n)d件将在7日内到期。") % {"n": soon}
    return _("没有逾期的建议，7日内也没有到期的。") if found.facts["assigned"] else _("还没有交办的建议。")


@dataclass(frozen=True)
class Step:
    """The one thing to do next: a list, or the page where one acts on it."""

    label: str
    page: str
    query: str


def next_step(user, shown: Dashboard) -> Step | None:
    """What is overdue first, then promises that slip, then what comes due."""
    overdue, upcoming, promises = shown.heads["overdue"], shown.heads["upcoming"], shown.promises
    if overdue.value:
        if user.is_office or user.role == Role.COORDINATOR:
            return Step(_("催办逾期件"), "suggestions:urge_many", overdue.query)
        words = _("查看逾期清单，作批示") if user.may(Permission.INSTRUCT) else _("查看逾期清单")
        return Step(words, overdue.page, overdue.query)
    if promises and promises.figures["overdue"].value:
        return Step(_("查看逾期的承诺"), PROMISES, promises.figures["overdue"].query)
    return Step(_("查看30日内到期的"), upcoming.page, upcoming.query) if upcoming.value else None
