"""The filters of the commitments ledger. The summary above it counts by the same conditions: a number is its list.

`session`, `term`, `unit`, `system` and `committee` say whose promises (the scope: the summary keeps to it); the others
say which of them.
"""

from datetime import date

import django_filters
from django import forms
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.roles import HandlingSystem
from suggestions.choices import CommitmentState
from suggestions.deadlines import Light
from suggestions.filter_address import InAddress
from suggestions.filter_set import FilterSet
from suggestions.forms._base import DateInput
from suggestions.forms.filter_form import PlainSelect, PlainSelectMultiple
from suggestions.models import Commitment, CongressTerm
from suggestions.querysets import UPCOMING
from suggestions.selectors.references import References
from suggestions.selectors.work_commitments import in_group
from suggestions.selectors.work_groups import GROUPS, LEDGER

ALL_SESSIONS = "all"
SCOPE = ("session", "term", "unit", "system", "committee")
FACTS = {
    "counted": _("计入统计"),
    "kept": _("已兑现"),
    "under_way": _("落实中"),
    "overdue": _("逾期未落实"),
    "reported": _("已报完成待确认"),
    "explained": _("未落实已说明"),
    "moved": _("已调整期限"),
    "carried": _("跨年度或上次会议结转"),
    "due": _("应兑现"),
}
LIGHTS = [
    *((light, light.label) for light in Light if light not in {Light.DONE, Light.NONE}),
    (UPCOMING, _("今日至30日内到期")),
    (Light.DONE, _("已报完成或已兑现")),
]
_OPEN_FIRST = Case(When(state=CommitmentState.OPEN, then=F("due_on")))
_IN_ORDER_OF_WORK = Case(*(When(state=state, then=Value(n)) for n, state in enumerate(CommitmentState)))
ORDERS = {
    "due": _OPEN_FIRST,
    "number": F("suggestion__number_key"),
    "unit": F("assignment__unit__name"),
    "original": F("original_due_on"),
    "state": _IN_ORDER_OF_WORK,
}
DEFAULT_ORDER = "due"


class LedgerForm(forms.Form):
    """Sent by GET. `is_own`: one unit's people read their own ledger and choose no unit."""

    typed: frozenset[str] = frozenset()
    is_own = False

    def usual(self) -> list[forms.BoundField]:
        return [self[name] for name in ("state", "light", "fact", *(() if self.is_own else ("unit",)))]

    def more(self) -> list[forms.BoundField]:
        return [self[name] for name in self._more_names()]

    def _more_names(self) -> tuple[str, ...]:
        units = () if self.is_own else ("system", "committee")
        groups = ("todo",) if self.fields["todo"].choices[1:] else ()
        return "session", "term", *units, "due_from", "due_to", *groups

    @property
    def is_more_open(self) -> bool:
        return any(name in self.typed or name in self.errors for name in self._more_names())

    def clean(self):
        data = super().clean()
        if data.get("due_from") and data.get("due_to") and data["due_from"] > data["due_to"]:
            self.add_error("due_to", _("结束日期不能早于开始日期。"))
        return data


def _choice(label, *, search: bool = False, **extra) -> django_filters.ChoiceFilter:
    widget = PlainSelect(attrs={"data-picker": True} if search else {})
    extra.setdefault("empty_label", _("不限"))
    return django_filters.ChoiceFilter(label=label, widget=widget, **extra)


