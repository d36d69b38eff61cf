"""The filters of the list, by the names of docs/pages.md. The export and every number on a page use the same ones.

The filters about a unit's task (unit, part, system, committee, and then light and in-time or late) speak about one
and the same task: `unit=3&unit_role=assisting&light=overdue` are the suggestions whose opinion unit 3 owes too long.
Without a unit's filter, light and facts are those of the whole suggestion.
"""

from datetime import date

import django_filters
from django import forms
from django.db.models import Case, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import Deputy
from accounts.roles import HandlingSystem, Role
from suggestions.choices import CardColour, ContactGap, Grade, Period, PlanFiling, Status, UnitRole, UrgedHow
from suggestions.deadlines import Light
from suggestions.filter_address import InAddress
from suggestions.filter_standing import StandingFilter
from suggestions.forms._base import DateInput
from suggestions.forms.filter_form import FilterForm, PlainSelect, PlainSelectMultiple
from suggestions.models import Assignment, Suggestion
from suggestions.querysets import UPCOMING, suggestion_contact, task_faced
from suggestions.selectors.references import NONE, References
from suggestions.selectors.work_groups import GROUPS, LIST
from suggestions.selectors.work_list import members
from suggestions.urging_querysets import suggestion_urged, task_urged

ALL_SESSIONS = "all"
ANSWERING = "answering"
NOT_JUDGED = "none"
ANY_CARD = "any"
NOT_FOR_UNITS = ("instructed",)  # a unit reads its own instructions, and of no others that there are any
NOT_FOR_DEPUTIES = ("plan", "contact", "urged", "card", *NOT_FOR_UNITS)  # as on the detail page (selectors/reading.py)
NOTHING_YET = {
    "lead": (NONE, _("没有主办单位")),
    "category": (NONE, _("未定类别")),
    "delegation": (NONE, _("没有代表团")),
    "result_class": (NONE, _("尚无办理结果")),
}
FACTS = {
    "assigned": _("已交办"),
    "not_signed": _("尚有单位未签收"),
    "replied": _("办了：已答复"),
    "not_replied": _("未答复"),
    "resolved": _("办成：已解决"),
    "planned": _("列入计划解决"),
    "satisfied": _("办好：代表满意"),
    "not_assigned": _("未交办或不再办理"),
    "stopped": _("未答复，已提交待审或随主件"),
    "on_time": _("按期答复"),
    "late": _("逾期答复"),
    "with_coordinator": _("待系统协调人审核"),
    "to_rehandle": _("不满意待重新办理"),
    "awaiting_meeting": _("两次不满意待协商"),
}
OF_TASKS = frozenset({"not_signed", "with_coordinator"})  # said of a task, also where no unit is asked for
OF_SUGGESTIONS = frozenset(
    {
        "assigned",
        "not_assigned",
        "stopped",
        "resolved",
        "planned",
        "satisfied",
        "to_rehandle",
        "awaiting_meeting",
    }
)
PARTS = {
    UnitRole.LEAD: _("主办"),
    UnitRole.ASSISTING: _("协办"),
    UnitRole.SEPARATE: _("分办"),
    ANSWERING: _("主办或分办"),
}
_ABOUT_TASK = ("unit", "unit_role", "system", "committee")  # with one of them, the others speak of that task
_MET = frozenset({ContactGap.FACE, ContactGap.NO_FACE})  # whether the task's own unit met the deputy
_IN_ORDER_OF_WORK = Case(*(When(status=status, then=Value(n)) for n, status in enumerate(Status)))
ORDERS = {
    "number": F("number_key"),
    "due": F("open_due_on"),  # open work first; what is answered owes nothing
    "assigned": F("assigned_on"),
    "replied": F("replied_on"),
    "status": _IN_ORDER_OF_WORK,
}
DEFAULT_ORDER = "due"


def _choice(label, method: str = "by_task", *, search: bool = False, **extra) -> django_filters.ChoiceFilter:
    """`extra`: choices, or field_name for a plain condition; the choices of the office's own lists come later."""
    widget = PlainSelect(attrs={"data-picker": True} if search else {})
    if "field_name" not in extra:
        extra["method"] = method
    return django_filters.ChoiceFilter(label=label, empty_label=_("不限"), widget=widget, **extra)


