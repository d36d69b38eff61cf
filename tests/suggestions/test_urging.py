"""Urging with memory: shown before it is sent, throttled, one message a person, higher each time, and answered."""

from datetime import timedelta
from importlib import import_module
from io import BytesIO

import openpyxl
import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Notification, User
from accounts.roles import HandlingSystem, Role
from suggestions.actions import urge
from suggestions.choices import UrgeChannel
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from suggestions.models import Assignment, Event, Regulation, UrgedTask, Urging
from suggestions.workflow import Action
from tests import factories as make
from tests.factories import DAY
from tests.suggestions.pages import stop_clock
from tests.suggestions.test_filters import found

pytestmark = pytest.mark.django_db
MANY, LIST = reverse("suggestions:urge_many"), reverse("suggestions:list")
LATER = DAY + timedelta(days=20)


class House:
    """Two units of two systems with all who can be told, and what they owe."""

    def __init__(self):
        self.clerk, self.chief = make.clerk(name="经办甲"), make.office_head(name="主任")
        self.edu = make.unit("测试教育局", handling_system=HandlingSystem.GOVERNMENT)
        self.court = make.unit("测试法院", handling_system=HandlingSystem.JUSTICE)
        self.edu.first_contact = make.handler(self.edu, name="教育联系人")
        self.edu.save()
        make.head(self.edu, name="教育局长")
        make.handler(self.court, name="法院经办")
        self.gov = make.user(Role.COORDINATOR, name="政府协调人")
        self.justice = make.user(Role.COORDINATOR, name="法检协调人", handling_system=HandlingSystem.JUSTICE)
        self.one = make.assigned(self.edu, assisting=[self.court], number="1", by=self.clerk)
        self.two = make.assigned(self.edu, number="2", by=self.clerk)
        self.done = make.assigned(self.edu, number="3", by=self.clerk)
        make.filed(self.done)
        User.objects.filter(unit=self.edu, role=Role.UNIT_HEAD).exclude(name="教育局长").update(is_active=False)

    def urge(self, *items, by=None, on=DAY, **how) -> urge.UrgePlan:
        keys = [item.pk for item in items or (self.one, self.two, self.done)]
        return urge.urge_many(suggestions=keys, by=by or self.clerk, today=on, at=make.at(on), **how)

    def told(self) -> dict[str, int]:
        """Messages of urging by name."""
        names = list(Notification.objects.filter(kind="urge").values_list("recipient__name", flat=True))
        return {name: names.count(name) for name in names}


