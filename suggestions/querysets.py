"""What can be asked of suggestions and tasks, as chainable conditions. `today` always comes from outside."""

from datetime import date
from operator import attrgetter

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce
from django.db.models.query import ModelIterable

from accounts.roles import SCOPES, Scope
from suggestions.choices import (
    FACE_TO_FACE,
    AssignmentState,
    ContactGap,
    ContactStage,
    Grade,
    PlanFiling,
    Status,
    UnitRole,
)
from suggestions.deadlines import Light, light_bounds
from suggestions.workflow import ANSWERING, ENDED, OWING

# Counted as handled work: all the office took on (交办率's and 办复率's ground, domain.md 4.4)
UNDER_HANDLING = (Status.IN_HANDLING, Status.REPLIED, Status.JUDGED, Status.CLOSED)
UPCOMING = "upcoming"  # three lights together: from today to 30 days on

# A merged suggestion counts once its main one is with a unit: it is answered with it and to its own deputy.
_ASSIGNED = Q(assigned_on__isnull=False, status__in=[*UNDER_HANDLING, Status.MERGED])
_REPLIED = _ASSIGNED & Q(replied_on__isnull=False)
# In handling with a reply still owed by a lead unit: `due_on` is the nearest of those dates.
_SUGGESTION_OWED = Q(status=Status.IN_HANDLING, filed_on__isnull=True)
# Only in the round under way: an opinion never filed in the first round is not owed in the second.
_TASK_CURRENT = Q(suggestion__status=Status.IN_HANDLING, round=F("suggestion__round"))
TASK_OWED = _TASK_CURRENT & Q(state__in=sorted(OWING))
_TASK_DONE = Q(state__in=[AssignmentState.ANSWERED, AssignmentState.OPINION_FILED])


def sorted_here(rows: models.QuerySet, *names: str) -> models.QuerySet:
    """`rows` by the fields `names` ("-": backwards; never empty ones), sorted when they are read: to be read whole,
    not by `first` or a slice.

    For a few wide rows: for an ORDER BY Django makes a hash of each selected column, which for four joined tables
    takes as long as all the rest of the query.
    """

    class Sorted(ModelIterable):
        def __iter__(self):
            found = list(super().__iter__())
            for name in reversed(names):
                found.sort(key=attrgetter(name.removeprefix("-")), reverse=name.startswith("-"))
            return iter(found)

    rows = rows.order_by()
    rows._iterable_class = Sorted
    return rows


# Conditions with a name: lists filter by them and figures count by them, so a number and its list cannot differ.


def suggestion_light(light: str, today: date) -> Q:
    """Exactly the rows whose badge shows `light`: the same bounds as deadlines.light."""
    if light == Light.DONE:
        return Q(filed_on__isnull=False)
    if light == Light.NONE:
        return Q(filed_on__isnull=True) & ~Q(status=Status.IN_HANDLING)
    return _SUGGESTION_OWED & due_within(light, today)


def suggestion_fact(fact: str) -> Q:
    """The three facts, kept apart (办了, 办成, 办好), and whether the answer kept its date; of the last round."""
    return {
        "assigned": _ASSIGNED,
        "not_replied": _ASSIGNED & Q(replied_on__isnull=True),
        "replied": _REPLIED,
        "resolved": _REPLIED & Q(result_class__counts_as_solved=True),
        "planned": _REPLIED & Q(result_class__needs_plan_date=True, result_class__counts_as_solved=False),
        # With the lights of what is owed, and `replied`, these two make up all there are
        "not_assigned": ~_ASSIGNED,
        "stopped": _ASSIGNED & Q(replied_on__isnull=True) & ~(_SUGGESTION_OWED & Q(due_on__isnull=False)),
        "satisfied": Q(grade=Grade.SATISFIED),
        "on_time": _REPLIED & Q(replied_on__lte=F("due_on")),
        "late": _REPLIED & Q(replied_on__gt=F("due_on")),
        "to_rehandle": Q(status=Status.JUDGED, grade=Grade.DISSATISFIED, round=1),
    }[fact]


