"""The dashboard: every number is the count of the list behind it, for each who may look."""

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

from accounts.models import Unit
from accounts.roles import HandlingSystem, Role
from suggestions.actions import urge
from suggestions.choices import Grade
from suggestions.models import Assignment, Commitment, Suggestion
from suggestions.selectors.references import read_references
from supervision.models import JobRun
from supervision.selectors import groups, tasks
from supervision.selectors.dashboard import dashboard, next_step
from supervision.selectors.scope import EVERY, OWN, scope_of
from supervision.statistics import GROUPED
from tests import factories as make
from tests.supervision.lists_behind import all_figures, counted, one_form_a_reader

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
    Suggestion.objects.filter(pk=waiting.pk).update(delegation=None)
    return {"edu": edu, "road": road, "party": party}


@pytest.fixture
def house(rows):
    return deepcopy(rows)


def scope(user, session=None, units=OWN):
    return scope_of(user, session or make.session(), units)


def shown(user, today, session=None, units=OWN):
    return dashboard(user, scope(user, session, units), today=today)


def people():
    return {
        "leader": make.user(Role.LEADER),
        "clerk": make.clerk(),
        "government": make.user(Role.COORDINATOR, handling_system=HandlingSystem.GOVERNMENT),
        "party": make.user(Role.COORDINATOR, handling_system=HandlingSystem.PARTY),
        "committee": make.user(Role.COMMITTEE),
        "administrator": make.user(Role.ADMINISTRATOR),
    }


@pytest.mark.parametrize("whose", [["leader", "clerk", "administrator"], ["government"], ["party"], ["committee"]])
def test_every_number_is_the_count_of_its_list(house, today, whose, monkeypatch):
    """Those who see the same rows stand together: the same question has the same answer, and is asked once."""
    one_form_a_reader(monkeypatch)
    everybody, references = people(), read_references()
    if whose == ["committee"]:
        Unit.objects.filter(name__in=["市路局", "市宣部"]).update(committee=everybody["committee"].committee)
    for seen in (Suggestion.objects.visible_to, Commitment.objects.of_desk):
        assert len({frozenset(seen(everybody[who])) for who in whose}) == 1
    checked = set()  # also a total and the only unit that makes it open one list
    for who in whose:
        for number, page in numbers_for(everybody[who], today):
            if (page, number.query, number.value) not in checked:
                assert counted(number.query, everybody[who], today, references, page) == number.value, (who, number)
                checked.add((page, number.query, number.value))


def numbers_for(user, today):
    """Every number on the page of `user`, with the page of the list that it opens."""
    page = shown(user, today)
    found = tasks.task_table(scope(user), order=tasks.DEFAULT_ORDER, today=today)
    cells = [cell for line in (*found.systems, *found.units) for cell in (*line.cells, *line.watched)]
    for side in groups.SIDES.values():
        table = groups.table(scope(user), user, side, page.totals, today=today)
        cells += [cell for line in (*table.lines, *([table.foot] if table.foot else [])) for cell in line.cells]
    return [*((figure, figure.page) for figure in all_figures(page)), *((cell, "") for cell in cells)]


def test_every_link_on_the_page_opens_a_list_of_that_length(client, house):
    client.force_login(make.user(Role.LEADER))
    links = set()
    for by in (*groups.SIDES, "tasks"):
        html = client.get(PAGE, {"by": by}).content.decode()
        links |= set(re.findall(r'href="(/(?:suggestions|commitments)/\?[^"]+)"[^>]*data-figure>(\d+)<', html))
        links |= set(re.findall(r'href="(/suggestions/\?[^"]+)"[^>]*>[^<]*<span[^>]*>.*?data-head>(\d+)<', html))
    assert len(links) > 60
    opened = set()
    for address, number in sorted(links, key=lambda link: (-int(link[1]), link[0])):
        page, query = unescape(address).split("?")
        if new := {page, *QueryDict(query)} - opened:  # each list and each filter once; that all are right: see above
            opened |= new
            assert f"<strong>{number}</strong>" in client.get(f"{page}?{query}").content.decode(), address
    assert len(opened) > 10


def test_no_cell_stays_untested(house, today):
    """The tests above mean nothing where every number is nought."""
    user = make.user(Role.LEADER)
    found = tasks.task_table(scope(user), order=tasks.DEFAULT_ORDER, today=today)
    for n, column in enumerate(tasks.COLUMNS):
        assert any(line.cells[n].value for line in found.units), column.cell
    for n, column in enumerate(tasks.WATCHED):
        assert any(line.watched[n].value for line in found.units), column.cell
    assert found.pressed_units[0].name == "市教局"
    cells = shown(user, today).totals.cells
    assert [cell for cell in GROUPED if not cells[cell]] == []


def test_the_sentence_says_what_is_wrong_and_what_to_do(house, today):
    leader, clerk = make.user(Role.LEADER), make.clerk()
    page = shown(leader, today)
    due_on = make.task(house["edu"].assignments.order_by("pk").first().suggestion).due_on
    assert page.verdict == f"1个单位1件逾期，最久{(today - due_on).days}天。"
    assert [unit.name for unit in page.late_units] == ["市教局"]
    assert next_step(leader, page).page == "suggestions:list"
    assert next_step(clerk, shown(clerk, today)).page == "suggestions:urge_many"


