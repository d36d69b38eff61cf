"""The filters of the register of cards. The counts per unit keep to `session`, `unit`, `system` and the days, and say
which colour or state by the same conditions: a number is its list."""

import django_filters
from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.roles import HandlingSystem
from suggestions.choices import CardColour
from suggestions.filter_address import InAddress
from suggestions.filter_set import FilterSet
from suggestions.selectors.references import References
from supervision.card_rules import Cause
from supervision.forms.cards import CardFilterForm, DateInput
from supervision.models import Card

STANDING, WITHDRAWN = "standing", "withdrawn"
STATES = {STANDING: _("有效"), WITHDRAWN: _("已撤回")}
_SCOPE = ("session", "unit", "system", "given_from", "given_to")
_CONDITIONS = {STANDING: Q(withdrawn_at__isnull=True), WITHDRAWN: Q(withdrawn_at__isnull=False)}
# The columns of the counts, each with the filters of its list.
COUNTS = {
    "yellow": {"colour": CardColour.YELLOW.value, "state": STANDING},
    "red": {"colour": CardColour.RED.value, "state": STANDING},
    WITHDRAWN: {"state": WITHDRAWN},
    "total": {},
}


def _choice(label, **extra) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, empty_label=_("不限"), **extra)


def _day(label, lookup: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(
        label=label, field_name="given_on", lookup_expr=lookup, widget=DateInput(format="%Y-%m-%d")
    )


class CardFilter(InAddress, FilterSet):
    colour = _choice(_("警示牌"), choices=CardColour.choices)
    state = _choice(_("状态"), method="by_state", choices=list(STATES.items()))
    cause = _choice(_("原因"), choices=Cause.choices)
    unit = _choice(_("承办单位"), field_name="assignment__unit")
    system = _choice(_("办理系统"), field_name="assignment__unit__handling_system", choices=HandlingSystem.choices)
    session = _choice(_("会议"), field_name="suggestion__session")
    given_from = _day(_("发牌日期自"), "gte")
    given_to = _day(_("发牌日期至"), "lte")

    class Meta:
        model = Card
        fields: list[str] = []
        form = CardFilterForm

    def __init__(self, data: QueryDict, *, user, references: References):
        self.typed, self.user = data, user
        super().__init__(data, queryset=Card.objects.of_desk(user))
        for name, options in (("session", references.sessions), ("unit", references.units)):
            self.filters[name].extra["choices"] = [(str(one.pk), one.label) for one in options]
        self.form.is_own = user.is_unit

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Nothing when the address cannot be understood."""
        return super().filter_queryset(queryset) if self.form.is_valid() else queryset.none()

    def by_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(_CONDITIONS[value])

    def unit_counts(self) -> list[dict]:
        """Per unit of the scope: its name and each count with the address of its list; most red first. One query."""
        found = self.queryset
        if not self.form.is_valid():
            return []
        for name in _SCOPE:
            found = self.filters[name].filter(found, self.form.cleaned_data[name])
        yellow, red = (Q(colour=colour) & _CONDITIONS[STANDING] for colour in (CardColour.YELLOW, CardColour.RED))
        rows = (
            found.order_by()
            .values_list("assignment__unit", "assignment__unit__name")
            .annotate(
                yellow=Count("pk", filter=yellow),
                red=Count("pk", filter=red),
                withdrawn=Count("pk", filter=_CONDITIONS[WITHDRAWN]),
                total=Count("pk"),
            )
        )
        lines = []
        for unit, name, *counts in rows:
            cells = {cell: (n, self._query_of(cell, unit)) for cell, n in zip(COUNTS, counts, strict=True)}
            lines.append({"name": name, **cells})
        return sorted(lines, key=lambda line: (-line["red"][0], -line["yellow"][0], line["name"]))

    def _query_of(self, cell: str, unit: int) -> str:
        return self.query("colour", "state", "cause", unit=str(unit), **COUNTS[cell])