@pytest.fixture
def house():
    return House()


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
    levels = []
    for n in range(4):
        leaders = {house.two.pk: [leader]} if n == 3 else None
        plan = house.urge(house.two, on=DAY + timedelta(days=n), leaders=leaders)
        levels.append((plan.calls[0].level, sorted(person.name for person in plan.by_person())))
    unit = ["教育局长", "教育联系人"]
    assert levels == [
        (1, unit),
        (2, sorted([*unit, "政府协调人"])),
        (3, sorted([*unit, "政府协调人", "主任"])),  # nobody leads it: the office's head
        (4, sorted([*unit, "政府协调人", "分管领导"])),
    ]
    assert list(Urging.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


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


class TestLists:
    @pytest.fixture
    def urged(self, house):
        """1: never but for its court; 2: twice, and its promise broken; 3: filed in time."""
        house.urge(house.one, only=[make.task(house.one, house.court).pk])
        for n in range(2):
            house.urge(house.two, on=DAY + timedelta(days=n))
        urged = UrgedTask.objects.select_related(*urge.OF_URGED).filter(level=2).get()
        urge.answer(urged=urged, promise="很快", promised_on=DAY + timedelta(days=5), by=house.clerk, today=DAY,
                    at=make.at())  # fmt: skip
        return house

    @pytest.mark.parametrize(
        ("query", "numbers"),
        [
            ("urged=never", {"3"}),
            ("urged=any", {"1", "2"}),
            ("urged=once", {"1"}),
            ("urged=more", {"2"}),
            ("urged=broken", {"2"}),
            ("urged=today", set()),
            ("urged=never&unit={edu}", {"1", "3"}),
            ("urged=once&unit={court}", {"1"}),
            ("urged=broken&unit={court}", set()),
            ("urged=more&unit={edu}&unit_role=answering", {"2"}),
            ("urged=often", set()),
        ],
    )
    def test_filter(self, urged, query, numbers):
        asked = query.format(edu=urged.edu.pk, court=urged.court.pk)
        assert found(f"session=all&{asked}", today=LATER) == numbers

    def test_the_promised_day_itself_is_in_time(self, urged):
        assert found("urged=broken", today=DAY + timedelta(days=5)) == set()
        Assignment.objects.filter(suggestion=urged.two).update(done_on=DAY + timedelta(days=5))
        assert found("urged=broken", today=LATER) == set()
        Assignment.objects.filter(suggestion=urged.two).update(done_on=DAY + timedelta(days=6))
        assert found("urged=broken", today=LATER) == {"2"}

    def test_the_rows_say_how_often(self, urged, client):
        client.force_login(urged.clerk)
        rows = {row.number: row.urged for row in client.get(f"{LIST}?session=all").context["rows"]}
        assert rows == {"1": 1, "2": 2, "3": 0}
        page = client.get(f"{LIST}?session=all&unit={urged.edu.pk}")
        assert {row.number: row.urged for row in page.context["rows"]} == {"1": 0, "2": 2, "3": 0}
        assert "已催 2 次" in page.content.decode()

    def test_the_workbook_says_it_too(self, urged, client):
        Assignment.objects.filter(suggestion=urged.two).update(card="red")
        client.force_login(urged.clerk)
        answer = client.get(f"{reverse('suggestions:export')}?session=all&o=number")
        head, *rows = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values
        times, last, card = (head.index(name) for name in ("催办次数", "最近催办", "警示牌"))
        two, three = rows[1], rows[2]
        assert (two[times], two[last].date(), two[card]) == (2, DAY + timedelta(days=1), "红牌")
        assert (three[times], three[last], three[card] or "") == (0, None, "")

    def test_the_page_of_one_shows_them_and_a_deputy_sees_none(self, urged, client, monkeypatch):
        stop_clock(monkeypatch, LATER)
        client.force_login(urged.clerk)
        page = client.get(urged.two.get_absolute_url()).content.decode()
        assert ("已催 2 次" in page, "到期未提交" in page, "政府协调人（系统协调人）" in page) == (True,) * 3
        client.force_login(make.user(Role.DEPUTY, deputy=urged.two.lead_deputy))
        assert "已催" not in client.get(urged.two.get_absolute_url()).content.decode()
        assert "已催" not in client.get(f"{LIST}?session=all&urged=never").content.decode()


class TestPages:
    @pytest.fixture(autouse=True)
    def today(self, monkeypatch):
        stop_clock(monkeypatch, DAY)

    def test_the_filtered_list_is_urged_in_one_go(self, house, client):
        client.force_login(house.clerk)
        assert f"{MANY}?unit={house.edu.pk}" in client.get(f"{LIST}?unit={house.edu.pk}").content.decode()
        page = client.get(f"{MANY}?unit={house.edu.pk}")
        assert [(unit.unit.name, len(unit.calls)) for unit in page.context["units"]] == [
            ("测试教育局", 2), ("测试法院", 1),
        ]  # fmt: skip
        answer = client.post(
            f"{MANY}?unit={house.edu.pk}", {"words": "快", "shown": page.context["plan"].fingerprint}, follow=True
        )
        assert answer.redirect_chain[-1][0] == f"{LIST}?unit={house.edu.pk}&urged=today"
        assert "已催办2件、2个单位，送达3人。另有1项未催" in answer.content.decode()
        again = client.get(f"{MANY}?unit={house.edu.pk}")
        assert (again.context["units"], len(again.context["plan"].left_out)) == ([], 4)

    def test_another_plan_than_shown_is_refused(self, house, client):
        client.force_login(house.clerk)
        answer = client.post(f"{MANY}?q=2", {"words": "", "shown": "0" * 16})
        assert answer.status_code == 409
        assert "请核对下面最新的名单" in answer.content.decode()

    def test_letters_lead_to_their_papers(self, house, client):
        client.force_login(house.clerk)
        answer = client.post(f"{MANY}?channel=letter", {"words": "", "happened_on": "2026-03-02"}, follow=True)
        assert "kind=urging" in answer.redirect_chain[-1][0]
        assert answer.context["total"] == 2
        assert answer.context["papers"] > 0

    def test_too_many_and_none_and_nonsense(self, house, client, monkeypatch):
        client.force_login(house.clerk)
        assert "没有可以催办的建议" in client.get(f"{MANY}?q=没有这样的字").content.decode()
        assert client.get(f"{MANY}?light=moon").status_code == 302
        monkeypatch.setattr("suggestions.views.urge_many.MOST", 2)
        assert "一次最多催办 2 件" in client.get(MANY).content.decode()
        assert client.post(MANY, {"words": ""}).status_code == 200
        assert not Urging.objects.exists()

    def test_the_page_of_one_urges_the_units_chosen(self, house, client):
        client.force_login(house.clerk)
        url = reverse("suggestions:urge", args=[house.one.pk])
        page = client.get(url)
        fields = {f"shown_{plan.channel}": plan.fingerprint for plan in page.context["plans"]}
        task = make.task(house.one, house.court)
        client.post(url, {"channel": "phone", "tasks": [task.pk], "happened_on": "2026-03-02", "promise": "明天交",
                          "promised_on": "2026-03-03", **fields})  # fmt: skip
        urged = UrgedTask.objects.get()
        assert (urged.assignment, urged.promise, urged.urging.channel) == (task, "明天交", "phone")
        stale = client.post(url, {"channel": "phone", "tasks": [task.pk], **fields})
        assert stale.status_code == 409
        client.post(url, {"channel": "system", "tasks": [make.task(house.one, house.edu).pk]})
        assert set(house.told()) == {"教育联系人", "教育局长"}

    def test_a_unit_answers_on_its_own_page(self, house, client):
        house.urge(house.two)
        client.force_login(house.edu.first_contact)
        url = reverse("suggestions:answer_urging", args=[UrgedTask.objects.get().pk])
        assert url in client.get(house.two.get_absolute_url()).content.decode()
        assert client.post(url, {"promise": "周五交", "promised_on": "2026-03-01"}).status_code == 200
        client.post(url, {"promise": "周五交", "promised_on": "2026-03-06"})
        assert UrgedTask.objects.get().promised_on.day == 6
        assert client.get(url).status_code == 302

    def test_queries_do_not_grow_with_the_list(self, house, client):
        client.force_login(house.clerk)
        client.get(MANY)
        counts = []
        for first in (50, 60):
            with CaptureQueriesContext(connection) as caught:
                client.get(MANY)
            counts.append(len(caught))
            for n in range(8):
                make.assigned(house.edu, number=str(first + n), by=house.clerk)
        assert counts[0] == counts[1]
        sent = []
        for items in ([house.two], [item for item in house.two.session.suggestions.all() if item != house.two]):
            with CaptureQueriesContext(connection) as caught:
                house.urge(*items)
            sent.append(len(caught))
        assert sent[1] <= sent[0] + 1


def test_urgings_of_before_come_from_the_history(house):
    Event.objects.create(
        suggestion=house.one, action="urge", at=make.at(LATER), by=house.clerk, by_name="经办甲",
        by_role="clerk", reason="请抓紧", detail="催办测试教育局、测试法院",
    )  # fmt: skip
    import_module("suggestions.migrations.0020_urging").from_history(apps, None)
    urging = Urging.objects.get()
    assert (urging.number, urging.words, urging.urged_on) == (1, "请抓紧", LATER)
    assert set(urging.tasks.values_list("assignment__unit__name", "level")) == {("测试教育局", 1), ("测试法院", 1)}
