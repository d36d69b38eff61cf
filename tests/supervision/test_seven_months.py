"""Seven months, day by day, on the calendar of 2026: outages, double runs, moved dates, answers in the middle.

Each morning a slow oracle looks at every task by itself and says which steps are due. What goes out must be exactly
that: nothing lost, nothing twice, nothing on a rest day, nothing after the answer.
"""

import random
from collections import Counter, defaultdict
from contextlib import nullcontext
from datetime import date, timedelta

import pytest
from django.db.models import Max
from django.utils import timezone

from accounts.models import Delivery, Notification
from accounts.roles import Role
from suggestions.actions import extend, give_back, plan, rehandle, reply, review, sign
from suggestions.choices import AssignmentState, Grade, ReviewOutcome, Status, UnitRole
from suggestions.models import Assignment, CalendarDay, Suggestion
from supervision import reminders
from supervision.models import Reminder
from supervision.reminder_rules import Kind
from tests import factories as make
from tests.servers import real_servers
from tests.suggestions.test_calendar import CHINA, every_day
from tests.supervision.mornings import only

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 1, 5), date(2026, 7, 31)
STEPS = {"reply": [30, 15, 7, 3, 1, 0], "receipt": [1, 0], "plan": [1, 0], "feedback": [15, 7, 3, 1, 0]}
STEPS["opinion"] = STEPS["reply"]
# Nobody here promises, finds, instructs or asks another unit: such days have files of their own (test_reminders_of_*).
# The first pass asks those kinds all the same, and hears nothing.
IN_THE_HOUSE = [Kind(kind) for kind in STEPS]
OWING = ("awaiting_receipt", "handling", "return_requested", "awaiting_signature")


def newest_step(kind: str, due_on: date, given_on: date, today: date) -> int | None:
    """The last step whose day has come, walking down the ladder; None before the first, and for one that came with
    the task itself."""
    last, weekly = None, [-1 - 7 * week for week in range(60)]
    for step in (*STEPS[kind], *weekly):
        if due_on - timedelta(days=step) <= today:
            last = step
    return last if last is not None and due_on - timedelta(days=last) > given_on else None


def due_steps(today: date) -> set[tuple]:
    """Every step that has been reached, told one task at a time from the rows themselves."""
    found = set()
    for task in Assignment.objects.select_related("suggestion", "plan"):
        item = task.suggestion
        if item.status != Status.IN_HANDLING or task.round != item.round or task.state not in OWING:
            continue
        kind = "opinion" if task.role == UnitRole.ASSISTING else "reply"
        waits = [(kind, task.due_on, task.assigned_on)]
        if task.state == AssignmentState.AWAITING_RECEIPT and task.receipt_due_on:
            waits.append(("receipt", task.receipt_due_on, task.assigned_on))
        if task.state == AssignmentState.HANDLING and task.plan_due_on and not hasattr(task, "plan"):
            waits.append(("plan", task.plan_due_on, timezone.localtime(task.signed_at).date()))
        for kind, due_on, given_on in waits:
            found.add((kind, item.pk, task.pk, due_on, newest_step(kind, due_on, given_on, today)))
    for item in Suggestion.objects.filter(status=Status.REPLIED):
        due_on = item.feedback_due_on
        found.add(("feedback", item.pk, None, due_on, newest_step("feedback", due_on, item.replied_on, today)))
    return {key for key in found if key[-1] is not None}


