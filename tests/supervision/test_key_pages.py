"""The pages of key suggestions: the year, a topic with its timeline, choosing, and the marks on the floor below."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import HandlingSystem, Role
from suggestions.models import Suggestion
from supervision import topics
from supervision.models import KeyTopic
from tests import factories as make
from tests.suggestions.pages import seen, stop_clock, words

pytestmark = pytest.mark.django_db
TODAY = make.DAY + timedelta(days=10)


@pytest.fixture(scope="module")
def house(rows_stay):
    """A topic of two suggestions, in two systems: held once, a late finding, a visit arranged."""
    unit = make.unit("市教育局", handling_system=HandlingSystem.GOVERNMENT)
    court = make.unit("市法院", handling_system=HandlingSystem.JUSTICE)
    leader, follower = make.user(Role.LEADER, name="领衔者"), make.user(Role.COMMITTEE)
    items = make.assigned(unit), make.assigned(court)
    topic = make.topic(*items, leader=leader, committee=follower.committee, title="校园周边治理", order=1)
    finding = make.finding(topic, unit, due_on=make.DAY + timedelta(days=5))
    visit = make.arranged(topic, make.deputy("张代表"), held_on=TODAY + timedelta(days=4))
    return {
        "unit": unit,
        "items": items,
        "leader": leader,
        "follower": follower,
        "topic": topic,
        "finding": finding,
        "visit": visit,
    }


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    stop_clock(monkeypatch, TODAY)


def as_(client, person) -> None:
    client.force_login(User.objects.get(pk=person.pk))


def cost(client, path: str) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)


def test_the_year_on_one_page(client, house):
    as_(client, house["leader"])
    page = words(client.get("/supervision/key/"))
    for text in ("2026年重点督办件", "校园周边治理", "领衔者", str(house["follower"].committee), "1项整改逾期"):
        assert text in page
    assert all(item.title in page for item in house["items"])
    assert "督办中 1 个专题，共 2 件建议；已开展督办 1 次，未完成整改 1 项" in page


@pytest.mark.parametrize("query", ["", "?year=abc", "?year=1999"])
def test_a_house_without_topics_says_what_comes_first(client, query):
    client.force_login(make.user(Role.COORDINATOR, handling_system=HandlingSystem.PARTY))
    assert "还没有重点督办件" in words(client.get(f"/supervision/key/{query}"))


def test_a_coordinator_sees_only_the_own_system_s_suggestions(client, house):
    client.force_login(make.user(Role.COORDINATOR, handling_system=HandlingSystem.JUSTICE))
    for path in ("/supervision/key/", house["topic"].get_absolute_url()):
        page = words(client.get(path))
        assert house["items"][1].title in page
        assert house["items"][0].title not in page
        assert "另有 1 件由其他系统的单位承办" in page
    client.force_login(make.user(Role.COORDINATOR, handling_system=HandlingSystem.PARTY))
    assert "校园周边治理" not in words(client.get("/supervision/key/"))
    assert client.get(house["topic"].get_absolute_url()).status_code == 404


def test_the_topic_s_page_and_its_timeline(client, house):
    as_(client, house["follower"])
    page = words(client.get(house["topic"].get_absolute_url()))
    process = page[page.index("督办过程") :]
    for text in ("现场视察督办（已安排）", "交办整改", "现场视察督办（已开展）", "确定为重点督办件"):
        assert text in process
    assert f"{house['items'][0].number}号 交办" in process
    assert process.index("（已安排）") < process.index("（已开展）")


def test_the_timeline_tells_one_day_in_the_order_it_was_written_down(house):
    """Chosen in the morning, supervised in the afternoon: the newest stands first, whatever its kind."""
    held = house["topic"].supervisions.exclude(pk=house["visit"].pk)
    held.update(held_on=make.DAY, recorded_at=make.at(make.DAY, 15))
    lines = topics.timeline(house["topic"], [], house["leader"])
    day = [line.title for line in lines if line.on == make.DAY]
    assert day.index("现场视察督办（已开展）") < day.index("确定为重点督办件")


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("follower", ["安排督办", "记录督办"]),
        ("clerk", ["安排督办", "调整督办安排"]),
        ("stranger", []),
        ("auditor", []),
    ],
)
def test_the_buttons_are_those_one_may_use(client, house, role, shown):
    people = {"follower": house["follower"]}
    person = people.get(role) or make.user({"clerk": Role.CLERK, "auditor": Role.AUDITOR}.get(role, Role.LEADER))
    as_(client, person)
    page = client.get(house["topic"].get_absolute_url()).text
    urls = {
        "安排督办": "supervision:arrange",
        "记录督办": "supervision:record",
        "调整督办安排": "supervision:key_edit",
    }
    for text in shown:
        assert f'href="{reverse(urls[text], args=[house["topic"].pk])}"' in page
    if not shown:
        assert not any(f'href="{reverse(name, args=[house["topic"].pk])}"' in page for name in urls.values())


def test_the_mark_is_on_the_item_and_in_the_list(client, house):
    item = house["items"][0]
    client.force_login(make.handler(house["unit"]))
    answer = client.get(item.get_absolute_url())
    page = words(answer)
    assert "重点督办" in page
    assert "领衔领导 领衔者" in page
    assert "补齐现场标识" in page
    assert house["topic"].get_absolute_url() not in answer.text  # not the unit's page
    plain = make.assigned(house["unit"])
    listed = words(client.get("/suggestions/?key=1&session=all"))
    assert item.title in listed
    assert plain.title not in listed
    assert "领衔领导" not in words(client.get(plain.get_absolute_url()))


def test_the_deputy_reads_who_leads_and_no_findings(client, house):
    item = house["items"][0]
    client.force_login(make.user(Role.DEPUTY, deputy=item.lead_deputy))
    page = words(client.get(item.get_absolute_url()))
    assert "领衔领导 领衔者" in page
    assert "补齐现场标识" not in page


def choice(**fields) -> dict:
    days = {"decided_on": "2026-03-02", "plan_from_on": "2026-03-02", "plan_until_on": "2026-12-01"}
    return {"year": 2026, "order": 9, "title": "新专题", "criterion": "complex", "plan": "视察", **days, **fields}


def test_the_office_chooses_amends_and_ends(client, house):
    client.force_login(make.clerk())
    item = make.assigned()
    sent = choice(leader=house["leader"].pk, committee=house["follower"].committee_id, suggestions=[item.pk])
    wrong = client.post("/supervision/key/new/", {**sent, "suggestions": [house["items"][0].pk]})
    assert "一年只能列入一次" in words(wrong)
    assert "新专题" in wrong.text
    client.post("/supervision/key/new/", sent)
    topic = KeyTopic.objects.get(title="新专题")
    edit = reverse("supervision:key_edit", args=[topic.pk])
    version = seen(client.get(edit))
    client.post(edit, {**sent, "title": "改过的专题", "seen": version})
    assert KeyTopic.objects.get(pk=topic.pk).title == "改过的专题"
    late = client.post(edit, {**sent, "title": "又改", "seen": version})
    assert late.status_code == 409
    assert "有了新的变化" in words(late)
    client.post(reverse("supervision:key_end", args=[topic.pk]), {"reason": "已解决"})
    assert KeyTopic.objects.get(pk=topic.pk).end_reason == "已解决"
    assert not Suggestion.objects.get(pk=item.pk).is_key
    assert client.get(edit).status_code == 302


def test_the_cost_does_not_grow(client, house):
    as_(client, house["follower"])
    paths = ("/supervision/key/", house["topic"].get_absolute_url(), "/")
    for path in paths:
        client.get(path)  # what is asked once and remembered
    few = {path: cost(client, path) for path in paths}
    more = make.topic(make.assigned(), make.assigned(), committee=house["follower"].committee)
    for topic in (more, house["topic"]):
        make.arranged(topic, make.deputy())
        make.finding(topic, due_on=make.DAY + timedelta(days=3))
    assert {path: cost(client, path) for path in paths} == few