class LedgerFilter(InAddress, FilterSet):
    several = ("state",)

    q = django_filters.CharFilter(
        label=_("查找"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("承诺事项、编号、标题、责任人")}),
    )
    state = django_filters.MultipleChoiceFilter(
        label=_("状态"),
        choices=[choice for choice in CommitmentState.choices if choice[0] != CommitmentState.PROPOSED],
        widget=PlainSelectMultiple(attrs={"data-picker": True, "data-placeholder": _("不限")}),
    )
    light = _choice(_("期限"), method="by_light", choices=LIGHTS)
    fact = _choice(_("落实情况"), method="by_fact", choices=list(FACTS.items()))
    unit = _choice(_("承办单位"), search=True, field_name="assignment__unit")
    todo = _choice(_("待办事项"), method="by_group")
    session = _choice(_("会议"), method="in_session", empty_label=None)
    term = _choice(_("届"), field_name="suggestion__session__term")
    system = _choice(_("办理系统"), field_name="assignment__unit__handling_system", choices=HandlingSystem.choices)
    committee = _choice(_("联系委室"), field_name="assignment__unit__committee")
    due_from = django_filters.DateFilter(
        label=_("承诺期限自"), field_name="due_on", lookup_expr="gte", widget=DateInput()
    )
    due_to = django_filters.DateFilter(
        label=_("承诺期限至"), field_name="due_on", lookup_expr="lte", widget=DateInput()
    )
    o = django_filters.ChoiceFilter(
        method="kept",
        choices=[(sign + key, key) for key in ORDERS for sign in ("", "-")],
        widget=forms.HiddenInput(),
    )

    class Meta:
        model = Commitment
        fields: list[str] = []
        form = LedgerForm

    def __init__(self, data: QueryDict, *, user, today: date, references: References):
        self.typed, self.user, self.today, self.references = data, user, today, references
        filled = data.copy()
        filled.setdefault("session", ALL_SESSIONS)  # a promise outlives its session
        super().__init__(filled, queryset=Commitment.objects.of_desk(user))
        lists = {"session": references.sessions, "unit": references.units, "committee": references.committees}
        for name, options in lists.items():
            first = [(ALL_SESSIONS, _("全部会议"))] if name == "session" else []
            self.filters[name].extra["choices"] = first + [(str(one.pk), one.label) for one in options]
        self.filters["term"].extra["choices"] = [(str(term.pk), term.name) for term in CongressTerm.objects.all()]
        # The groups of one's own work list that no other filter describes
        groups = [group for group in GROUPS[user.role] if group.list_name == LEDGER and not group.query]
        self.filters["todo"].extra["choices"] = [(group.key, group.title) for group in groups]
        self.form.typed = frozenset(name for name in self.typed if self.typed.get(name))
        self.form.is_own = user.is_unit
        self.form.fields["unit"].widget.search = {str(unit.pk): unit.search for unit in references.units}

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Nothing when the address cannot be understood: showing all instead would be a wrong answer."""
        if not self.form.is_valid():
            return queryset.none()
        return super().filter_queryset(queryset).order_by(*self._ordering())

    def scoped(self) -> QuerySet:
        """Whose promises, without the conditions that say which: what the summary counts."""
        found = self.queryset
        if not self.form.is_valid():
            return found.none()
        for name in SCOPE:
            found = self.filters[name].filter(found, self.form.cleaned_data[name])
        return found

    def search(self, queryset: QuerySet, name: str, words: str) -> QuerySet:
        """Each word in the promise, the suggestion's number or title, the unit or the person responsible."""
        for word in words.split():
            queryset = queryset.filter(
                Q(matter__icontains=word)
                | Q(suggestion__number__icontains=word)
                | Q(suggestion__title__icontains=word)
                | Q(assignment__unit__name__icontains=word)
                | Q(responsible__icontains=word)
            )
        return queryset

    def in_session(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset if value == ALL_SESSIONS else queryset.filter(suggestion__session=value)

    def by_group(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return in_group(queryset, GROUPS[self.user.role], value, today=self.today)

    def by_light(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.with_light(value, self.today)

    def by_fact(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.with_fact(value, self.today)

    def kept(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset

    def _ordering(self) -> list:
        key = ORDERS[self.order.removeprefix("-")]
        first = key.desc(nulls_last=True) if self.order.startswith("-") else key.asc(nulls_last=True)
        return [first, "due_on", "pk"]

    @property
    def order(self) -> str:
        return (self.form.is_valid() and self.form.cleaned_data["o"]) or DEFAULT_ORDER

    def scope_query(self, fact: str, unit: int = 0) -> str:
        """The address of the list behind one number of the summary."""
        others = [name for name in self.typed if name not in SCOPE]
        return self.query(*others, **({"unit": str(unit)} if unit else {}), fact=fact)
