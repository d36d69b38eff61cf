"""Who is reminded, on which morning, once; and what ends it. The ladder itself: test_reminder_rules.py."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.db import transaction

from accounts.models import Notification, User
from accounts.roles import HandlingSystem, Role
from suggestions.actions import reply, review
from suggestions.choices import ReviewOutcome
from suggestions.models import Assignment, CalendarDay, Suggestion
from supervision import reminders
from supervision.models import Reminder
from supervision.reminder_rules import Kind
from tests import factories as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 10)  # a Wednesday
THURSDAY, FRIDAY, SATURDAY, MONDAY = (TODAY + timedelta(days=n) for n in (1, 2, 3, 5))


def due_in(days: int, task: Assignment, today: date = TODAY) -> Assignment:
    """`task`, due `days` from `today`."""
    Assignment.objects.filter(pk=task.pk).update(due_on=today + timedelta(days=days))
    task.refresh_from_db()
    return task


def owing(days: int, of=None, **fields) -> Assignment:
    """A signed lead task that is due `days` from today."""
    return due_in(days, make.signed(make.assigned(*([of] if of else []), **fields)))


def send(day: date = TODAY) -> reminders.Plan:
    return reminders.send(day, at=make.at(day, 8))


def sent(plan: reminders.Plan) -> list[tuple]:
    return sorted((item.recipient.name, str(item.kind), item.rung) for item in plan.items)


@pytest.fixture(scope="module")
def made(rows_stay):
    """A unit of the government's side with everyone who can be told, and others who must not be."""
    unit = make.unit("住建局")
    unit.first_contact = make.handler(unit, name="第一联系人")
    unit.second_contact = make.handler(unit, name="第二联系人")
    unit.save()
    make.handler(unit, name="其他经办人")
    make.head(unit, name="单位负责人")
    make.user(Role.COORDINATOR, name="政府系统协调人")
    make.user(Role.COORDINATOR, name="党群系统协调人", handling_system=HandlingSystem.PARTY)
    make.office_head(name="工作机构负责人")
    for role in (Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR, Role.COMMITTEE):
        make.user(role, name=f"旁人{role}")
    make.head(make.unit("别的局"), name="别的负责人")
    return unit


@pytest.fixture
def house(made):
    return deepcopy(made)


CONTACTS = {"第一联系人"}  # the second is for when the first is away
ABOVE = CONTACTS | {"单位负责人", "政府系统协调人", "工作机构负责人", "经办"}


REMINDED = (30, 30, CONTACTS), (16, 30, CONTACTS), (7, 7, CONTACTS), (0, 0, CONTACTS), (-1, -1, ABOVE), (-9, -8, ABOVE)


@pytest.mark.parametrize("kind", [Kind.REPLY, Kind.OPINION])
def test_who_hears_of_a_task(house, kind):
    clerk = make.clerk(name="经办")
    lead, assisting = (house, None) if kind == Kind.REPLY else (make.unit(), house)
    item = make.assigned(lead, assisting=[assisting] if assisting else [], by=clerk)
    due_in(400, make.signed(item, lead))
    task = make.task(item, house) if lead is house else make.signed(item, house)
    for left, rung, names in ((31, None, set()), *REMINDED):
        with transaction.atomic():
            due_in(left, task)
            rows = send().items
            assert {row.recipient.name for row in rows} == names, left
            step = {(kind, rung, TODAY + timedelta(days=left))} if names else set()
            assert {(row.kind, row.rung, row.due_on) for row in rows} == step
            told = Reminder.objects.values_list("recipient__name", "kind", "rung")
            assert set(told) == {(name, kind, rung) for name in names}, left
            transaction.set_rollback(True)


def test_signing_is_waited_for_from_the_day_before():
    unit = make.unit()
    make.handler(unit, name="经办人")
    item = make.assigned(unit, on=TODAY)
    task = make.task(item)
    assert task.receipt_due_on == MONDAY, "three working days"
    days = [sent(send(TODAY + timedelta(days=n))) for n in range(5)]
    assert days == [[], [], [], [], []], "the day before is a Sunday"
    assert sent(send(MONDAY)) == [("经办人", "receipt", 0)]
    make.signed(item, on=MONDAY)
    assert sent(send(MONDAY + timedelta(days=1))) == []


