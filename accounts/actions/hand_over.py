"""A person leaves: everything addressed to the account passes to a successor in one step, and the account is closed.

Drafts, tasks and letters belong to the unit and stay where they are. What is the person's alone passes to nobody.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.actions.keep import record
from accounts.actions.users import KIND
from accounts.errors import RuleViolation
from accounts.models import Change, Delivery, Notification, Unit, User
from accounts.notifications import outward_channels
from accounts.roles import UNIT, Role

# What is a person's alone: how the keys of the messages about it begin → what to do, in a sentence. Those messages stay
# too. An upper floor adds its function (apps.py).
PERSONAL: list[Callable[[User], dict[str, str]]] = []


@dataclass(frozen=True)
class Estate:
    """What passes on: the posts as a unit's contact, and what was not read yet. `stays`: what does not, and why."""

    first_contact_of: tuple[Unit, ...]
    second_contact_of: tuple[Unit, ...]
    unread: int
    stays: tuple[str, ...] = ()


def estate_of(person: User) -> Estate:
    return Estate(
        tuple(Unit.objects.filter(first_contact=person)),
        tuple(Unit.objects.filter(second_contact=person)),
        _unread(person).count(),
        tuple(_personal(person).values()),
    )


def _personal(person: User) -> dict[str, str]:
    return {key: sentence for found in PERSONAL for key, sentence in found(person).items()}


def _unread(person: User) -> QuerySet[Notification]:
    """The messages that pass on."""
    return Notification.objects.filter(recipient=person, read_at=None).exclude(_begins(_personal(person)))


def _begins(keys: Iterable[str]) -> Q:
    found = Q(pk__in=[])
    for key in keys:
        found |= Q(key__startswith=key)
    return found


def successors(person: User) -> QuerySet[User]:
    """Who may take over: an open account of the same unit, or of the same role with the same system or committee.

    A deputy's account is the deputy's own: nobody takes it over.
    """
    others = User.objects.filter(is_active=True).exclude(pk=person.pk).order_by("name", "pk")
    if person.role in UNIT:
        return others.filter(unit=person.unit_id, role__in=UNIT)
    if person.role == Role.DEPUTY:
        return others.none()
    return others.filter(role=person.role, handling_system=person.handling_system, committee=person.committee_id)


@transaction.atomic
def hand_over(*, person: User, successor: User, by: User, at: datetime) -> Estate:
    """Pass on the contact's posts and the unread messages, close the account and end its logins.

    What is addressed to the person later reaches the successor (recipients.reached). RuleViolation for the own
    account, one that is closed already, or a successor of another house.
    """
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if person.pk == by.pk:
        raise RuleViolation(_("不能交接自己的账号，请由另一位有权限的人员操作。"))
    if not person.is_active:
        raise RuleViolation(_("%(name)s的账号已经停用，不需要再交接。") % {"name": person.name})
    if not successors(person).filter(pk=successor.pk).exists():
        raise RuleViolation(_("接手人须是同一单位或同一岗位、正在使用的账号。"), field="successor")
    estate = estate_of(person)
    _pass_on_posts(estate, successor)
    _pass_on_messages(person, successor, at=at)
    person.is_active, person.successor = False, successor
    person.away_from_on = person.away_until_on = None
    person.set_unusable_password()  # also ends the logins that are open
    person.save(update_fields=["is_active", "successor", "away_from_on", "away_until_on", "password"])
    record(person, Change.What.HANDED_OVER, kind=KIND, detail=_in_words(estate, successor), by=by, at=at)
    return estate


def _pass_on_posts(estate: Estate, successor: User) -> None:
    """Nobody is both contacts of one unit: who moves up leaves the second post free."""
    for unit in estate.first_contact_of:
        unit.first_contact = successor
        if unit.second_contact_id == successor.pk:
            unit.second_contact = None
        unit.save(update_fields=["first_contact", "second_contact"])
    for unit in estate.second_contact_of:
        unit.second_contact = None if unit.first_contact_id == successor.pk else successor
        unit.save(update_fields=["second_contact"])


def _pass_on_messages(person: User, successor: User, *, at: datetime) -> None:
    """A message that both had is read with the one who stays. What is still on its way out goes to the new address."""
    unread = _unread(person)
    had = Notification.objects.filter(recipient=successor).values("key")
    unread.filter(key__in=had).update(read_at=at)
    passed = list(unread.values_list("pk", flat=True))
    unread.update(recipient=successor)
    waiting = Delivery.objects.filter(
        notification__in=passed, state__in=[Delivery.State.PENDING, Delivery.State.FAILED]
    )
    known = dict(outward_channels(successor))
    for channel, address in known.items():
        waiting.filter(channel=channel).update(address=address)
    waiting.exclude(channel__in=list(known)).update(
        state=Delivery.State.GIVEN_UP, error=_("已交接，接手人没有登记这个渠道的地址")
    )


def _in_words(estate: Estate, successor: User) -> str:
    lines = [_("接手人：%(name)s（%(username)s）") % {"name": successor.name, "username": successor.username}]
    lines += [_("第一联系人：%(unit)s") % {"unit": unit} for unit in estate.first_contact_of]
    lines += [_("第二联系人：%(unit)s") % {"unit": unit} for unit in estate.second_contact_of]
    return "\n".join([*lines, _("未读消息：%(n)d条") % {"n": estate.unread}, *estate.stays])
