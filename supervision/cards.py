"""Warning cards (警示牌): what the morning's sweep gives by the office's rules, and what the office's head withdraws.

"What is earned and not yet in the register", as with the reminders: a sweep run again finds nothing, one after an
outage gives what is due now.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Notification, User
from accounts.notifications import Digest, post, post_digests
from accounts.recipients import coordinators, office, unit_contacts, unit_heads
from accounts.roles import Permission
from suggestions.actions import card as marks
from suggestions.actions.change_rules import in_force
from suggestions.choices import CardColour
from suggestions.clocks import read_calendar
from suggestions.deadlines import days_left
from suggestions.errors import NotAllowed, RuleViolation
from suggestions.models import Assignment
from supervision.card_rules import CardRules, due_card
from supervision.models import Card, JobRun
from supervision.reminder_rules import may_send

LOCK = "cards"
MOST_LINES = 200  # of one message


def rules() -> CardRules:
    """Those in force."""
    found = in_force()
    return CardRules(found.yellow_days, found.yellow_urgings, found.red_days)


def plan(today: date) -> list[Card]:
    """The cards that would be given on `today`, unsaved; none on a rest day. For replies, not for opinions."""
    wanted = rules()
    if not wanted.are_on or not may_send(today, read_calendar()):
        return []
    days = [n for n in (wanted.yellow_days, wanted.red_days) if n]
    near = Q(due_on__lte=today - timedelta(days=min(days))) if days else Q(pk__in=[])
    tasks = Assignment.objects.owing().answering().annotate(times=Count("urged"))
    if wanted.yellow_urgings:
        near |= Q(times__gte=wanted.yellow_urgings)
    tasks = list(tasks.filter(near).select_related("unit", "suggestion").order_by("due_on", "pk"))
    known = set(Card.objects.filter(assignment__in=tasks).values_list("assignment", "colour", "due_on"))
    found = []
    for task in tasks:
        earned = due_card(task.due_on, task.times, wanted, today)
        if earned is None or {(task.pk, colour, task.due_on) for colour in (earned[0], CardColour.RED)} & known:
            continue
        found.append(
            Card(
                suggestion=task.suggestion,
                assignment=task,
                colour=earned[0],
                cause=earned[1],
                due_on=task.due_on,
                days_overdue=max(-days_left(task.due_on, today), 0),
                urgings=task.times,
                given_on=today,
            )
        )
    return found


@transaction.atomic
def give(today: date, *, at: datetime) -> list[Card]:
    """Write the cards earned by `today`, their marks, their history, and one message a person; returns them."""
    JobRun.objects.get_or_create(name=LOCK, defaults={"started_at": at, "finished_at": at})
    JobRun.objects.select_for_update().get(name=LOCK)  # of two sweeps the second waits, and finds the first one's rows
    found = plan(today)
    if not found:
        return []
    for card in found:
        card.given_at = at
    found = Card.objects.bulk_create(found, batch_size=500)
    colours = _standing([card.assignment_id for card in found])
    marks.show([(card.assignment, colours[card.assignment_id], _words(card)) for card in found], at=at)
    post_digests(
        [_message(person, cards) for person, cards in _told(found, today).items()],
        key=f"cards:{found[0].pk}",
        kind=Notification.Kind.CASEWORK,
        at=at,
    )
    return found


@transaction.atomic
def withdraw(*, card: Card, reason: str, by: User, at: datetime) -> None:
    """Take a card back; it stays in the register with who, when and why.

    NotAllowed unless `by` is the office's head. RuleViolation without a reason, or a second time.
    """
    if not by.may(Permission.WITHDRAW_CARD):
        raise NotAllowed(_("警示牌只能由代表工作机构负责人撤回。"))
    if not reason.strip():
        raise RuleViolation(_("请填写撤回的理由。"), field="reason")
    values = {"withdrawn_at": at, "withdrawn_by": by, "withdraw_reason": reason.strip()}
    if not Card.objects.standing().filter(pk=card.pk).update(**values):
        raise RuleViolation(_("此牌已经撤回，没有重复操作。"))
    card.refresh_from_db()
    task = card.assignment
    left = _standing([task.pk]).get(task.pk, "")
    marks.take_down(task, left, words=_words(card), reason=reason.strip(), by=by, at=at)
    post(
        [person for person in _told([card], card.given_on) if person != by],
        key=f"card withdrawn:{card.pk}",
        kind=Notification.Kind.CASEWORK,
        subject=_("警示牌已撤回：%(suggestion)s") % {"suggestion": card.suggestion},
        body=_("%(unit)s的%(colour)s已撤回。理由：%(reason)s")
        % {"unit": task.unit, "colour": card.get_colour_display(), "reason": reason.strip()},
        path=card.suggestion.get_absolute_url(),
        at=at,
    )


def _standing(tasks: list[int]) -> dict[int, str]:
    """The highest colour that stands on each task."""
    rows = Card.objects.standing().filter(assignment__in=tasks).order_by()
    found: dict[int, str] = {}
    for task, colour in rows.values_list("assignment", "colour"):
        found[task] = CardColour.highest(colour, found.get(task, ""))
    return found


def _told(cards: Iterable[Card], on: date) -> dict[User, list[Card]]:
    """The heads of the unit (its contacts where it has none), the coordinators of its system, the office."""
    cards = list(cards)
    units = {card.assignment.unit_id for card in cards}
    heads, contacts = unit_heads(units), unit_contacts(units, on=on)
    systems, office_people = coordinators(), list(office())
    found: dict[User, list[Card]] = {}
    for card in cards:
        unit = card.assignment.unit
        own = heads.get(unit.pk) or contacts.get(unit.pk, [])
        for person in dict.fromkeys([*own, *systems.get(unit.handling_system, []), *office_people]):
            found.setdefault(person, []).append(card)
    return found


def _words(card: Card) -> str:
    return f"{card.get_colour_display()}：{card.why}"


def _message(person: User, cards: list[Card]) -> Digest:
    red = sum(card.colour == CardColour.RED for card in cards)
    counts = [f"{label}{n}件" for label, n in (("红牌", red), ("黄牌", len(cards) - red)) if n]
    lines = [f"{c.suggestion.number}号 {c.suggestion.title}：{c.assignment.unit.name}，{_words(c)}" for c in cards]
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], _("……共%(n)d项，其余请登录系统查看。") % {"n": len(cards)}]
    path = cards[0].suggestion.get_absolute_url() if len(cards) == 1 else reverse("supervision:cards")
    subject = _("警示牌：%(counts)s") % {"counts": "、".join(counts)}
    return Digest(person, subject, "\n".join(lines), path)