def test_without_anything_the_sentence_says_so(client, today):
    nothing_yet, leader = make.session("十三届三次会议"), make.user(Role.LEADER)
    page = shown(leader, today, nothing_yet)
    assert (page.verdict, next_step(leader, page)) == ("还没有交办的建议。", None)
    client.force_login(leader)
    for by in (*groups.SIDES, "tasks"):
        assert client.get(PAGE, {"by": by, "session": nothing_yet.pk}).status_code == 200


def test_a_coordinator_sees_the_own_system_only(client, house, today):
    user = make.user(Role.COORDINATOR, handling_system=HandlingSystem.PARTY)
    page = shown(user, today)
    assert page.totals.total == 1  # what it only assists in is another system's to answer
    assert page.heads["overdue"].value == 0  # what another system's unit owes is not for this one to urge
    client.force_login(user)
    for by in ("unit", "tasks"):
        html = client.get(PAGE, {"by": by}).content.decode()
        assert "市宣部" in html
        assert "市教局" not in html


def test_a_committee_begins_with_its_units(client, house, today):
    user = make.user(Role.COMMITTEE)
    Unit.objects.filter(pk=house["road"].pk).update(committee=user.committee)
    assert shown(user, today).totals.total == 4
    assert shown(user, today, units=EVERY).totals.total == 8
    client.force_login(user)
    assert "市宣部" not in client.get(PAGE, {"by": "tasks"}).content.decode()
    assert "市宣部" in client.get(PAGE, {"units": "all", "by": "tasks"}).content.decode()


def test_a_unit_sees_itself(client, house, today, monkeypatch):
    one_form_a_reader(monkeypatch)
    handler, head, references = make.handler(house["road"]), make.head(house["road"]), read_references()
    page = shown(handler, today)
    assert page.totals.total == 4
    for figure in all_figures(page):
        assert counted(figure.query, handler, today, references, figure.page) == figure.value, figure
    for seen in (Suggestion.objects.visible_to, Commitment.objects.of_desk):
        assert set(seen(head)) == set(seen(handler))
    assert shown(head, today) == page
    for user in (handler, head):
        client.force_login(user)
        assert client.get(reverse("supervision:unit", args=[house["edu"].pk])).status_code == 404
    assert client.get(PAGE).context["unit"] == house["road"]
    client.force_login(handler)
    assert client.get(reverse("supervision:unit", args=[house["road"].pk])).context["unit"] == house["road"]


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("-lead_overdue", ["市教局", "市路局", "市宣部"]),
        ("lead_overdue", ["市路局", "市宣部", "市教局"]),
        ("-lead", ["市路局", "市教局", "市宣部"]),
        ("-nonsense", ["市教局", "市路局", "市宣部"]),
    ],
)
def test_sorting(client, house, today, order, names):
    user = make.user(Role.LEADER)
    found = tasks.task_table(scope(user), order=tasks.order_of(order), today=today).units
    assert [line.name for line in found] == names


def test_the_page_sorts_as_it_is_asked(client, house):
    client.force_login(make.user(Role.LEADER))
    found = client.get(PAGE, {"o": "lead_overdue", "by": "tasks"}).context["tasks"].units
    assert [line.name for line in found] == ["市路局", "市宣部", "市教局"]


def test_few_items_are_not_ranked_by_a_rate(house, today):
    """Each unit here has fewer than five: they stand by what they carry, whichever way."""
    user = make.user(Role.LEADER)
    for order in ("reply_rate", "-reply_rate"):
        found = tasks.task_table(scope(user), order=order, today=today).units
        ranked = [line for line in found if line.rates[1].denominator >= tasks.FEWEST]
        assert [line.name for line in found[: len(ranked)]] == [line.name for line in ranked]
        assert len(found) == 3


def test_others_are_refused_with_the_reason(client):
    client.force_login(make.user(Role.DEPUTY))
    response = client.get(PAGE)
    assert (response.status_code, "查看督办总览" in response.content.decode()) == (403, True)


@pytest.mark.parametrize("address", ["?session=all", "?session=999", "?session=x", "?o=-rate", "?units=x", "?by=x"])
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
    """Six statements for the figures; beside them the frame's, the sessions' and the heartbeat's."""
    client.force_login(make.clerk())

    def asked(by):
        with CaptureQueriesContext(connection) as caught:
            client.get(PAGE, {"by": by})
        own = (query["sql"] for query in caught)
        return [sql for sql in own if not any(f'"{name}' in sql or name in sql[:40] for name in FRAME)]

    client.get(PAGE)
    before = {by: asked(by) for by in (*groups.SIDES, "tasks")}
    of_frame = r'FROM "(suggestions_(session|calendar\w*)|supervision_jobrun)"'
    for by, found in before.items():
        assert len([sql for sql in found if not re.search(of_frame, sql)]) <= 6, (by, found)
    for n in range(3):
        make.assigned(make.unit(), assisting=[make.unit()], by=make.clerk(), on=today, submitted_on=today)
        make.topic(make.assigned(by=make.clerk(), on=today, submitted_on=today), on=today)
        make.session(f"{n}届会议")
    assert {by: len(asked(by)) for by in before} == {by: len(found) for by, found in before.items()}
