"""Who is to be reminded of what this morning: decided, written into the ledger, and put into one digest a person.

"What is due and not yet in the ledger", never "what happened since yesterday": a night missed is caught up by the
newest rung, and a run repeated finds nothing. Runs wait for each other (`_one_at_a_time`); the ledger's unique keys
are the last word.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts import recipients
from accounts.models import User
from accounts.notifications import outward_channels, post_digests
from suggestions.choices import AssignmentState, Status, UnitRole
from suggestions.clocks import read_calendar
from suggestions.models import Assignment, Suggestion
from supervision import digest
from supervision.models import JobRun, Reminder
from supervision.reminder_rules import (
    LADDERS,
    Audience,
    Kind,
    audience,
    may_send,
    rung,
    rung_day,
)

LOCK = "reminders"


@dataclass(frozen=True)
class Item:
    """One reminder for one person."""

    recipient: User
    kind: Kind
    rung: int
    due_on: date
    suggestion_id: int
    assignment_id: int | None
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
        found: dict[User, list[Item]] = {}
        for item in sorted(self.items, key=lambda i: (i.due_on, i.number)):
            found.setdefault(item.recipient, []).append(item)
        return found

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
    items = [item for candidates in _candidates(today) for item in _items(candidates, people)]
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
        Reminder.objects.bulk_create(
            (
                Reminder(
                    suggestion_id=item.suggestion_id,
                    assignment_id=item.assignment_id,
                    kind=item.kind,
                    due_on=item.due_on,
                    rung=item.rung,
                    recipient=item.recipient,
                    planned_on=today,
                    created_at=at,
                    notification_id=digests[item.recipient.pk],
                )
                for item in found.items
            ),
            batch_size=1000,
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


# What is due


@dataclass(frozen=True)
class _Candidate:
    """One task, or one suggestion's feedback, whose rung has come and is not in the ledger."""

    kind: Kind
    rung: int
    due_on: date
    suggestion_id: int
    assignment_id: int | None
    number: str
    title: str
    unit_id: int | None
    unit: str
    system: str
    deputy_user_id: int | None


def _candidates(today: date) -> Iterator[list[_Candidate]]:
    """Four queries, one a kind. A rung whose day had passed when the task was given is not made up for."""
    owing = Assignment.objects.owing()
    answering = owing.filter(role__in=[UnitRole.LEAD, UnitRole.SEPARATE])
    unsigned = owing.filter(state=AssignmentState.AWAITING_RECEIPT, receipt_due_on__isnull=False)
    # A merged one is judged by its own deputy, while its main one's answer stands and is not closed.
    standing = Q(status=Status.MERGED, grade="", merged_into__status__in=[Status.REPLIED, Status.JUDGED])
    unjudged = Suggestion.objects.filter(
        Q(status=Status.REPLIED) | standing, feedback_due_on__isnull=False, replied_on__isnull=False
    )
    yield _tasks(Kind.REPLY, answering, "due_on", today)
    yield _tasks(Kind.OPINION, owing.filter(role=UnitRole.ASSISTING), "due_on", today)
    yield _tasks(Kind.RECEIPT, unsigned, "receipt_due_on", today)
    yield _feedback(unjudged, today)


def _near(kind: Kind, found: QuerySet, day: str, today: date, **of) -> QuerySet:
    """Rows of `found` whose date in `day` has reached the ladder, with `said`: the lowest rung the ledger has for it.

    Open work only, so the rows are few; and a date's rung is plain counting, which a query does badly: a CASE with a
    branch for each week of the oldest delay took PostgreSQL seconds to compile.
    """
    first = today + timedelta(days=max(LADDERS[kind]))
    ledger = Reminder.objects.filter(kind=kind, due_on=OuterRef(day), **of).order_by("rung").values("rung")[:1]
    return found.filter(**{f"{day}__lte": first}).annotate(said=Subquery(ledger)).order_by("pk")


def _new_rung(kind: Kind, due_on: date, given_on: date, said: int | None, today: date) -> int | None:
    """The rung to remind of now: reached, after the day it was given, and below all that the ledger has."""
    step = rung(due_on, today, kind)
    if step is None or rung_day(due_on, step) <= given_on or (said is not None and said <= step):
        return None
    return step


def _tasks(kind: Kind, found: QuerySet, day: str, today: date) -> list[_Candidate]:
    rows = _near(kind, found, day, today, assignment=OuterRef("pk")).values_list(
        "said",
        day,
        "assigned_on",
        "suggestion_id",
        "pk",
        "suggestion__number",
        "suggestion__title",
        "unit_id",
        "unit__name",
        "unit__handling_system",
    )
    return [
        _Candidate(kind, step, due_on, suggestion, pk, number, title, unit_id, unit, system, None)
        for said, due_on, given_on, suggestion, pk, number, title, unit_id, unit, system in rows
        if (step := _new_rung(kind, due_on, given_on, said, today)) is not None
    ]


def _feedback(found: QuerySet, today: date) -> list[_Candidate]:
    of = {"suggestion": OuterRef("pk"), "assignment__isnull": True}
    rows = (
        _near(Kind.FEEDBACK, found, "feedback_due_on", today, **of)
        .annotate(account=F("lead_deputy__user"))
        .values_list("said", "feedback_due_on", "replied_on", "pk", "number", "title", "account")
    )
    return [
        _Candidate(Kind.FEEDBACK, step, due_on, pk, None, number, title, None, "", "", account)
        for said, due_on, replied_on, pk, number, title, account in rows
        if (step := _new_rung(Kind.FEEDBACK, due_on, replied_on, said, today)) is not None
    ]


# Whom it reaches


class _People:
    """Everyone a reminder can reach, read once; and who has had this morning's digest already."""

    def __init__(self, today: date):
        self.today = today
        self.office = list(recipients.office())
        self.coordinators = recipients.coordinators()
        rows = Reminder.objects.filter(planned_on=today).order_by().values_list("recipient_id", flat=True)
        self.served = set(rows.distinct())
        self.contacts: dict[int, list[User]] = {}
        self.heads: dict[int, list[User]] = {}
        self.deputies: dict[int, User] = {}

    def learn(self, candidates: list[_Candidate]) -> None:
        units = {c.unit_id for c in candidates if c.unit_id} - set(self.contacts)
        if units:
            self.contacts |= recipients.unit_contacts(units, on=self.today)
            self.heads |= recipients.unit_heads(units)
        accounts = {c.deputy_user_id for c in candidates if c.deputy_user_id}
        if accounts:
            self.deputies |= {u.pk: u for u in User.objects.filter(pk__in=accounts, is_active=True)}

    def of(self, candidate: _Candidate) -> tuple[list[User], bool]:
        """The people for one candidate, each once; and whether the unit (or deputy) itself cannot be reached."""
        groups = {
            Audience.UNIT_CONTACTS: self.contacts.get(candidate.unit_id, []),
            Audience.UNIT_HEAD: self.heads.get(candidate.unit_id, []),
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


def _items(candidates: list[_Candidate], people: _People) -> Iterator[Item]:
    """A task of which somebody has had this morning's digest waits, whole, for the next: one digest a morning."""
    people.learn(candidates)
    for c in candidates:
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
                number=c.number,
                title=c.title,
                unit=c.unit,
                is_unit_silent=is_silent,
            )
