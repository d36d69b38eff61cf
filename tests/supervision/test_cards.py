"""Warning cards: given once by the sweep, also after an outage; told, counted, withdrawn and kept on record."""

from copy import deepcopy
from datetime import date, timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.core.management import call_command
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Notification
from accounts.roles import HandlingSystem, Role
from suggestions.actions import urge
from suggestions.errors import NotAllowed, RuleViolation
from suggestions.models import Assignment, Regulation
from suggestions.selectors.references import read_references
from suggestions.workflow import Action
from supervision import cards, tasks
from supervision.filters import CardFilter
from supervision.models import Card
from tests import factories as make
from tests.suggestions.pages import stop_clock
from tests.suggestions.test_filters import found

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)  # a Wednesday
PAGE, EXPORT = reverse("supervision:cards"), reverse("supervision:cards_export")


def owing(days: int, of, **fields) -> Assignment:
    """A lead task due `days` from today."""
    task = make.signed(make.assigned(of, **fields))
    Assignment.objects.filter(pk=task.pk).update(due_on=TODAY + timedelta(days=days))
    return task


def sweep(day: date = TODAY) -> list[tuple[str, str, str]]:
    given = cards.give(day, at=make.at(day, 8))
    return sorted((card.suggestion.number, card.colour, card.cause) for card in given)


class House:
    """1: five days late; 2: thirty; 3: in time, urged twice; 4: filed, late before; an opinion long owed."""

    def __init__(self):
        Regulation.objects.create(yellow_days=5, yellow_urgings=2, red_days=20, changed_at=make.at())
        self.clerk, self.chief = make.clerk(name="经办甲"), make.office_head(name="主任")
        self.road = make.unit("住建局")
        self.court = make.unit("法院", handling_system=HandlingSystem.JUSTICE)
        make.handler(self.road, name="住建经办")
        self.boss = make.head(self.road, name="住建局长")
        make.handler(self.court, name="法院经办")
        make.user(Role.COORDINATOR, name="政府协调人")
        self.justice = make.user(Role.COORDINATOR, name="法检协调人", handling_system=HandlingSystem.JUSTICE)
        self.late = owing(-5, self.road, number="1", assisting=[self.court])
        make.task(self.late.suggestion, self.court)
        self.later = owing(-30, self.court, number="2")
        self.urged = owing(40, self.road, number="3")
        for n in (3, 2):
            day = TODAY - timedelta(days=n)
            urge.urge(suggestion=self.urged.suggestion, words="", by=self.clerk, today=day, at=make.at(day))
        Notification.objects.all().delete()


@pytest.fixture(scope="module")
def made(rows_stay):
    return House()


@pytest.fixture
def house(made):
    return deepcopy(made)


GIVEN = [("1", "yellow", "overdue"), ("2", "red", "overdue"), ("3", "yellow", "urged")]


def test_given_once_however_often_the_sweep_runs(house):
    assert [sweep(), sweep(), sweep(TODAY + timedelta(days=1))] == [GIVEN, [], []]
    assert dict(Assignment.objects.exclude(card="").values_list("suggestion__number", "card")) == {
        "1": "yellow", "2": "red", "3": "yellow",
    }  # fmt: skip
    assert house.late.suggestion.events.get(action=Action.WARN).detail == "黄牌：逾期5天未答复"


def test_after_an_outage_only_what_is_due_now(house):
    assert sweep(TODAY + timedelta(days=16)) == [
        ("1", "red", "overdue"), ("2", "red", "overdue"), ("3", "yellow", "urged"),
    ]  # fmt: skip
    assert sweep(TODAY + timedelta(days=19)) == []


def test_a_yellow_one_is_followed_by_a_red_one_and_a_new_date_begins_anew(house):
    sweep()
    assert sweep(TODAY + timedelta(days=15)) == [("1", "red", "overdue")]
    Assignment.objects.filter(pk=house.late.pk).update(due_on=TODAY + timedelta(days=20))
    assert sweep(TODAY + timedelta(days=26)) == [("1", "yellow", "overdue")]
    assert Assignment.objects.get(pk=house.late.pk).card == "red"  # the older red one still stands


def test_none_on_a_rest_day_nor_while_the_rules_are_off(house):
    assert sweep(date(2026, 6, 13)) == []
    Regulation.objects.create(changed_at=make.at())
    assert sweep() == []


def told() -> dict[str, str]:
    """Each message by its reader's name, without the people whom the factories bring along."""
    rows = Notification.objects.exclude(recipient__name__startswith="测试").values_list("recipient__name", "body")
    return dict(rows)


def test_who_is_told_once_each(house):
    sweep()
    messages = told()
    assert set(messages) == {"住建局长", "法院经办", "政府协调人", "法检协调人", "主任", "经办甲"}
    assert [len(messages[name].splitlines()) for name in ("住建局长", "法院经办", "主任")] == [2, 1, 3]
    assert "2号" in messages["法检协调人"]
    assert "1号" not in messages["法检协调人"]


def test_the_morning_job_gives_them_and_a_rehearsal_shows_them(house, client, monkeypatch):
    out = StringIO()
    call_command("plan_reminders", "--date", "2026-06-10", "--dry-run", stdout=out)
    assert "红牌：2号 法院，逾期30天未答复" in out.getvalue()
    client.force_login(house.clerk)
    page = client.get(f"{reverse('supervision:rehearsal')}?on=2026-06-10")
    assert sorted(card.suggestion.number for card in page.context["cards"]) == ["1", "2", "3"]
    assert not Card.objects.exists()
    stop_clock(monkeypatch, TODAY, hour=8)
    assert [tasks.send_reminders()["cards"], tasks.send_reminders()["cards"]] == [3, 0]


