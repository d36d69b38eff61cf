"""The overview: every number is the count of the list behind it, for each who may look."""

import re
from copy import deepcopy
from datetime import date, timedelta
from html import unescape

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import HandlingSystem, Role
from suggestions.actions import urge
from suggestions.choices import Grade
from suggestions.filters import SuggestionFilter
from suggestions.models import Assignment
from suggestions.selectors.references import read_references
from supervision import selectors
from supervision.models import JobRun
from tests import factories as make

pytestmark = pytest.mark.django_db
PAGE = reverse("supervision:overview")
FRAME = ("django_session", "SAVEPOINT", "accounts_user", "accounts_notification")


@pytest.fixture(scope="module")
def today():
    return timezone.localdate()


@pytest.fixture(scope="module")
def rows(rows_stay, today):
    """Three units of two systems, with something in every cell."""
    start = today - timedelta(days=110)
    make.session(opened_on=start - timedelta(days=4), closed_on=start, is_current=True)
    clerk = make.clerk()
    edu, road = make.unit("市教局"), make.unit("市路局")
    party = make.unit("市宣部", handling_system=HandlingSystem.PARTY)

    def assigned(*leads, on=start, **fields):
        return make.assigned(*leads, by=clerk, on=on, submitted_on=start, **fields)

    waiting = assigned(edu, assisting=[road, party])  # overdue, nobody has signed
    assigned(road, on=today - timedelta(days=2), assisting=[edu])
    assigned(party, on=today - timedelta(days=80))
    assigned(edu, road, separate=True, on=today - timedelta(days=60))
    late = assigned(edu, assisting=[party])
    make.opined(late, party, on=start + timedelta(days=5))
    make.replied(late, on=today - timedelta(days=2))
    good = assigned(road)
    make.replied(good, on=start + timedelta(days=30))
    make.judged(good, Grade.SATISFIED, on=start + timedelta(days=40))
    make.filed(assigned(road), on=start + timedelta(days=30))
    make.suggestion(by=clerk, on=today, submitted_on=start)
    urge.urge(suggestion=waiting, words="", channel="phone", promise="下周交", promised_on=start + timedelta(days=9),
              by=clerk, today=start + timedelta(days=5), at=make.at(start + timedelta(days=5)))  # fmt: skip
    Assignment.objects.filter(suggestion=waiting, unit=edu).update(card="red")
    return {"edu": edu, "road": road, "party": party}


@pytest.fixture
def house(rows):
    return deepcopy(rows)


def shown(user, today, session=None, **choices):
    choices = {"units": selectors.OWN, "order": selectors.DEFAULT_ORDER, **choices}
    return selectors.overview(user, session or make.session(), today=today, **choices)


def all_figures(page):
    lines = (*page.systems, *page.units)
    return [
        *page.heads.values(),
        *(share.figure for share in page.shares),
        *page.lights,
        *page.statuses,
        *page.grades,
        page.overdue,
        *(figure for line in lines for figure in (*line.figures, *line.watched)),
    ]


def people():
    return {
        "leader": make.user(Role.LEADER),
        "clerk": make.clerk(),
        "government": make.user(Role.COORDINATOR, handling_system=HandlingSystem.GOVERNMENT),
        "party": make.user(Role.COORDINATOR, handling_system=HandlingSystem.PARTY),
        "committee": make.user(Role.COMMITTEE),
    }


@pytest.mark.parametrize("who", ["leader", "clerk", "government", "party", "committee"])
def test_every_number_is_the_count_of_its_list(house, today, who):
    user, references = people()[who], read_references()
    for figure in all_figures(shown(user, today, units=selectors.EVERY)):
        filtered = SuggestionFilter(QueryDict(figure.query), user=user, today=today, references=references)
        assert filtered.form.is_valid(), figure.query
        assert filtered.qs.count() == figure.value, f"{who}: {figure}"


def test_the_links_on_the_page_open_lists_of_that_length(client, house):
    client.force_login(make.user(Role.LEADER))
    html = client.get(PAGE).content.decode()
    links = re.findall(r'href="(/suggestions/\?[^"]+)"[^>]*data-figure>(\d+)<', html)
    assert len(links) > 20
    for address, number in sorted(set(links))[::4]:
        page = client.get(unescape(address)).content.decode()
        assert f"<strong>{number}</strong>" in page, address


