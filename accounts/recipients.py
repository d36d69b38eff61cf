"""Who in a house gets a message. A unit without contacts does not fall silent: its handlers and head stand in."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from accounts.models import Unit, User
from accounts.roles import OFFICE, Role


def office() -> QuerySet[User]:
    """The congress office's clerks and head."""
    return User.objects.filter(role__in=OFFICE, is_active=True)


def office_heads() -> QuerySet[User]:
    return User.objects.filter(role=Role.OFFICE_HEAD, is_active=True)


def unit_contacts(unit_ids: Iterable[int]) -> dict[int, list[User]]:
    """For each unit: its first and second contact who are active; else its handlers; else its heads; else nobody."""
    unit_ids = set(unit_ids)
    people: dict[int, dict[str, list[User]]] = defaultdict(lambda: defaultdict(list))
    members = User.objects.filter(unit__in=unit_ids, is_active=True).order_by("pk")
    for user in members:
        people[user.unit_id][user.role].append(user)
    found = {}
    for unit in Unit.objects.filter(pk__in=unit_ids).select_related("first_contact", "second_contact"):
        contacts = [u for u in (unit.first_contact, unit.second_contact) if u is not None and u.is_active]
        found[unit.pk] = contacts or people[unit.pk][Role.UNIT_HANDLER] or people[unit.pk][Role.UNIT_HEAD]
    return found


def unit_heads(unit_ids: Iterable[int]) -> dict[int, list[User]]:
    found: dict[int, list[User]] = defaultdict(list)
    for user in User.objects.filter(unit__in=set(unit_ids), role=Role.UNIT_HEAD, is_active=True).order_by("pk"):
        found[user.unit_id].append(user)
    return found


def coordinators() -> dict[str, list[User]]:
    """The coordinators of each handling system."""
    found: dict[str, list[User]] = defaultdict(list)
    for user in User.objects.filter(role=Role.COORDINATOR, is_active=True).order_by("pk"):
        found[user.handling_system].append(user)
    return found


def unit_people(unit_id: int) -> list[User]:
    """Everyone of one unit who works on its tasks."""
    return list(User.objects.filter(unit=unit_id, is_active=True, role__in=[Role.UNIT_HANDLER, Role.UNIT_HEAD]))