class TestWithdraw:
    def withdraw(self, house, by=None, reason="上级批复未到。"):
        card = Card.objects.get(suggestion__number="1")
        cards.withdraw(card=card, reason=reason, by=by or house.chief, at=make.at(TODAY))
        return card

    def test_it_stays_on_record_and_does_not_come_back(self, house):
        sweep()
        Notification.objects.all().delete()
        card = self.withdraw(house)
        assert (card.withdrawn_by, card.withdraw_reason) == (house.chief, "上级批复未到。")
        assert Assignment.objects.get(pk=house.late.pk).card == ""
        assert sweep(TODAY + timedelta(days=1)) == []
        assert house.late.suggestion.events.get(action=Action.WITHDRAW_CARD).reason == "上级批复未到。"
        assert set(told()) == {
            "住建局长",
            "政府协调人",
            "经办甲",
        }
        with pytest.raises(RuleViolation, match="已经撤回"):
            self.withdraw(house)

    def test_only_by_the_offices_head_and_with_a_reason(self, house):
        sweep()
        for role in set(Role) - {Role.OFFICE_HEAD}:
            with pytest.raises(NotAllowed):
                self.withdraw(house, by=make.user(role))
        with pytest.raises(RuleViolation, match="理由"):
            self.withdraw(house, reason=" ")
        assert Card.objects.standing().count() == 3


class TestPages:
    @pytest.fixture(autouse=True)
    def given(self, house, client):
        sweep()
        client.force_login(house.chief)

    def test_every_count_opens_its_list(self, house, client):
        TestWithdraw().withdraw(house)
        page = client.get(PAGE)
        lines = {line["name"]: line for line in page.context["units"]}
        cells = ("red", "yellow", "withdrawn", "total")
        counts = {name: [line[cell][0] for cell in cells] for name, line in lines.items()}
        assert counts == {"法院": [1, 0, 0, 1], "住建局": [0, 1, 1, 2]}
        for line in lines.values():
            for cell in cells:
                number, query = line[cell]
                assert client.get(f"{PAGE}?{query}").context["page_obj"].paginator.count == number, query

    def test_filters(self, house):
        references = read_references()
        for query, count in {
            "colour=red": 1, "cause=urged": 1, "system=justice": 1, "state=withdrawn": 0,
            "given_from=2026-06-11": 0, "given_to=2026-06-10": 3, "colour=green": 0,
            "given_from=2026-06-11&given_to=2026-06-01": 0,
        }.items():  # fmt: skip
            listed = CardFilter(QueryDict(query), user=house.chief, references=references)
            assert listed.qs.count() == count, query

    def test_the_list_asks_by_the_mark(self, house):
        assert found("session=all&card=any") == {"1", "2", "3"}
        assert found("session=all&card=red") == {"2"}
        assert found(f"session=all&card=yellow&unit={house.road.pk}") == {"1", "3"}
        assert found(f"session=all&card=yellow&unit={house.court.pk}") == set()

    def test_each_sees_the_own(self, house, client):
        for user, count in ((house.boss, 2), (house.justice, 1), (make.user(Role.LEADER), 3), (house.clerk, 3)):
            client.force_login(user)
            page = client.get(PAGE)
            assert page.context["page_obj"].paginator.count == count
            assert "/withdraw/" not in page.content.decode()

    def test_withdrawn_on_its_page(self, house, client):
        card = Card.objects.get(suggestion__number="2")
        url = reverse("supervision:card_withdraw", args=[card.pk])
        assert url in client.get(PAGE).content.decode()
        assert client.post(url, {"reason": ""}).status_code == 200
        assert client.post(url, {"reason": "经核实不属拖延。"}).status_code == 302
        assert "此牌已由主任撤回" in client.get(url).content.decode()
        assert "没有重复操作" in client.post(url, {"reason": "再撤"}).context["form"].errors.as_text()

    def test_the_workbook_is_the_list(self, house, client):
        TestWithdraw().withdraw(house)
        answer = client.get(f"{EXPORT}?state=withdrawn")
        head, *rows = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values
        (row,) = [dict(zip(head, row, strict=True)) for row in rows]
        assert (row["编号"], row["警示牌"], row["状态"], row["撤回人"]) == ("1", "黄牌", "已撤回", "主任")
        assert row["原因"] == "逾期5天未答复"

    def test_shown_where_one_looks(self, house, client):
        assert "黄牌" in client.get(reverse("suggestions:list")).content.decode()
        assert "红牌" in client.get(house.later.suggestion.get_absolute_url()).content.decode()
        client.force_login(make.user(Role.DEPUTY, deputy=house.later.suggestion.lead_deputy))
        for page in (reverse("suggestions:list"), house.later.suggestion.get_absolute_url()):
            assert "红牌" not in client.get(page).content.decode()

    def test_queries_do_not_grow(self, house, client):
        def cost() -> int:
            with CaptureQueriesContext(connection) as caught:
                client.get(PAGE)
            return len(caught)

        client.get(PAGE)
        few = cost()
        for n in range(6):
            owing(-9, make.unit(), number=f"9{n}")
        with CaptureQueriesContext(connection) as caught:
            sweep()
        assert (cost(), len(caught) < 40) == (few, True)
