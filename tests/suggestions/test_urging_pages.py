"""Urging in lists and on its pages: the filter, the rows, the workbook, one suggestion, the filtered list."""

from copy import deepcopy
from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import Role
from suggestions.actions import urge
from suggestions.models import Assignment, UrgedTask, Urging
from tests import factories as make
from tests.factories import DAY
from tests.suggestions.pages import stop_clock
from tests.suggestions.test_filters import found
from tests.suggestions.urging_house import House

pytestmark = pytest.mark.django_db
MANY, LIST = reverse("suggestions:urge_many"), reverse("suggestions:list")
LATER = DAY + timedelta(days=20)


@pytest.fixture(scope="module")
def made(rows_stay):
    return House()


@pytest.fixture
def house(made):
    return deepcopy(made)


@pytest.fixture(scope="class")
def asked(made, rows_of_class):
    """1: never but for its court; 2: twice, and its promise broken; 3: filed in time."""
    house = deepcopy(made)
    house.urge(house.one, only=[make.task(house.one, house.court).pk])
    for n in range(2):
        house.urge(house.two, on=DAY + timedelta(days=n))
    urged = UrgedTask.objects.select_related(*urge.OF_URGED).filter(level=2).get()
    urge.answer(urged=urged, promise="很快", promised_on=DAY + timedelta(days=5), by=house.clerk, today=DAY,
                at=make.at())  # fmt: skip
    return house


class TestLists:
    @pytest.fixture
    def urged(self, asked):
        return deepcopy(asked)

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
