"""The names a list needs (sessions, units, committees, categories, delegations, classes), in one query."""

from dataclasses import dataclass, field

from django.db.models import BooleanField, CharField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Concat

from accounts.models import Committee, Delegation, Unit
from suggestions.models import Category, ResultClass, Session

NONE = "none"  # in an address: nothing of this list


@dataclass(frozen=True)
class Option:
    """One entry of a choice. `search`: what else it is found by when typing."""

    pk: int
    label: str
    search: str = ""


@dataclass
class References:
    sessions: list[Option] = field(default_factory=list)
    units: list[Option] = field(default_factory=list)
    committees: list[Option] = field(default_factory=list)
    categories: list[Option] = field(default_factory=list)
    delegations: list[Option] = field(default_factory=list)
    classes: list[Option] = field(default_factory=list)
    current_session: int | None = None

    def names(self, kind: str) -> dict[int, str]:
        return {option.pk: option.label for option in getattr(self, kind)}


def read_references() -> References:
    """Everything that may stand on a row, in use or not; units without the headings of their tree."""
    rows = _parts()[0].union(*_parts()[1:], all=True)
    found = References()
    for kind, pk, label, extra, _order, marked in sorted(rows, key=lambda row: (row[0], row[4], row[2])):
        getattr(found, kind).append(Option(pk, label, extra.strip()))
        if kind == "sessions" and marked:
            found.current_session = pk
    if found.current_session is None and found.sessions:
        found.current_session = found.sessions[0].pk  # the newest: an office that has marked none still sees its list
    return found


def _parts() -> list[QuerySet]:
    newest_first = Value(0) - F("term__ordinal") * 1000 - F("ordinal")
    short_and_pinyin = Concat(F("short_name"), Value(" "), F("initials"), output_field=CharField())
    class_label = Concat(F("code"), Value("类 "), F("label"), output_field=CharField())
    return [
        _part("sessions", Session.objects.all(), F("name"), order=newest_first, marked=F("is_current")),
        _part("units", Unit.objects.filter(is_group=False), F("name"), extra=short_and_pinyin, order=F("order")),
        _part("committees", Committee.objects.all(), F("name"), order=F("order")),
        _part("categories", Category.objects.all(), F("name"), order=F("order")),
        _part("delegations", Delegation.objects.all(), F("name"), order=F("order")),
        _part("classes", ResultClass.objects.all(), class_label, order=F("order")),
    ]


def _part(kind: str, rows: QuerySet, label, *, extra=None, order, marked=None) -> QuerySet:
    return (
        rows.order_by()
        .annotate(
            a_kind=Value(kind, output_field=CharField()),
            a_label=label,
            a_extra=extra or Value("", output_field=CharField()),
            a_order=order if isinstance(order, F) else _whole(order),
            a_marked=marked or Value(False, output_field=BooleanField()),
        )
        .values_list("a_kind", "pk", "a_label", "a_extra", "a_order", "a_marked")
    )


def _whole(expression):
    expression.output_field = IntegerField()
    return expression