def awaiting_meeting(meetings: models.Manager) -> Q:
    """Dissatisfied again, and the meeting of that round not yet recorded. `meetings`: all there are."""
    held = meetings.filter(suggestion=OuterRef("pk"), round=OuterRef("round"), held_on__isnull=False)
    return Q(status=Status.JUDGED, grade=Grade.DISSATISFIED, round__gt=1) & ~Exists(held)


def task_light(light: str, today: date) -> Q:
    """Tasks whose own clock shows `light`. No task shows NONE: each has its day from the first."""
    if light == Light.DONE:
        return Q(done_on__isnull=False)
    if light == Light.NONE:
        return Q(pk__in=[])
    return TASK_OWED & due_within(light, today)


def task_fact(fact: str) -> Q:
    """`replied` (or the opinion filed), whether the own date was kept, and what waits for a signature or a reader."""
    return {
        "replied": _TASK_DONE,
        "on_time": _TASK_DONE & Q(done_on__lte=F("due_on")),
        "late": _TASK_DONE & Q(done_on__gt=F("due_on")),
        "not_signed": TASK_OWED & Q(state=AssignmentState.AWAITING_RECEIPT),
        "with_coordinator": _TASK_CURRENT & Q(state=AssignmentState.AWAITING_COORDINATOR),
    }[fact]


def suggestion_contact(gap: str) -> Q:
    """What of the three contacts is missing (S14), or whether one met face to face; by whomever."""
    return {
        ContactGap.NO_BEFORE: _ASSIGNED & ~_contacted(stage=ContactStage.BEFORE),
        ContactGap.NO_DURING: _ASSIGNED & ~_contacted(stage=ContactStage.DURING),
        ContactGap.NO_AFTER: _REPLIED & ~_contacted(stage=ContactStage.AFTER),
        ContactGap.NO_FACE: _ASSIGNED & ~_contacted(kind__in=sorted(FACE_TO_FACE)),
        ContactGap.FACE: _ASSIGNED & _contacted(kind__in=sorted(FACE_TO_FACE)),
    }[gap]


def _contacted(**conditions) -> Q:
    """A merged suggestion is talked about with its main one."""
    contacts = apps.get_model("suggestions", "Contact").objects
    return Q(Exists(contacts.filter(suggestion=Coalesce(OuterRef("merged_into"), OuterRef("pk")), **conditions)))


def task_faced() -> Q:
    """The task's own unit has met the deputy about this suggestion, in whichever round."""
    contacts = apps.get_model("suggestions", "Contact").objects.filter(kind__in=sorted(FACE_TO_FACE))
    return Q(Exists(contacts.filter(suggestion=OuterRef("suggestion"), assignment__unit=OuterRef("unit"))))


def task_plan(filing: str, today: date) -> Q:
    """Whether the unit said how it means to handle it (六定, S18). A plan nobody asked for counts as filed."""
    filed, asked = Q(plan__isnull=False), Q(plan_due_on__isnull=False)
    return {
        PlanFiling.DUE: filed | asked,
        PlanFiling.FILED: filed,
        PlanFiling.MISSING: asked & ~filed,
        PlanFiling.LATE: asked & ~filed & Q(plan_due_on__lt=today),
    }[filing]


def standing_leads(round_of_suggestion, way: str = "") -> Q:
    """Tasks of who answers the suggestion now: lead or separate, not given back, in its round. `way`: from where the
    condition stands to the task."""
    conditions = {"role__in": sorted(ANSWERING), "round": round_of_suggestion}
    return Q(**{way + name: value for name, value in conditions.items()}) & ~Q(**{f"{way}state__in": sorted(ENDED)})


def due_within(light: str, today: date) -> Q:
    """Whose day in `due_on` shows `light`, whether or not it is still owed."""
    bounds = light_bounds(today)
    bounds[UPCOMING] = bounds[Light.DUE_TODAY][0], bounds[Light.DUE_MONTH][1]
    first, last = bounds[light]
    found = Q(due_on__gte=first) if first is not None else Q()
    return found & Q(due_on__lte=last) if last is not None else found