def _day(label, field_name: str, lookup: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(label=label, field_name=field_name, lookup_expr=lookup, widget=DateInput())


class SuggestionFilter(InAddress, StandingFilter):
    several = ("status", "lead", "lead_system")
    q = django_filters.CharFilter(
        label=_("查找"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("编号、标题、代表、单位")}),
    )
    status = django_filters.MultipleChoiceFilter(
        label=_("状态"),
        choices=Status.choices,
        widget=PlainSelectMultiple(attrs={"data-picker": True, "data-placeholder": _("不限")}),
    )
    light = _choice(_("期限"), choices=[*Light.choices, (UPCOMING, _("今日至30日内到期"))])
    unit = _choice(_("承办单位"), search=True)
    unit_role = _choice(_("分工"), choices=list(PARTS.items()))
    session = django_filters.ChoiceFilter(label=_("会议"), method="in_session", empty_label=None, widget=PlainSelect())
    system = _choice(_("办理系统"), choices=HandlingSystem.choices)
    committee = _choice(_("联系委室"))
    category = _choice(_("类别"), "by_reference")
    delegation = _choice(_("代表团"), "by_reference")
    period = _choice(_("提出时间"), field_name="period", choices=Period.choices)
    fact = _choice(_("办理情况"), choices=list(FACTS.items()))
    plan = _choice(_("六定方案"), choices=PlanFiling.choices)
    contact = _choice(_("联系代表"), choices=ContactGap.choices)
    urged = _choice(_("催办"), choices=UrgedHow.choices)
    card = _choice(_("警示牌"), choices=[(ANY_CARD, _("有警示牌")), *CardColour.choices])
    result_class = _choice(_("办理结果"), "by_reference")
    grade = _choice(_("代表评价"), method="by_grade", choices=[*Grade.choices, (NOT_JUDGED, _("尚未评价"))])
    key = _choice(_("重点督办"), field_name="is_key", choices=[("1", _("重点督办件"))])
    instructed = _choice(_("领导批示"), field_name="is_instructed", choices=[("1", _("有领导批示"))])
    todo = _choice(_("待办事项"), method="by_group")
    assigned_from = _day(_("交办日期自"), "assigned_on", "gte")
    assigned_to = _day(_("交办日期至"), "assigned_on", "lte")
    due_from = _day(_("答复期限自"), "due_on", "gte")
    due_to = _day(_("答复期限至"), "due_on", "lte")
    o = django_filters.ChoiceFilter(
        method="kept",
        choices=[(sign + key, key) for key in ORDERS for sign in ("", "-")],
        widget=forms.HiddenInput(),
    )

    class Meta:
        model = Suggestion
        fields: list[str] = []
        form = FilterForm

    def __init__(self, data: QueryDict, *, user, today: date, references: References):
        self.typed, self.today, self.references, self.user = data, today, references, user
        filled = data.copy()
        if not filled.get("session"):
            filled["session"] = str(references.current_session or ALL_SESSIONS)
        super().__init__(filled, queryset=Suggestion.objects.visible_to(user))
        hidden = NOT_FOR_DEPUTIES if user.role == Role.DEPUTY else NOT_FOR_UNITS if user.is_unit else ()
        for name in hidden:
            del self.filters[name]
        self._choose_from(references)

    def _choose_from(self, references: References) -> None:
        lists = {
            "session": references.sessions,
            "unit": references.units,
            "lead": references.units,
            "committee": references.committees,
            "lead_committee": references.committees,
            "category": references.categories,
            "delegation": references.delegations,
            "result_class": references.classes,
        }
        also = {"session": (ALL_SESSIONS, _("全部会议")), **NOTHING_YET}
        for name, options in lists.items():
            choices = [(str(one.pk), one.label) for one in options]
            self.filters[name].extra["choices"] = [*choices, also[name]] if name in also else choices
        groups = [group for group in GROUPS[self.user.role] if not group.query and group.list_name == LIST]
        self.filters["todo"].extra["choices"] = [(group.key, group.title) for group in groups]
        self.form.typed = frozenset(name for name in self.typed if self.typed.get(name))
        self.form.fields["unit"].widget.search = {str(unit.pk): unit.search for unit in references.units}

    # What is asked

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Nothing when the address cannot be understood: showing all instead would be a wrong answer."""
        if not self.form.is_valid():
            return queryset.none()
        queryset = self._about_tasks(super().filter_queryset(queryset))
        if self.focus_unit and self.order.removeprefix("-") == "due":
            owed = Assignment.objects.owing().filter(suggestion=OuterRef("pk"), unit=self.focus_unit)
            queryset = queryset.annotate(own_open_due=Subquery(owed.order_by("due_on").values("due_on")[:1]))
        return queryset.order_by(*self._ordering())

    def search(self, queryset: QuerySet, name: str, words: str) -> QuerySet:
        """Each word in the number, the title, the lead deputy's name or a lead unit's name."""
        for word in words.split():
            deputies = Deputy.objects.filter(name__icontains=word)
            queryset = queryset.filter(
                Q(number__icontains=word)
                | Q(title__icontains=word)
                | Q(lead_unit_names__icontains=word)
                | Q(lead_deputy__in=deputies)
            )
        return queryset

    def in_session(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset if value == ALL_SESSIONS else queryset.filter(session=value)

    def by_group(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(pk__in=members(self.user, value, today=self.today))

    def by_grade(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(grade="" if value == NOT_JUDGED else value)

    def by_task(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Left to `_about_tasks`, which needs all of them together."""
        return queryset

    kept = by_task

    def _about_tasks(self, queryset: QuerySet) -> QuerySet:
        asked = self.form.cleaned_data
        light, fact, plan, contact = asked["light"], asked["fact"], asked.get("plan"), asked.get("contact")
        if contact and not (contact in _MET and any(asked[name] for name in _ABOUT_TASK)):
            queryset, contact = queryset.filter(suggestion_contact(contact)), ""
        urged, card, is_of_unit = asked.get("urged"), asked.get("card"), any(asked[name] for name in _ABOUT_TASK)
        if urged and not is_of_unit:
            queryset, urged = queryset.filter(suggestion_urged(urged, self.today)), ""
        if not plan and not card and fact not in OF_TASKS and not is_of_unit:
            queryset = queryset.with_light(light, self.today) if light else queryset
            return queryset.with_fact(fact) if fact else queryset
        tasks = Assignment.objects.active()
        if asked["unit"]:
            tasks = tasks.filter(unit=asked["unit"])
        if asked["unit_role"]:
            tasks = tasks.answering() if asked["unit_role"] == ANSWERING else tasks.filter(role=asked["unit_role"])
        if asked["system"]:
            tasks = tasks.filter(unit__handling_system=asked["system"])
        if asked["committee"]:
            tasks = tasks.filter(unit__committee=asked["committee"])
        if light:
            tasks = tasks.with_light(light, self.today)
        if plan:
            tasks = tasks.with_plan(plan, self.today)
        if urged:
            tasks = tasks.filter(task_urged(urged, self.today))
        if card:
            tasks = tasks.exclude(card="") if card == ANY_CARD else tasks.filter(card=card)
        if contact == ContactGap.FACE:
            tasks = tasks.filter(task_faced())
        elif contact:
            queryset = queryset.without_task_among(tasks.filter(task_faced()))
        if fact == "not_replied":
            return queryset.with_task_among(tasks).without_task_among(tasks.done())
        if fact in OF_SUGGESTIONS:
            queryset = queryset.with_fact(fact)
        elif fact:
            tasks = tasks.with_fact(fact)
        return queryset.with_task_among(tasks)

    def _ordering(self) -> list:
        order = self.order
        key = ORDERS[order.removeprefix("-")]
        if self.focus_unit and order.removeprefix("-") == "due":
            key = F("own_open_due")  # a unit's list goes by the unit's own dates
        direction = key.desc if order.startswith("-") else key.asc
        first = direction() if order.removeprefix("-") in {"number", "status"} else direction(nulls_last=True)
        return [first, "number_key", "pk"]

    # What the page says about it

    @property
    def order(self) -> str:
        return (self.form.is_valid() and self.form.cleaned_data["o"]) or DEFAULT_ORDER

    @property
    def focus_unit(self) -> int | None:
        """The unit whose own part and date the rows show: the one asked for, else that of a unit's person."""
        chosen = self.form.cleaned_data.get("unit") if self.form.is_valid() else ""
        return int(chosen) if chosen else (self.user.unit_id if self.user.is_unit else None)

    @property
    def session_label(self) -> str:
        names = {str(pk): name for pk, name in self.references.names("sessions").items()}
        return names.get(self.data["session"], _("全部会议"))

    def jump(self) -> int | None:
        """The one suggestion whose number is exactly what was typed, when nothing else was asked."""
        typed = {name for name in self.typed if self.typed.get(name)} - {"session"}
        number = self.typed.get("q", "").strip()
        if typed != {"q"} or not any(c.isdigit() for c in number) or not self.form.is_valid():
            return None
        session = self.form.cleaned_data["session"]
        found = self.in_session(self.queryset, "session", session).filter(number__iexact=number)
        matches = list(found.values_list("pk", flat=True)[:2])
        return matches[0] if len(matches) == 1 else None