def test_no_cell_stays_untested(house, today):
    """The test above means nothing where every number is nought."""
    page = shown(make.user(Role.LEADER), today)
    for n, column in enumerate(selectors.COLUMNS):
        assert any(line.figures[n].value for line in page.units), column.cell
    for n, column in enumerate(selectors.WATCHED):
        assert any(line.watched[n].value for line in page.units), column.cell
    assert page.pressed_units[0].name == "市教局"


def test_the_sentence_says_what_is_wrong(house, today):
    page = shown(make.user(Role.LEADER), today)
    due_on = make.task(house["edu"].assignments.order_by("pk").first().suggestion).due_on
    assert page.verdict == f"1个单位1件逾期，最久{(today - due_on).days}天。"
    assert [line.name for line in page.overdue_units] == ["市教局"]


def test_without_anything_the_sentence_says_so(today):
    nothing_yet = make.session("十三届三次会议")
    assert shown(make.user(Role.LEADER), today, nothing_yet).verdict == "还没有交办的建议。"


def test_a_coordinator_sees_the_own_system_only(client, house, today):
    user = make.user(Role.COORDINATOR, handling_system=HandlingSystem.PARTY)
    page = shown(user, today)
    assert [line.name for line in page.units] == ["市宣部"]
    assert page.overdue.value == 0  # what another system's unit owes is not for this one to urge
    client.force_login(user)
    html = client.get(PAGE).content.decode()
    assert "市宣部" in html
    assert "市教局" not in html


def test_a_committee_begins_with_its_units(client, house, today):
    user = make.user(Role.COMMITTEE)
    house["road"].committee = user.committee
    house["road"].save()
    assert [line.name for line in shown(user, today).units] == ["市路局"]
    assert len(shown(user, today, units=selectors.EVERY).units) == 3
    client.force_login(user)
    assert "市宣部" not in client.get(PAGE).content.decode()
    assert "市宣部" in client.get(PAGE, {"units": "all"}).content.decode()


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("-lead_overdue", ["市教局", "市路局", "市宣部"]),
        ("lead_overdue", ["市路局", "市宣部", "市教局"]),
        ("-lead", ["市路局", "市教局", "市宣部"]),
        ("-nonsense", ["市教局", "市路局", "市宣部"]),
    ],
)
def test_sorting(client, house, order, names):
    client.force_login(make.user(Role.LEADER))
    found = client.get(PAGE, {"o": order}).context["shown"].units
    assert [line.name for line in found] == names


@pytest.mark.parametrize("role", [Role.UNIT_HANDLER, Role.UNIT_HEAD, Role.DEPUTY])
def test_others_are_refused_with_the_reason(client, role):
    client.force_login(make.user(role))
    response = client.get(PAGE)
    assert response.status_code == 403
    assert "查看督办总览" in response.content.decode()


@pytest.mark.parametrize("address", ["?session=all", "?session=999", "?session=x", "?o=-rate", "?units=x"])
def test_any_address_has_an_answer(client, house, address):
    client.force_login(make.clerk())
    assert client.get(PAGE + address).status_code == 200


def test_another_session_can_be_chosen(client, house):
    other = make.session("十三届二次会议", opened_on=date(2020, 1, 1), closed_on=date(2020, 1, 5))
    client.force_login(make.user(Role.LEADER))
    assert client.get(PAGE, {"session": other.pk}).context["shown"].totals.total == 0
    assert client.get(PAGE).context["shown"].totals.total == 8
    assert client.get(PAGE, {"session": "all"}).context["shown"].totals.total == 8


def test_a_stopped_job_is_said_to_those_who_can_see_to_it(client, house):
    JobRun.objects.create(name="accounts.tasks.deliver", started_at=timezone.now(), error="boom", failures=3)
    client.force_login(make.clerk())
    assert "已连续失败3次" in client.get(PAGE).content.decode()
    client.force_login(make.user(Role.LEADER))
    assert client.get(PAGE).context["problem"] == ""


def test_queries_do_not_grow(client, house, today):
    client.force_login(make.clerk())

    def asked():
        client.get(PAGE)
        with CaptureQueriesContext(connection) as caught:
            client.get(PAGE)
        own = [query["sql"] for query in caught.captured_queries]
        return [sql for sql in own if not any(f'"{name}' in sql or name in sql[:40] for name in FRAME)]

    before = asked()
    assert len(before) <= 6, before
    for _ in range(5):
        make.assigned(make.unit(), assisting=[make.unit()], by=make.clerk(), on=today, submitted_on=today)
    assert len(asked()) == len(before)
