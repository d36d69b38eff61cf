"""Urging with memory: shown before it is sent, throttled, one message a person, higher each time, and answered."""

from copy import deepcopy
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from accounts.models import Notification
from accounts.roles import Role
from suggestions.actions import key as marking
from suggestions.actions import urge
from suggestions.choices import UrgeChannel
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from suggestions.models import Event, Regulation, UrgedTask, Urging
from suggestions.workflow import Action
from tests import factories as make
from tests.factories import DAY
from tests.suggestions.urging_house import House

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(days=20)


@pytest.fixture(scope="module")
def made(rows_stay):
    return House()


@pytest.fixture
def house(made):
    return deepcopy(made)


def test_one_message_a_person_and_the_receivers_are_those_shown(house):
    shown = urge.plan([house.one, house.two, house.done], house.clerk, on=DAY)
    sent = house.urge(shown=shown.fingerprint, words="请抓紧。")
    assert {person.name for person in shown.by_person()} == {"教育联系人", "教育局长", "法院经办"}
    assert house.told() == {"教育联系人": 1, "教育局长": 1, "法院经办": 1}
    message = Notification.objects.get(recipient__name="教育局长", kind="urge")
    assert message.subject == "催办：2件代表建议"
    assert ("请抓紧。" in message.body, "1号" in message.body, "2号" in message.body) == (True, True, True)
    assert Notification.objects.get(recipient__name="法院经办", kind="urge").path == house.one.get_absolute_url()
    assert [(left.suggestion.number, "都已经提交" in left.reason) for left in sent.left_out] == [("3", True)]
    rows = UrgedTask.objects.filter(urging__suggestion=house.one).values_list("assignment__unit__name", "receivers")
    assert dict(rows) == {
        "测试教育局": ["教育联系人（单位联系人）", "教育局长（单位负责人）"],
        "测试法院": ["法院经办（单位联系人）"],
    }
    assert house.one.events.get(action=Action.URGE).detail == "系统消息催办测试教育局（第1次）、测试法院（第1次）"


def test_what_was_not_shown_does_not_go_out(house):
    shown = urge.plan([house.two], house.clerk, on=DAY)
    make.head(house.edu, name="新局长")
    with pytest.raises(Conflict, match="与刚才显示的不同"):
        house.urge(house.two, shown=shown.fingerprint)
    assert not Urging.objects.exists()
    assert house.told() == {}


