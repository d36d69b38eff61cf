"""What can be asked of promises: the ledger lists by it and figures count by it."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import ExtractYear

from accounts.roles import SCOPES, Role, Scope
from suggestions.choices import CommitmentState
from suggestions.deadlines import Light
from suggestions.querysets import UPCOMING, due_within

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
    return _PROMISE_OWED & due_within(light, today)


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