class Office:
    """The house, and what happens in it on which day; each deed runs at ten, after the morning's reminders."""

    def __init__(self):
        self.deeds: dict[date, list] = defaultdict(list)
        self.clerk = make.clerk(email="clerk@office.test")
        self.office_head = make.office_head()
        make.user(Role.COORDINATOR)
        self.one, self.two, self.three = make.unit(), make.unit(), make.unit()
        for unit in (self.one, self.two):
            unit.first_contact = make.handler(unit, email="unit@office.test")
            unit.save()
            make.head(unit)
        deputy = make.user(Role.DEPUTY).deputy
        self.by_deputy = {"lead_deputy": deputy, "delegation": deputy.delegation}
        self.items: dict[str, Suggestion] = {}
        self.plan_the_year()

    def on(self, month: int, day: int, deed) -> None:
        when = date(2026, month, day)
        assert CHINA.is_workday(when), when
        self.deeds[when].append(lambda: deed(when))

    def assign(self, month: int, day: int, name: str, *leads, signed_on: tuple[int, int] | None = None, **fields):
        def deed(when):
            self.items[name] = make.assigned(*leads, by=self.clerk, on=when, **fields)

        self.on(month, day, deed)
        if signed_on:
            self.on(*signed_on, lambda when: self.sign(name, when))

    def sign(self, name: str, when: date) -> None:
        for task in self.item(name).assignments.filter(state=AssignmentState.AWAITING_RECEIPT):
            sign.sign(assignment=task, by=self.somebody(task.unit), on=when, at=make.at(when))

    def somebody(self, unit):
        return unit.first_contact or unit.users.first() or make.handler(unit, is_active=False)

    def item(self, name: str) -> Suggestion:
        self.items[name] = Suggestion.objects.get(pk=self.items[name].pk)
        return self.items[name]

    def lead(self, name: str) -> Assignment:
        return make.task(self.item(name))

    def plan_the_year(self) -> None:
        # Extended, answered, dissatisfied, handled again
        self.assign(1, 5, "a", self.one, assisting=[self.two], signed_on=(1, 9), **self.by_deputy)
        self.on(1, 15, lambda when: self.file_plan("a", when))  # a day before its last
        self.on(3, 30, lambda when: self.extend("a", date(2026, 6, 30), when))
        self.on(6, 15, lambda when: self.answer("a", when))
        self.on(7, 1, lambda when: make.judged(self.item("a"), Grade.DISSATISFIED, on=when))
        self.on(7, 2, lambda when: self.again("a", when))
        # Late, sent back by the office, filed again; the deputy never says a word
        self.assign(1, 20, "b", self.one, signed_on=(1, 28), **self.by_deputy)
        self.on(2, 25, lambda when: self.file_plan("b", when))  # three weeks late
        self.on(5, 20, lambda when: make.filed(self.item("b"), self.one, on=when, without_opinions_reason="时间紧"))
        self.on(5, 25, lambda when: self.send_back("b", when))
        self.on(6, 8, lambda when: self.answer("b", when))
        # Its date is moved, to and fro
        self.assign(2, 25, "c", self.two, signed_on=(2, 27))
        self.on(5, 11, lambda when: self.move("c", date(2026, 6, 17)))
        self.on(6, 11, lambda when: self.move("c", date(2026, 5, 25)))
        # Never signed for, withdrawn
        self.assign(3, 2, "d", self.two, assisting=[self.one])
        self.on(5, 11, lambda when: self.withdraw("d", when))
        # Two units answer separately; one of them cannot be reached by anybody
        self.assign(3, 16, "e", self.one, self.three, separate=True, signed_on=(3, 17))
        # Handed to another unit, which has its own clock
        self.assign(4, 1, "f", self.one, signed_on=(4, 3))
        self.on(5, 6, lambda when: self.reassign("f", when))
        # Short windows: the first steps of an opinion would come with the task itself
        self.assign(4, 27, "g", self.two, assisting=[self.one])
        self.on(6, 3, lambda when: make.opined(self.item("g"), self.one, on=when))

    def file_plan(self, name: str, when: date) -> None:
        task = self.lead(name)
        fixings = make.fixings(task)
        plan.file(assignment=task, fixings=fixings, by=task.unit.first_contact, on=when, at=make.at(when))

    def extend(self, name: str, until: date, when: date) -> None:
        task = self.lead(name)
        words = {"until": until, "reason": "涉及面广", "is_deputy_informed": True}
        asked = extend.request(assignment=task, by=task.unit.first_contact, today=when, at=make.at(when), **words)
        extend.decide(extension=asked, agreed=True, by=self.office_head, today=when, at=make.at(when))

    def answer(self, name: str, when: date) -> None:
        make.replied(self.item(name), on=when, without_opinions_reason="不再等待")

    def send_back(self, name: str, when: date) -> None:
        made = self.lead(name).replies.get()
        reply.reject(reply=made, reason="请写明时间表", by=self.clerk, at=make.at(when))

    def again(self, name: str, when: date) -> None:
        rehandle.rehandle(
            suggestion=self.item(name),
            demanded_on=when,
            reason="代表不满意",
            by=self.clerk,
            today=when,
            at=make.at(when),
        )

    def move(self, name: str, due_on: date) -> None:
        Assignment.objects.filter(pk=self.lead(name).pk).update(due_on=due_on)

    def withdraw(self, name: str, when: date) -> None:
        outcome = ReviewOutcome.WITHDRAW
        review.review(suggestion=self.item(name), outcome=outcome, reason="代表撤回", by=self.clerk, at=make.at(when))

    def reassign(self, name: str, when: date) -> None:
        give_back.reassign(
            assignment=self.lead(name),
            unit=self.two,
            assigned_on=when,
            reason="职能划转",
            by=self.clerk,
            today=when,
            at=make.at(when),
        )


