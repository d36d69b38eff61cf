"""What can be asked of suggestions and tasks, as chainable conditions. `today` always comes from outside."""

from datetime import date

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, ExtractYear

from accounts.roles import SCOPES, Role, Scope
from suggestions.choices import (
    FACE_TO_FACE,
    AssignmentState,
    CommitmentState,
    ContactGap,
    ContactStage,
    Grade,
    PlanFiling,
    Status,
    UnitRole,
)
from suggestions.deadlines import Light, light_bounds
from suggestions.workflow import ENDED, OWING

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


# Conditions with a name: lists filter by them and figures count by them, so a number and its list cannot differ.


def suggestion_light(light: str, today: date) -> Q:
    """Exactly the rows whose badge shows `light`: the same bounds as deadlines.light."""
    if light == Light.DONE:
        return Q(filed_on__isnull=False)
    if light == Light.NONE:
        return Q(filed_on__isnull=True) & ~Q(status=Status.IN_HANDLING)
    return _SUGGESTION_OWED & _due_within(light, today)


def suggestion_fact(fact: str) -> Q:
    """The three facts, kept apart (办了, 办成, 办好), and whether the answer kept its date; of the last round."""
    return {
        "assigned": _ASSIGNED,
        "not_replied": _ASSIGNED & Q(replied_on__isnull=True),
        "replied": _REPLIED,
        "resolved": _REPLIED & Q(result_class__counts_as_solved=True),
        "planned": _REPLIED & Q(result_class__needs_plan_date=True, result_class__counts_as_solved=False),
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
    return TASK_OWED & _due_within(light, today)


def task_fact(fact: str) -> Q:
    """`replied` (or the opinion filed), whether the own date was kept, and what waits for a signature or a reader."""
    return {
        "replied": _TASK_DONE,
        "on_time": _TASK_DONE & Q(done_on__lte=F("due_on")),
        "late": _TASK_DONE & Q(done_on__gt=F("due_on")),
        "not_signed": TASK_OWED & Q(state=AssignmentState.AWAITING_RECEIPT),
        "with_coordinator": _TASK_CURRENT & Q(state=AssignmentState.AWAITING_COORDINATOR),
    }[fact]


_ON_LEDGER = ~Q(state=CommitmentState.PROPOSED)
_COUNTED = _ON_LEDGER & ~Q(state=CommitmentState.SUPERSEDED)
_PROMISE_OWED = Q(state=CommitmentState.OPEN)
_PROMISE_STANDS = Q(state__in=[CommitmentState.OPEN, CommitmentState.REPORTED])


def commitment_light(light: str, today: date) -> Q:
    """Promises whose badge shows `light`: a report of done stops the clock, and struck off without it shows none."""
    if light == Light.DONE:
        return _ON_LEDGER & Q(done_on__isnull=False)
    if light == Light.NONE:
        return _ON_LEDGER & Q(done_on__isnull=True) & ~_PROMISE_OWED
    return _PROMISE_OWED & _due_within(light, today)


def commitment_fact(fact: str, today: date) -> Q:
    """The columns of the ledger. `counted` = `kept` + `under_way` + `reported` + `explained`; `due` is what the rate
    is out of (suggestions/definitions.py)."""
    kept, explained = Q(state=CommitmentState.FULFILLED), Q(state=CommitmentState.EXPLAINED)
    late = _PROMISE_STANDS & Q(due_on__lt=today)
    next_year = Q(due_on__year__gt=ExtractYear("reply__dated_on"))
    return {
        "counted": _COUNTED,
        "kept": kept,
        "under_way": _PROMISE_OWED,
        "reported": Q(state=CommitmentState.REPORTED),
        "explained": explained,
        "overdue": _PROMISE_OWED & Q(due_on__lt=today),
        "due_month": commitment_light(UPCOMING, today),
        "moved": _COUNTED & ~Q(due_on=F("original_due_on")),
        "due": kept | explained | late,
        # 跨年度: promised for a later year, or still followed from an earlier session
        "carried": _COUNTED & (next_year | (_PROMISE_STANDS & Q(suggestion__session__is_current=False))),
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


def _due_within(light: str, today: date) -> Q:
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


class CommitmentQuerySet(models.QuerySet):
    def visible_to(self, user) -> "CommitmentQuerySet":
        """Those of visible suggestions, once they are on the ledger; a deputy's merged one was promised the same."""
        suggestions = self.model._meta.get_field("suggestion").related_model.objects.visible_to(user)
        found = Q(suggestion__in=suggestions.values("pk"))
        if SCOPES.get(user.role) == Scope.OWN:
            found |= Q(suggestion__in=suggestions.filter(merged_into__isnull=False).values("merged_into"))
        return self.on_ledger().filter(found)

    def on_ledger(self) -> "CommitmentQuerySet":
        return self.exclude(state=CommitmentState.PROPOSED)

    def of_desk(self, user) -> "CommitmentQuerySet":
        """The ledger of this person: a unit's own, a coordinator's system's, else all that is visible."""
        found = self.visible_to(user)
        if user.is_unit:
            return found.filter(assignment__unit=user.unit_id)
        if user.role == Role.COORDINATOR:
            return found.filter(assignment__unit__handling_system=user.handling_system)
        return found

    def with_light(self, light: str, today: date) -> "CommitmentQuerySet":
        return self.filter(commitment_light(light, today))

    def with_fact(self, fact: str, today: date) -> "CommitmentQuerySet":
        return self.filter(commitment_fact(fact, today))

    def owing(self) -> "CommitmentQuerySet":
        """Not yet reported done: a report stops the clock, as a filed reply does."""
        return self.filter(state=CommitmentState.OPEN)

    def overdue(self, today: date) -> "CommitmentQuerySet":
        return self.owing().filter(due_on__lt=today)


class EventQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise TypeError("办理记录只能追加，不能修改。")

    def delete(self):
        raise TypeError("办理记录不能删除。")
