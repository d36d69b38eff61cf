"""The filters of the instructions' list; the whole question stands in the address."""

from datetime import date

import django_filters
from django import forms
from django.db.models import Case, F, Q, QuerySet, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from suggestions.filter_address import InAddress
from suggestions.filter_set import FilterSet
from supervision.choices import InstructionState
from supervision.models import Instruction
from supervision.workflow import INSTRUCTION_OWING

OVERDUE, RUNNING = "overdue", "running"
_OWED_FIRST = Case(When(state__in=sorted(INSTRUCTION_OWING), then=F("due_on")))


class InstructionFilter(InAddress, FilterSet):
    q = django_filters.CharFilter(
        label=_("查找"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("批示内容、编号、建议标题")}),
    )
    state = django_filters.ChoiceFilter(label=_("状态"), choices=InstructionState.choices, empty_label=_("不限"))
    due = django_filters.ChoiceFilter(
        label=_("期限"),
        method="by_due",
        choices=[(OVERDUE, _("逾期未落实")), (RUNNING, _("未落实、未逾期"))],
        empty_label=_("不限"),
    )
    mine = django_filters.ChoiceFilter(
        label=_("范围"), method="by_own", choices=[("1", _("我的批示；交我机构的批示"))], empty_label=_("不限")
    )

    class Meta:
        model = Instruction
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, user, today: date):
        self.typed, self.today, self.user = data, today, user
        super().__init__(
            data, queryset=Instruction.objects.visible_to(user).select_related("unit", "suggestion", "leader")
        )

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Nothing when the address cannot be understood. What is owed first, the nearest day first."""
        if not self.form.is_valid():
            return queryset.none()
        found = super().filter_queryset(queryset)
        return found.order_by(_OWED_FIRST.asc(nulls_last=True), "-given_on", "-pk")

    def search(self, queryset: QuerySet, name: str, words: str) -> QuerySet:
        for word in words.split():
            queryset = queryset.filter(
                Q(text__icontains=word) | Q(suggestion__number__iexact=word) | Q(suggestion__title__icontains=word)
            )
        return queryset

    def by_own(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if self.user.role == Role.LEADER:
            return queryset.filter(leader=self.user)
        return queryset.filter(unit=self.user.unit_id)

    def by_due(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Of what is owed: past its day, or not yet."""
        overdue = queryset.overdue(self.today)
        return overdue if value == OVERDUE else queryset.owing().exclude(pk__in=overdue.values("pk"))