def test_each_step_goes_out_once_on_the_first_working_morning_that_is_not_lost(settings):
    settings.EMAIL_ENABLED = True
    CalendarDay.objects.bulk_create(
        CalendarDay(date=day, is_workday=works, changed_at=make.at(FIRST))
        for day, works in CHINA.special_days.items()
        if day.year == 2026
    )
    chance = random.Random(1)
    office, done, outage_left, lost_mornings = Office(), set(), 0, 0
    for today in every_day(FIRST, LAST):
        outage_left = max(outage_left - 1, 0) or (chance.choice([1, 1, 2, 9]) if chance.random() < 0.06 else 0)
        if outage_left:
            lost_mornings += CHINA.is_workday(today)
        else:
            expected = due_steps(today) - done if CHINA.is_workday(today) else set()
            expected = {key for key in expected if not went_out_later(key, done)}
            assert set(run(today)) == expected, today
            done |= expected
            if expected and chance.random() < 0.3:
                assert run(today) == [], "a second run the same morning"
        deeds = office.deeds.pop(today, [])
        for deed in deeds:
            deed()
        if deeds and not outage_left and chance.random() < 0.8:  # a late run, after what happened at ten
            late = set(run(today))
            assert late <= due_steps(today) - done, today
            done |= late

    assert not office.deeds, "every deed was done"
    assert lost_mornings > 5
    ledger = list(Reminder.objects.values_list("kind", "suggestion", "assignment", "due_on", "rung", "recipient"))
    assert {key[:-1] for key in ledger} == done
    assert max(Counter(ledger).values()) == 1
    assert {row[0] for row in ledger} == set(STEPS)
    assert all(CHINA.is_workday(day) for day in Reminder.objects.values_list("planned_on", flat=True))
    digests = Notification.objects.filter(kind=Notification.Kind.DIGEST)
    days = Counter(digests.values_list("recipient", "created_at__date"))
    assert max(days.values()) == 1, "one message a person and morning"
    assert Delivery.objects.count() == digests.exclude(recipient__email="").count() > 50
    assert at_the_milestones(office)


def run(today: date) -> list[tuple]:
    """What one run wrote, read from the ledger: each step once, however many people hear of it."""
    last = Reminder.objects.aggregate(last=Max("pk", default=0))["last"]
    with only(*IN_THE_HOUSE) if real_servers() else nullcontext():
        reminders.send(today, at=make.at(today, 8))
    new = Reminder.objects.filter(pk__gt=last)
    found = new.values_list("planned_on", "kind", "suggestion", "assignment", "due_on", "rung")
    assert {planned_on for planned_on, *_step in found} <= {today}
    return list({tuple(step) for _planned_on, *step in found})


def went_out_later(key: tuple, done: set) -> bool:
    """A date that was moved away and back goes on where it stood: no step is climbed back."""
    *of, step = key
    return any(other[:-1] == tuple(of) and other[-1] < step for other in done)


def at_the_milestones(office: Office) -> bool:
    """What a reader expects of single stories, in days: the oracle alone could be as wrong as the rule."""

    def days(name: str, kind: str) -> list[tuple[date, date]]:
        found = Reminder.objects.filter(suggestion=office.items[name], kind=kind).values_list("due_on", "planned_on")
        return sorted(set(found))

    filed = date(2026, 6, 15)
    first_round = [day for due, day in days("a", "reply") if due <= date(2026, 7, 1)]
    assert max(first_round) <= filed
    assert {due for due, _day in days("a", "reply")} >= {date(2026, 4, 7), date(2026, 6, 30)}
    assert max(day for _due, day in days("a", "reply")) > date(2026, 7, 1), "the second handling has its own ladder"
    assert max(day for _due, day in days("d", "receipt")) <= date(2026, 5, 11), "withdrawn"
    assert min(day for _due, day in days("b", "feedback")) > date(2026, 6, 8)
    assert {day for _due, day in days("a", "plan") if day < filed} <= {date(2026, 1, 15)}, "filed in time"
    late = [day for _due, day in days("b", "plan")]
    assert late
    assert min(late) >= date(2026, 2, 3)
    assert max(late) <= date(2026, 2, 25), "filed late, and silent from then on"
    silent = Reminder.objects.filter(suggestion=office.items["e"], assignment__unit=office.three)
    assert {row.recipient.is_office for row in silent.select_related("recipient") if row.rung >= 0} == {True}
    return True