def test_each_urging_goes_one_higher(house):
    leader = make.user(Role.LEADER, name="分管领导")
    gone = make.user(Role.LEADER, name="离任领导", is_active=False)
    led_by = {3: leader, 4: gone}
    levels = []
    for n in range(5):
        marking.mark({house.two.pk: led_by[n].pk if n in led_by else None})
        plan = house.urge(house.two, on=DAY + timedelta(days=n))
        levels.append((plan.calls[0].level, sorted(person.name for person in plan.by_person())))
    unit = ["教育局长", "教育联系人"]
    assert levels == [
        (1, unit),
        (2, sorted([*unit, "政府协调人"])),
        (3, sorted([*unit, "政府协调人", "主任"])),  # nobody leads it: the office's head
        (4, sorted([*unit, "政府协调人", "分管领导"])),
        (5, sorted([*unit, "政府协调人", "主任"])),  # who has left reads no messages
    ]
    assert list(Urging.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_who_urges_gets_no_message_about_it(house):
    for n in range(2):
        house.urge(house.two, by=house.gov, on=DAY + timedelta(days=n))
    assert "政府协调人" not in house.told()


class TestThrottle:
    def test_the_same_day_is_left_out_with_its_reason(self, house):
        house.urge(house.two)
        plan = urge.plan([house.one, house.two], house.clerk, on=DAY)
        assert [(left.suggestion.number, left.reason) for left in plan.left_out] == [
            ("2", "今天已经催办过（系统消息）。")
        ]
        with pytest.raises(RuleViolation, match="今天已经催办过"):
            house.urge(house.two)
        assert house.told() == {"教育联系人": 1, "教育局长": 1}

    def test_the_office_sets_the_gap(self, house):
        Regulation.objects.create(urge_gap_days=7, changed_at=make.at())
        house.urge(house.two)
        with pytest.raises(RuleViolation, match="2026-03-09起可以再催"):
            house.urge(house.two, on=DAY + timedelta(days=6))
        assert house.urge(house.two, on=DAY + timedelta(days=6), channel=UrgeChannel.PHONE).calls
        assert house.urge(house.two, on=DAY + timedelta(days=7)).calls[0].level == 3

    def test_a_coordinator_who_has_urged_does_not_hold_up_another_system(self, house):
        house.urge(house.one, by=house.gov)
        plan = house.urge(house.one)
        assert [call.task.unit.name for call in plan.calls] == ["测试法院"]


def test_a_coordinator_urges_the_own_system_only(house):
    plan = house.urge(by=house.justice)
    assert [call.task.unit.name for call in plan.calls] == ["测试法院"]
    assert {left.reason.split("，")[0] for left in plan.left_out if left.unit} == {"不是本系统的单位"}
    with pytest.raises(RuleViolation):
        house.urge(house.two, by=house.justice)
    for role in (Role.LEADER, Role.UNIT_HEAD, Role.COMMITTEE, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            house.urge(house.two, by=make.user(role))


@pytest.mark.parametrize("channel", [UrgeChannel.PHONE, UrgeChannel.LETTER])
def test_what_was_done_elsewhere_is_recorded_and_nothing_sent(house, channel):
    house.urge(house.two, on=LATER, channel=channel, happened_on=DAY)
    urging = Urging.objects.get()
    assert (urging.channel, urging.urged_on, urging.by_name) == (channel, DAY, "经办甲")
    assert house.told() == {}
    for day in (LATER + timedelta(days=1), DAY - timedelta(days=1)):
        with pytest.raises(RuleViolation, match="催办日期"):
            house.urge(house.two, on=LATER, channel=channel, happened_on=day)


def test_a_unit_nobody_can_be_reached_at_is_left_to_the_telephone(house):
    silent = make.assigned(make.unit("无人局"), number="9", by=house.clerk)
    assert "没有可以联系的人员" in urge.plan([silent], house.clerk, on=DAY).left_out[0].reason
    assert house.urge(silent, channel=UrgeChannel.PHONE).calls


class TestAnswer:
    def answer(self, house, by, on=DAY, days=5, words="下周报送。"):
        urged = UrgedTask.objects.select_related(*urge.OF_URGED).get(assignment__suggestion=house.two)
        urge.answer(urged=urged, promise=words, promised_on=on + timedelta(days=days), by=by, today=on, at=make.at(on))

    def test_by_the_unit_itself_and_the_office_hears_of_it(self, house):
        house.urge(house.two)
        self.answer(house, house.edu.first_contact)
        urged = UrgedTask.objects.get()
        assert (urged.promise, urged.promised_on) == ("下周报送。", DAY + timedelta(days=5))
        assert Notification.objects.filter(recipient=house.clerk, subject__contains="已回复催办").count() == 1
        assert house.two.events.get(action=Action.ANSWER_URGING).new_date == DAY + timedelta(days=5)

    def test_once_only_so_that_a_broken_promise_stays(self, house):
        house.urge(house.two)
        self.answer(house, house.clerk)
        with pytest.raises(RuleViolation, match="不能改写"):
            self.answer(house, house.clerk, days=30)

    def test_not_by_strangers_and_not_into_the_past(self, house):
        house.urge(house.two)
        for by in (make.handler(house.court), house.justice, make.user(Role.LEADER), make.user(Role.DEPUTY)):
            with pytest.raises(NotAllowed):
                self.answer(house, by)
        with pytest.raises(RuleViolation, match="不早于"):
            self.answer(house, house.edu.first_contact, on=LATER, days=-1)
        self.answer(house, house.gov, on=LATER, days=-1)  # heard earlier, entered now
        assert UrgedTask.objects.get().promised_on == LATER - timedelta(days=1)

    def test_heard_on_the_telephone_it_is_entered_with_the_call(self, house):
        urge.urge(
            suggestion=house.two, words="", channel="phone", promise="周五交。", promised_on=DAY + timedelta(days=4),
            by=house.clerk, today=DAY, at=make.at(),
        )  # fmt: skip
        assert UrgedTask.objects.get().promise == "周五交。"


def test_urgings_of_before_come_from_the_history(house):
    Event.objects.create(
        suggestion=house.one, action="urge", at=make.at(LATER), by=house.clerk, by_name="经办甲",
        by_role="clerk", reason="请抓紧", detail="催办测试教育局、测试法院",
    )  # fmt: skip
    import_module("suggestions.migrations.0020_urging").from_history(apps, None)
    urging = Urging.objects.get()
    assert (urging.number, urging.words, urging.urged_on) == (1, "请抓紧", LATER)
    assert set(urging.tasks.values_list("assignment__unit__name", "level")) == {("测试教育局", 1), ("测试法院", 1)}