class SuggestionQuerySet(models.QuerySet):
    def visible_to(self, user) -> "SuggestionQuerySet":
        """Only what this person may see at all; the rest answers 404."""
        scope = SCOPES.get(user.role)
        if scope == Scope.ALL:
            return self
        if scope == Scope.SYSTEM:
            return self._with_task(unit__handling_system=user.handling_system)
        if scope == Scope.UNIT:
            return self._with_task(unit=user.unit_id)
        if scope == Scope.OWN and user.deputy_id:
            co_signed = self.model.co_signers.through.objects.filter(suggestion=OuterRef("pk"), deputy=user.deputy_id)
            return self.filter(Q(lead_deputy=user.deputy_id) | Exists(co_signed))
        return self.none()

    def _with_task(self, *conditions: Q, **fields) -> "SuggestionQuerySet":
        tasks = self.model._meta.get_field("assignments").related_model.objects
        return self.filter(Exists(tasks.filter(*conditions, suggestion=OuterRef("pk"), **fields)))

    def with_task_among(self, tasks: "AssignmentQuerySet") -> "SuggestionQuerySet":
        """Suggestions of which at least one of `tasks` is a task."""
        return self.filter(Exists(tasks.filter(suggestion=OuterRef("pk"))))

    def without_task_among(self, tasks: "AssignmentQuerySet") -> "SuggestionQuerySet":
        return self.exclude(Exists(tasks.filter(suggestion=OuterRef("pk"))))

    def recent_titles(self, most: int = 3000) -> "list[tuple[int, str]]":
        """The key and title of the newest suggestions: the same proposer and topic again next year is normal."""
        return list(self.order_by("-pk").values_list("pk", "title")[:most])

    def for_unit(self, unit, role: str = "") -> "SuggestionQuerySet":
        """Suggestions with a task of `unit` that was not given back or cancelled, in the part `role` if named."""
        found = {"unit": unit, "role": role} if role else {"unit": unit}
        return self._with_task(~Q(state__in=sorted(ENDED)), **found)

    def led_by(self, **fields) -> "SuggestionQuerySet":
        """Suggestions that are answered now by a task of these `fields`."""
        return self._with_task(standing_leads(OuterRef("round")), **fields)

    def under_handling(self) -> "SuggestionQuerySet":
        return self.filter(status__in=UNDER_HANDLING)

    def owing(self) -> "SuggestionQuerySet":
        return self.filter(_SUGGESTION_OWED)

    def overdue(self, today: date) -> "SuggestionQuerySet":
        """The due day itself is in time (民法典 art 203)."""
        return self.owing().filter(due_on__lt=today)

    def with_light(self, light: str, today: date) -> "SuggestionQuerySet":
        return self.filter(suggestion_light(light, today))

    def with_fact(self, fact: str) -> "SuggestionQuerySet":
        if fact == "awaiting_meeting":
            return self.filter(awaiting_meeting(self.model._meta.get_field("meetings").related_model.objects))
        return self.filter(suggestion_fact(fact))


class AssignmentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "AssignmentQuerySet":
        """Tasks of visible suggestions; who sees a suggestion sees all its units' tasks."""
        suggestions = self.model._meta.get_field("suggestion").related_model.objects
        return self.filter(suggestion__in=suggestions.visible_to(user).values("pk"))

    def active(self) -> "AssignmentQuerySet":
        return self.exclude(state__in=ENDED)

    def answering(self) -> "AssignmentQuerySet":
        return self.filter(role__in=[UnitRole.LEAD, UnitRole.SEPARATE])

    def assisting(self) -> "AssignmentQuerySet":
        return self.filter(role=UnitRole.ASSISTING)

    def owing(self) -> "AssignmentQuerySet":
        """The unit still owes a reply or an opinion: a reply with the office for review stops the clock."""
        return self.filter(TASK_OWED)

    def overdue(self, today: date) -> "AssignmentQuerySet":
        return self.owing().filter(due_on__lt=today)

    def with_light(self, light: str, today: date) -> "AssignmentQuerySet":
        return self.filter(task_light(light, today))

    def done(self) -> "AssignmentQuerySet":
        return self.filter(_TASK_DONE)

    def with_fact(self, fact: str) -> "AssignmentQuerySet":
        return self.filter(task_fact(fact))

    def with_plan(self, filing: str, today: date) -> "AssignmentQuerySet":
        return self.filter(task_plan(filing, today))


class EventQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError("办理记录只能追加，不能修改。")

    def delete(self):
        raise TypeError("办理记录不能删除。")
