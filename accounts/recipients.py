"""Who in a house gets a message. A unit without contacts does not fall silent: its handlers and head stand in."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.at_length import read_once
from accounts.models import Unit, User
from accounts.roles import OFFICE, UNIT, Role


def local_day(at: datetime) -> date:
    """The office's calendar day of a moment."""
    return at.astimezone(timezone.get_current_timezone()).date()


@read_once
def office() -> QuerySet[User]:
    """The congress office's clerks and head."""
    return User.objects.filter(role__in=OFFICE, is_active=True)


def office_heads() -> QuerySet[User]:
    return User.objects.filter(role=Role.OFFICE_HEAD, is_active=True)


def unit_contacts(unit_ids: Iterable[int], *, on: date) -> dict[int, list[User]]:
    """For each unit who hears of its tasks on a day: its first contact, or whoever stands in (`stand_ins`)."""
    units = _with_contacts(frozenset(unit_ids))
    people: dict[int, list[User]] = defaultdict(list)
    silent = [unit.pk for unit in units if not _present(contacts_of(unit), on=on)]
    if silent:
        for user in User.objects.filter(unit__in=silent, is_active=True, role__in=UNIT).order_by("pk"):
            people[user.unit_id].append(user)
    return {unit.pk: stand_ins(unit, people[unit.pk], on=on) for unit in units}


@read_once
def _with_contacts(unit_ids: frozenset[int]) -> list[Unit]:
    found = Unit.objects.filter(pk__in=unit_ids).select_related("first_contact", "second_contact").order_by()
    return sorted(found, key=lambda unit: (unit.order, unit.name))


def contacts_of(unit: Unit) -> list[User]:
    """The named contacts with an open account, the first one first."""
    return [each for each in (unit.first_contact, unit.second_contact) if each is not None and each.is_active]


def _present(group: list[User], *, on: date, without: User | None = None) -> list[User]:
    return [each for each in group if not (each.is_away(on) or each == without)]


def stand_ins(unit: Unit, people: list[User], *, on: date, without: User | None = None) -> list[User]:
    """The first contact; the second while the first is away, closed or not named; else the handlers, else the heads.

    Who is away is passed over as long as somebody is there; with everybody away the message is theirs all the same:
    a unit falls silent only when it has no open account. `people`: the unit's open accounts, looked at only where no
    contact is present. `without`: taken as away.
    """
    handlers = [each for each in people if each.role == Role.UNIT_HANDLER]
    heads = [each for each in people if each.role == Role.UNIT_HEAD]
    groups = (*([each] for each in contacts_of(unit)), handlers, heads)
    present = (_present(group, on=on, without=without) for group in groups)
    return next(filter(None, present), None) or next(filter(None, groups), [])


def standing_in(person: User, *, on: date) -> list[tuple[Unit, list[User]]]:
    """For each unit whose contact `person` is: who else hears of its tasks on a day on which `person` is away."""
    units = Unit.objects.filter(Q(first_contact=person) | Q(second_contact=person))
    found = []
    for unit in units.select_related("first_contact", "second_contact"):
        told = stand_ins(unit, unit_people(unit.pk), on=on, without=person)
        found.append((unit, [each for each in told if each != person]))
    return found


def unit_heads(unit_ids: Iterable[int]) -> dict[int, list[User]]:
    found: dict[int, list[User]] = defaultdict(list)
    for user in _heads(frozenset(unit_ids)):
        found[user.unit_id].append(user)
    return found


@read_once
def _heads(unit_ids: frozenset[int]) -> list[User]:
    return list(User.objects.filter(unit__in=unit_ids, role=Role.UNIT_HEAD, is_active=True).order_by("pk"))


def contacts_and_heads(unit_ids: Iterable[int], *, on: date) -> list[User]:
    """The people whom a unit's matter must not escape: who hears of its tasks on that day, and its heads. Each once."""
    unit_ids = list(dict.fromkeys(unit_ids))
    contacts, heads = unit_contacts(unit_ids, on=on), unit_heads(unit_ids)
    return list(dict.fromkeys(person for unit in unit_ids for person in (*contacts[unit], *heads[unit])))


def coordinators() -> dict[str, list[User]]:
    """The coordinators of each handling system."""
    found: dict[str, list[User]] = defaultdict(list)
    for user in User.objects.filter(role=Role.COORDINATOR, is_active=True).order_by("pk"):
        found[user.handling_system].append(user)
    return found


def unit_people(unit_id: int) -> list[User]:
    """Everyone of one unit who works on its tasks."""
    return list(User.objects.filter(unit=unit_id, is_active=True, role__in=UNIT))


def reached(recipients: Iterable[User | None]) -> list[User]:
    """Who really gets what is addressed to `recipients`, each once: for a person who left, whoever took over.

    Through any number of hand-overs; a circle of closed accounts reaches nobody.
    """
    found: dict[int, User] = {}
    for user in recipients:
        seen: set[int] = set()
        while user is not None and not user.is_active and user.pk not in seen:
            seen.add(user.pk)
            user = user.successor
        if user is not None and user.is_active:
            found[user.pk] = user
    return list(found.values())
