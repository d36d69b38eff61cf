"""Filters that speak of the suggestion itself, by who answers it now; a crossing of two uses them for its lists.

Unlike `unit` and `system` (suggestions/filters.py) they leave light and fact those of the whole suggestion, and may
stand more than once: `lead=3&lead=5` are the suggestions that units 3 and 5 answer separately.
"""

import django_filters
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.roles import HandlingSystem
from suggestions.choices import Grade
from suggestions.filter_set import FilterSet
from suggestions.forms.filter_form import PlainSelectMultiple
from suggestions.grade_querysets import REHANDLED, first_grade
from suggestions.models import Assignment
from suggestions.querysets import standing_leads
from suggestions.selectors.cross import UNDATED
from suggestions.selectors.references import NONE


class StandingFilter(FilterSet):
    lead = django_filters.MultipleChoiceFilter(label=_("现主办单位"), method="by_lead", widget=PlainSelectMultiple())
    lead_system = django_filters.MultipleChoiceFilter(
        label=_("现主办系统"),
        method="by_lead",
        choices=[*HandlingSystem.choices, (NONE, _("没有主办单位"))],
        widget=PlainSelectMultiple(),
    )
    lead_committee = django_filters.ChoiceFilter(label=_("主办单位的联系委室"), method="by_committee")
    first_grade = django_filters.ChoiceFilter(label=_("首次评价"), method="by_first_grade", choices=Grade.choices)
    rehandled = django_filters.ChoiceFilter(label=_("重新办理"), method="by_round", choices=[("1", _("重新办理过"))])
    undated = django_filters.ChoiceFilter(
        label=_("交办日期"), method="by_undated", choices=[(UNDATED, _("没有交办日期"))]
    )

    def by_lead(self, queryset: QuerySet, name: str, values: list[str]) -> QuerySet:
        leads = Assignment.objects.filter(standing_leads(F("suggestion__round")), suggestion=OuterRef("pk"))
        field = {"lead": "unit", "lead_system": "unit__handling_system"}[name]
        for value in values:
            found = Exists(leads) if value == NONE else Exists(leads.filter(**{field: value}))
            queryset = queryset.filter(~found if value == NONE else found)
        return queryset

    def by_committee(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.led_by(unit__committee=value)

    def by_first_grade(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(first_grade(value))

    def by_round(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(REHANDLED)

    def by_undated(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(assigned_on__isnull=True)

    def by_reference(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """One of the office's own lists, or nothing of it yet."""
        return queryset.filter(Q(**{f"{name}__isnull": True}) if value == NONE else Q(**{name: value}))