def test_a_second_run_finds_nothing(house):
    owing(3, house)
    first = send()
    before = list(Reminder.objects.values()), list(Notification.objects.values())
    second = send()
    assert (len(first.items), len(second.items)) == (1, 0)
    assert (list(Reminder.objects.values()), list(Notification.objects.values())) == before


def test_missed_nights_are_caught_up_by_the_newest_step_alone(house):
    task = owing(16, house)
    assert {item.rung for item in send().items} == {30}
    task_due = task.due_on
    late = task_due - timedelta(days=2)  # over the rungs 15, 7 and 3
    assert {item.rung for item in send(late).items} == {3}
    assert send(late + timedelta(days=1)).items[0].rung == 1


def test_no_step_is_climbed_back(house):
    """A clerk runs the command for a day gone by, after the newer reminder went out."""
    task = owing(3, house)
    send()
    assert send(task.due_on - timedelta(days=20)).items == []


def test_what_comes_with_the_task_itself_is_not_repeated(house):
    """An opinion due in a month: the rung of thirty days would fall on the day of assignment."""
    item = make.assigned(make.unit(), assisting=[house], on=TODAY)
    task = due_in(30, make.signed(item, house, on=TODAY))
    Assignment.objects.exclude(pk=task.pk).update(receipt_due_on=None)
    assert send().items == []
    assert send(FRIDAY).items == []
    assert {item.rung for item in send(task.due_on - timedelta(days=14)).items} == {15}


def test_a_new_due_date_starts_a_new_ladder(house):
    task = owing(7, house)
    assert {item.rung for item in send().items} == {7}
    due_in(37, task)
    assert send(THURSDAY).items == [], "36 days left"
    assert {item.rung for item in send(TODAY + timedelta(days=8)).items} == {30}
    due_in(7, task, today=TODAY + timedelta(days=8))
    assert {item.rung for item in send(TODAY + timedelta(days=9)).items} == {7}, "the same rung of another date"


def test_a_filed_reply_stops_it_and_one_sent_back_goes_on(house):
    task = owing(3, house)
    made = make.filed(task.suggestion, on=TODAY)
    assert send().items == []
    reply.reject(reply=made, reason="请补充时间表", by=make.clerk(), at=make.at(TODAY))
    assert {item.kind for item in send().items} == {Kind.REPLY}


def test_a_withdrawn_suggestion_is_silent(house):
    task = owing(-3, house)
    review.review(
        suggestion=Suggestion.objects.get(pk=task.suggestion_id),
        outcome=ReviewOutcome.WITHDRAW,
        reason="代表撤回",
        by=make.clerk(),
        at=make.at(TODAY),
    )
    assert send().items == []


def test_rest_days_send_nothing_and_a_make_up_day_does(house):
    owing(3, house)
    assert (send(SATURDAY).is_workday, Reminder.objects.count()) == (False, 0)
    CalendarDay.objects.create(date=SATURDAY, is_workday=True, changed_at=make.at())
    CalendarDay.objects.create(date=TODAY, is_workday=False, name="临时放假", changed_at=make.at())
    assert send(TODAY).items == []
    assert {item.rung for item in send(SATURDAY).items} == {0}


def test_a_plan_writes_nothing(house):
    owing(3, house)
    plan = reminders.plan(TODAY)
    assert plan.summary() == {"date": "2026-06-10", "created": 1, "recipients": 1, "by_kind": {"reply": 1}}
    assert not Reminder.objects.exists()
    assert not Notification.objects.filter(kind=Notification.Kind.DIGEST).exists()
    assert send().summary() == plan.summary()


