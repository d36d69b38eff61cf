"""The filters of the findings' list; the whole question stands in the address."""

from datetime import date

import django_filters
from django import forms
from django.db.models import Case, F, Q, QuerySet, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from accounts.roles import Role
from suggestions.filter_address import InAddress
from suggestions.filter_set import FilterSet
from supervision.choices import FindingState
from supervision.models import Finding
from supervision.work import own
from supervision.workflow import OWING

OVERDUE, RUNNING = "overdue", "running"
_OWED_FIRST = Case(When(state__in=sorted(OWING), then=F("due_on")))


class FindingFilter(InAddress, FilterSet):
    q = django_filters.CharFilter(
        label=_("查找"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("整改事项、编号、建议标题")}),
    )
    state = django_filters.ChoiceFilter(label=_("状态"), choices=FindingState.choices, empty_label=_("不限"))
    due = django_filters.ChoiceFilter(
        label=_("期限"),
        method="by_due",
        choices=[(OVERDUE, _("逾期未整改")), (RUNNING, _("未完成、未逾期"))],
        empty_label=_("不限"),
    )
    mine = django_filters.ChoiceFilter(
        label=_("范围"), method="by_own", choices=[("1", _("我负责的专题"))], empty_label=_("不限")
    )
    unit = django_filters.ModelChoiceFilter(label=_("责任单位"), queryset=None, empty_label=_("不限"))

    class Meta:
        model = Finding
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, user, today: date):
        self.typed, self.today, self.user = data, today, user
        visible = Finding.objects.visible_to(user).select_related("unit", "suggestion", "supervision__topic")
        super().__init__(data, queryset=visible)
        if user.role not in {Role.LEADER, Role.COMMITTEE}:
            del self.filters["mine"]
        if user.is_unit:
            del self.filters["unit"]
        else:
            units = Unit.objects.filter(pk__in=Finding.objects.visible_to(user).values("unit"))
            self.filters["unit"].extra["queryset"] = units

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Nothing when the address cannot be understood. What is owed first, the nearest day first."""
        if not self.form.is_valid():
            return queryset.none()
        return super().filter_queryset(queryset).order_by(_OWED_FIRST.asc(nulls_last=True), "-due_on", "pk")

    def search(self, queryset: QuerySet, name: str, words: str) -> QuerySet:
        for word in words.split():
            queryset = queryset.filter(
                Q(matter__icontains=word) | Q(suggestion__number__iexact=word) | Q(suggestion__title__icontains=word)
            )
        return queryset

    def by_own(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(own(self.user, "supervision__topic"))

    def by_due(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Of what is owed: past its day, or not yet."""
        return queryset.overdue(self.today) if value == OVERDUE else queryset.owing().filter(due_on__gte=self.today)
