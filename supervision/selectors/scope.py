"""Whose figures a person looks at: a coordinator the own system's, a liaison committee its units', a unit its own."""

from dataclasses import dataclass, replace

from django.db.models import QuerySet

from accounts.roles import Role
from suggestions.models import Assignment, Commitment, Session, Suggestion
from supervision.selectors.figures import ALL_SESSIONS

OWN, EVERY = "own", "all"  # which units a liaison committee looks at


@dataclass(frozen=True)
class Scope:
    """`session`: None is all of them. A suggestion is a system's, a committee's or a unit's by who answers it now."""

    session: Session | None
    system: str = ""
    committee: int | None = None
    unit: int | None = None

    @property
    def where(self) -> dict:
        """The filters of the list that holds all of these suggestions."""
        return {**self.in_session, **self._by("lead_system", "lead_committee", "lead")}

    @property
    def in_session(self) -> dict:
        return {"session": self.session.pk if self.session else ALL_SESSIONS}

    @property
    def of_tasks(self) -> dict:
        """The filters that speak of these units' tasks, and of their promises."""
        return {**self.in_session, **self._by("system", "committee", "unit")}

    def _by(self, system: str, committee: str, unit: str) -> dict:
        asked = {system: self.system, committee: self.committee, unit: self.unit}
        return {name: value for name, value in asked.items() if value}

    def suggestions(self, user) -> QuerySet:
        found = Suggestion.objects.visible_to(user)
        if self.session:
            found = found.filter(session=self.session)
        led_by = self._by("unit__handling_system", "unit__committee", "unit")
        return found.led_by(**led_by) if led_by else found

    def tasks(self) -> QuerySet:
        found = Assignment.objects.filter(**({"suggestion__session": self.session} if self.session else {}))
        return found.filter(**self._by("unit__handling_system", "unit__committee", "unit"))

    def promises(self, user) -> QuerySet:
        found = Commitment.objects.of_desk(user)
        if self.session:
            found = found.filter(suggestion__session=self.session)
        unit = "assignment__unit"
        return found.filter(**self._by(f"{unit}__handling_system", f"{unit}__committee", unit))

    def in_all_sessions(self) -> "Scope":
        return replace(self, session=None)


def scope_of(user, session: Session | None, units: str = OWN) -> Scope:
    """`units`: OWN, or EVERY where a committee looks at all of them."""
    if user.role == Role.COORDINATOR:
        return Scope(session, system=user.handling_system)
    if user.is_unit:
        return Scope(session, unit=user.unit_id)
    if user.role == Role.COMMITTEE and units == OWN:
        return Scope(session, committee=user.committee_id)
    return Scope(session)