class TestDigest:
    def test_one_message_with_everything_nearest_first(self, house):
        house.second_contact = None
        house.save()
        late, soon = owing(-1, house, title="关于路灯的建议"), owing(3, house, title="关于公园的建议")
        assisting = make.assigned(make.unit(), assisting=[house], title="关于校车的建议")
        due_in(400, make.signed(assisting))
        due_in(0, make.signed(assisting, house))
        send()
        [note] = Notification.objects.filter(recipient=house.first_contact, kind=Notification.Kind.DIGEST)
        assert (note.key, note.path) == ("digest:2026-06-10", "/")
        assert note.subject == "今日提醒：逾期 1 件，今日到期 1 件，7日内到期 1 件"
        lines = note.body.splitlines()
        assert [line.split()[1] for line in lines] == ["关于路灯的建议", "关于校车的建议", "关于公园的建议"]
        number = late.suggestion.number
        assert lines[0] == f"{number}号 关于路灯的建议 [住建局] 主办答复期限 2026-06-09，答复已逾期 1 天"
        assert lines[1].endswith("协办意见期限 2026-06-10，协办意见今日到期")
        assert lines[2].endswith(f"主办答复期限 {soon.due_on}，距答复期限还有 3 天")

    def test_the_ledger_names_the_message_it_went_out_in(self, house):
        owing(-1, house)
        send()
        for row in Reminder.objects.select_related("notification"):
            assert (row.notification.recipient_id, row.notification.key) == (row.recipient_id, "digest:2026-06-10")

    def test_a_task_that_comes_later_the_same_morning_waits_whole_for_the_next(self, house):
        """The contacts had their digest; the coordinator, who had none, does not hear of it alone."""
        owing(3, house)
        send()
        late = owing(-1, house)
        assert send().items == []
        assert {(i.assignment_id, i.rung) for i in send(THURSDAY).items} == {(late.pk, -1)}
        digests = Notification.objects.filter(recipient=house.first_contact, kind=Notification.Kind.DIGEST)
        assert sorted(digests.values_list("key", flat=True)) == ["digest:2026-06-10", "digest:2026-06-11"]

    def test_one_suggestion_late_with_three_units_counts_once(self, house):
        clerk = make.clerk()
        item = make.assigned(house, assisting=[make.unit(), make.unit()], by=clerk)
        for task in item.assignments.all():
            due_in(-2, make.signed(item, task.unit))
        send()
        note = Notification.objects.get(recipient=clerk, kind=Notification.Kind.DIGEST)
        assert note.subject == "今日提醒：逾期 1 件"
        assert len(note.body.splitlines()) == 3

    def test_a_long_list_is_cut_and_says_so(self, house, monkeypatch):
        monkeypatch.setattr("supervision.digest.MOST_LINES", 2)
        for days in (1, 2, 3):
            owing(days, house)
        send()
        lines = Notification.objects.get(recipient=house.first_contact, kind="digest").body.splitlines()
        assert lines[2] == "……共3项，其余请登录系统在“待办”中查看。"
        assert Reminder.objects.filter(recipient=house.first_contact).count() == 3


class TestNobodyThere:
    def test_handlers_stand_in_for_contacts_and_the_head_for_handlers(self):
        unit = make.unit()
        head = make.head(unit, name="负责人")
        owing(3, unit)  # signed by a handler of the unit
        assert [item.recipient.role for item in send().items] == [Role.UNIT_HANDLER]
        unit.users.filter(role=Role.UNIT_HANDLER).update(is_active=False)
        assert [item.recipient for item in send(FRIDAY).items] == [head]

    def test_a_contact_who_left_is_not_written_to(self, house):
        house.first_contact.is_active = False
        house.first_contact.save()
        owing(3, house)
        assert {item.recipient.name for item in send().items} == {"第二联系人"}

    def test_the_second_contact_is_reminded_while_the_first_is_away(self, house):
        first = house.first_contact
        first.away_from_on, first.away_until_on = TODAY, TODAY
        first.save()
        owing(3, house)
        assert {item.recipient.name for item in send().items} == {"第二联系人"}
        assert {item.recipient.name for item in send(FRIDAY).items} == {"第一联系人"}

    def test_a_unit_without_anybody_is_the_office_s_to_call(self):
        task = owing(3)
        task.unit.users.update(is_active=False)
        plan = send()
        assert {item.recipient.role for item in plan.items} <= {Role.CLERK, Role.OFFICE_HEAD}
        assert plan.items
        body = Notification.objects.filter(kind="digest").first().body
        assert body.endswith("（该单位没有可以联系的人员，请工作机构联系）")
        assert send().items == []

    def test_nobody_anywhere_is_no_failure(self):
        owing(3)
        User.objects.update(is_active=False)
        assert send().items == []


def test_the_number_of_queries_does_not_grow(house, django_assert_max_num_queries):
    owing(3, house)
    with django_assert_max_num_queries(27) as few:  # one a kind of reminder
        send()
    for _ in range(5):
        owing(1, house)
    with django_assert_max_num_queries(len(few)):
        assert len(send(THURSDAY).items) == 5
    with django_assert_max_num_queries(len(few)):
        assert send(THURSDAY).items == []
