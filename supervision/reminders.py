"""Who is to be reminded of what this morning: decided, written into the ledger, and put into one digest a person.

"What is due and not yet in the ledger", never "what happened since yesterday": a night missed is caught up by the
newest rung, and a run repeated finds nothing. Runs wait for each other (`_one_at_a_time`); the ledger's unique keys
are the last word.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import recipients
from accounts.models import User
from accounts.notifications import outward_channels, post_digests
from suggestions.clocks import read_calendar
from supervision import digest
from supervision.candidates import Candidate, candidates
from supervision.models import JobRun, Reminder
from supervision.reminder_rules import Audience, Kind, audience, may_send

LOCK = "reminders"
_ABOUT = ("suggestion_id", "assignment_id", "commitment_id", "finding_id", "instruction_id", "due_on", "rung")
_about = attrgetter(*_ABOUT)


class Item(NamedTuple):
    """One reminder for one person."""

    recipient: User
    kind: Kind
    rung: int
    due_on: date
    suggestion_id: int
    assignment_id: int | None
    commitment_id: int | None
    finding_id: int | None
    instruction_id: int | None
    number: str
    title: str
    unit: str
    is_unit_silent: bool = False  # nobody of the unit can be reached: the office hears of it instead


@dataclass(frozen=True)
class Plan:
    """What goes out on `today`; on a rest day nothing does."""

    today: date
    is_workday: bool
    items: list[Item] = field(default_factory=list)

    def by_recipient(self) -> dict[User, list[Item]]:
        """Each person's items, the nearest date first."""
        people: dict[int, User] = {}
        found: dict[int, list[Item]] = {}
        for item in sorted(self.items, key=attrgetter("due_on", "number")):
            pk = item.recipient.pk
            if pk not in found:
                people[pk], found[pk] = item.recipient, []
            found[pk].append(item)
        return {people[pk]: items for pk, items in found.items()}

    def summary(self) -> dict:
        """`{"date", "created", "recipients", "by_kind"}`, as the command prints it."""
        return {
            "date": self.today.isoformat(),
            "created": len(self.items),
            "recipients": len({item.recipient.pk for item in self.items}),
            "by_kind": dict(sorted(Counter(item.kind.value for item in self.items).items())),
        }


def plan(today: date) -> Plan:
    """Read what would go out on `today`. Writes nothing: the rehearsal page and `--dry-run` show just this."""
    if not may_send(today, read_calendar()):
        return Plan(today, is_workday=False)
    people = _People(today)
    items = [item for found in candidates(today) for item in _items(found, people)]
    return Plan(today, is_workday=True, items=items)


def send(today: date, *, at: datetime) -> Plan:
    """Plan, write the ledger and one digest a person, all in one transaction; returns what was written."""
    with transaction.atomic():
        _one_at_a_time(at)
        found = plan(today)
        digests = post_digests(
            [digest.write(person, items, today) for person, items in found.by_recipient().items()],
            key=digest_key(today),
            at=at,
        )
        Reminder.objects.write(
            (*_ABOUT, "kind", "recipient_id", "notification_id", "planned_on", "created_at"),
            (
                (*_about(item), item.kind.value, item.recipient.pk, digests[item.recipient.pk], today, at)
                for item in found.items
            ),
        )
    return found


def digest_key(today: date) -> str:
    return f"digest:{today:%Y-%m-%d}"


def channels_of(person: User) -> list[str]:
    """How the digest reaches `person`, in words; the inbox always."""
    return [_("站内消息"), *(str(channel.label) for channel, _to in outward_channels(person))]


def _one_at_a_time(at: datetime) -> None:
    """Two workers, or beat and a clerk's command: the second waits, then finds the first one's rows."""
    JobRun.objects.get_or_create(name=LOCK, defaults={"started_at": at, "finished_at": at})
    JobRun.objects.select_for_update().get(name=LOCK)


# Whom it reaches


class _People:
    """Everyone a reminder can reach, read once and when there is one; and who has had this morning's digest already."""

    def __init__(self, today: date):
        self.today = today
        self.contacts: dict[int, list[User]] = {}
        self.heads: dict[int, list[User]] = {}
        self.deputies: dict[int, User] = {}

    @cached_property
    def office(self) -> list[User]:
        return list(recipients.office())

    @cached_property
    def coordinators(self) -> dict[str, list[User]]:
        return recipients.coordinators()

    @cached_property
    def served(self) -> set[int]:
        rows = Reminder.objects.filter(planned_on=self.today).order_by().values_list("recipient_id", flat=True)
        return set(rows.distinct())

    def learn(self, found: list[Candidate]) -> None:
        asked = {c.unit_id for c in found if c.unit_id}
        units = asked.union(*(c.asking_units for c in found)) - set(self.contacts)
        if units:
            self.contacts |= recipients.unit_contacts(units, on=self.today)
            self.heads |= recipients.unit_heads(units)
        accounts = {c.deputy_user_id for c in found if c.deputy_user_id}
        if accounts:
            self.deputies |= {u.pk: u for u in User.objects.filter(pk__in=accounts, is_active=True)}

    def of(self, candidate: Candidate) -> tuple[list[User], bool]:
        """The people for one candidate, each once; and whether the unit (or deputy) itself cannot be reached."""
        if candidate.is_for_office:
            return self.office, False
        groups = {
            Audience.UNIT_CONTACTS: self.contacts.get(candidate.unit_id, []),
            Audience.UNIT_HEAD: self.heads.get(candidate.unit_id, []),
            Audience.ASKING_UNIT: [person for unit in candidate.asking_units for person in self.contacts.get(unit, [])],
            Audience.COORDINATOR: self.coordinators.get(candidate.system, []),
            Audience.OFFICE: self.office,
            Audience.DEPUTY: [self.deputies[candidate.deputy_user_id]]
            if candidate.deputy_user_id in self.deputies
            else [],
        }
        wanted = audience(candidate.kind, candidate.rung)
        owner = Audience.DEPUTY if candidate.kind == Kind.FEEDBACK else Audience.UNIT_CONTACTS
        is_silent = not groups[owner]
        people = [person for name in Audience if name in wanted for person in groups[name]]
        if is_silent:
            people += self.office
        return list({person.pk: person for person in people}.values()), is_silent


def _items(found: list[Candidate], people: _People) -> Iterator[Item]:
    """A task of which somebody has had this morning's digest waits, whole, for the next: one digest a morning."""
    people.learn(found)
    for c in found:
        reached, is_silent = people.of(c)
        if people.served and any(person.pk in people.served for person in reached):
            continue
        for person in reached:
            yield Item(
                recipient=person,
                kind=c.kind,
                rung=c.rung,
                due_on=c.due_on,
                suggestion_id=c.suggestion_id,
                assignment_id=c.assignment_id,
                commitment_id=c.commitment_id,
                finding_id=c.finding_id,
                instruction_id=c.instruction_id,
                number=c.number,
                title=c.title,
                unit=c.unit,
                is_unit_silent=is_silent,
            )
