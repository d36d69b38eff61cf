"""The same day of the session before: which day, the figures counted for it, and where they stand."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.roles import HandlingSystem, Role
from suggestions.choices import Grade, Status
from suggestions.models import Session
from supervision.actions.compare import compare
from supervision.models import Comparison, Snapshot
from supervision.same_day import same_day
from supervision.selectors import groups
from supervision.selectors.before import read_before
from supervision.selectors.dashboard import dashboard
from supervision.selectors.scope import scope_of
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("opened", "before", "today", "day"),
    [
        (date(2026, 2, 1), date(2025, 1, 10), date(2026, 2, 1), date(2025, 1, 10)),
        (date(2026, 2, 1), date(2025, 1, 10), date(2026, 3, 3), date(2025, 2, 9)),
        (date(2026, 2, 1), date(2025, 1, 10), date(2026, 1, 31), None),  # not opened yet
        (None, date(2025, 1, 10), date(2026, 3, 3), None),
        (date(2026, 2, 1), None, date(2026, 3, 3), None),
    ],
)
def test_the_same_day(opened, before, today, day):
    assert same_day(Session(opened_on=opened), Session(opened_on=before), today) == day


def test_without_a_session_before_there_is_none():
    assert same_day(Session(opened_on=date(2026, 2, 1)), None, date(2026, 3, 3)) is None


@pytest.fixture(scope="module")
def made(rows_stay):
    """A year back: one satisfied on the 40th day, one answered on the 70th. Today is the 50th of its own session."""
    today = timezone.localdate()
    opened = today - timedelta(days=50)
    long_ago = opened - timedelta(days=365)
    now = make.session("本次会议", opened_on=opened, closed_on=opened, is_current=True, ordinal=2)
    old = make.session(opened_on=long_ago, closed_on=long_ago, ordinal=1)
    edu, party = make.unit("市教局"), make.unit("市宣部", handling_system=HandlingSystem.PARTY)
    good = make.assigned(edu, on=long_ago, submitted_on=long_ago, session=old)
    make.replied(good, on=long_ago + timedelta(days=30))
    make.judged(good, Grade.SATISFIED, on=long_ago + timedelta(days=40))
    later = make.assigned(party, on=long_ago, submitted_on=long_ago, session=old)
    make.replied(later, on=long_ago + timedelta(days=70))
    make.assigned(edu, on=opened, submitted_on=opened, session=now)
    return {"now": now, "old": old, "today": today, "edu": edu, "party": party}


@pytest.fixture(scope="module")
def first_night(made):
    """Counted once for all who only look at it: how many rows, in how many statements."""
    with CaptureQueriesContext(connection) as asked:
        rows = counted(made)
    return rows, len(asked)


@pytest.fixture
def house(made):
    return deepcopy(made)


def counted(house) -> int:
    return compare(today=house["today"], at=timezone.now())


def shown(house, role=Role.LEADER, **fields):
    sessions = list(Session.objects.all())
    return read_before(scope_of(make.user(role, **fields), house["now"]), sessions, today=house["today"])


def test_it_stands_as_it_stood_that_day(house, first_night):
    assert first_night[0] == 5  # all, two systems, two units
    found = shown(house)
    assert found.as_of == house["old"].opened_on + timedelta(days=50)
    totals = found.totals
    assert (totals.total, totals.facts["replied"], totals.grades[Grade.SATISFIED]) == (2, 1, 1)
    assert f"{totals.rates['reply']}" == "50.00%"
    assert found.line("unit", house["edu"].pk, "")["replied"] == 1
    assert found.line("unit", house["party"].pk, "")["replied"] == 0
    assert found.line("category", 0, "没有这一类")["all"] == 0


def test_tasks_classes_and_promises_as_they_stood(house):
    """The promise was due on the 45th day and reported kept on the 60th: overdue on the 50th."""
    opened = house["old"].opened_on
    item = make.assigned(house["edu"], on=opened, submitted_on=opened, session=house["old"])
    made = make.commitment(item, on=opened + timedelta(days=30), due_on=opened + timedelta(days=45))
    make.reported(made, on=opened + timedelta(days=60))
    counted(house)
    found = shown(house)
    assert found.classes == {"A": 1, "B": 1}
    assert [found.promises[cell] for cell in ("counted", "overdue", "kept", "due")] == [1, 1, 0, 1]
    of_edu, of_party = (found.workload(unit=house[name].pk) for name in ("edu", "party"))
    assert (of_edu.lead, of_edu.lead_replied, str(of_edu.reply_rate)) == (2, 2, "100.00%")
    assert (of_party.lead, of_party.lead_replied) == (1, 0)
    assert found.workload(system=HandlingSystem.PARTY).lead == 1
    nobody = found.workload(unit=0, system=HandlingSystem.JUSTICE)
    assert (nobody.total, str(nobody.reply_rate)) == (0, "—")
    own = shown(house, Role.COORDINATOR, handling_system=HandlingSystem.PARTY)
    assert (own.promises["counted"], own.workload(unit=house["edu"].pk).lead) == (0, 0)


def test_only_the_session_looked_at_has_one_before_it(house, first_night):
    user, side = make.user(Role.LEADER), groups.SIDES["session"]
    scope, compared = scope_of(user, house["now"]), shown(house)
    page = dashboard(user, scope, today=house["today"], compared=compared)
    table = groups.table(scope, user, side, page.totals, today=house["today"], compared=compared)
    assert [(line.label, line.cells[0].value, line.cells[0].before) for line in table.lines] == [
        ("本次会议", 1, 2),
        (house["old"].name, 2, None),
    ]
    assert [figure.before for figure in page.statuses if figure.code == Status.JUDGED] == [1]
    assert [figure.before for figure in page.grades if figure.code == Grade.SATISFIED] == [1]


def test_each_sees_the_own(house, first_night):
    system = {"handling_system": HandlingSystem.PARTY}
    assert shown(house, Role.COORDINATOR, **system).totals.facts["replied"] == 0
    assert shown(house, Role.UNIT_HANDLER, unit=house["edu"]).totals.total == 1


def test_a_second_night_takes_the_place_of_the_first_and_keeps_no_snapshot(house, first_night):
    first = Comparison.objects.latest("pk")
    assert counted(house) == 5
    assert not Comparison.objects.filter(pk__lte=first.pk).exists()
    assert Comparison.objects.count() == 5
    assert not Snapshot.objects.exists()


def test_of_several_who_answer_each_has_it_once(house):
    """Two units of one system and one of another answer apart: one suggestion for each of the five, and for all."""
    opened, tech = house["old"].opened_on, make.unit("市科技局")
    leads = (house["edu"], tech, house["party"])
    make.assigned(*leads, separate=True, on=opened, submitted_on=opened, session=house["old"])
    counted(house)
    found = {one.whose: one.figures for one in Comparison.objects.all()}
    edu, tech, party = (unit.pk for unit in leads)
    totals = {whose: figures["totals"]["total"] for whose, figures in found.items()}
    expected = {"all": 3, "system:government": 2, "system:party": 2}
    assert totals == {**expected, f"unit:{edu}": 2, f"unit:{tech}": 1, f"unit:{party}": 2}
    lines = {whose: {key: line["all"] for key, line in one["sides"]["unit"].items()} for whose, one in found.items()}
    assert lines["system:government"] == {str(edu): 2, str(tech): 1, str(party): 1}
    assert lines[f"unit:{tech}"] == {str(edu): 1, str(tech): 1, str(party): 1}
    assert found["system:government"]["sides"]["system"]["government"]["all"] == 2


def test_the_statements_do_not_grow_with_the_units(house, first_night, django_assert_num_queries):
    for unit in (make.unit("市科技局"), make.unit("市体育局")):
        opened = house["old"].opened_on
        make.assigned(unit, on=opened, submitted_on=opened, session=house["old"])
    with django_assert_num_queries(first_night[1]):
        assert counted(house) == 7


def test_it_stands_beside_the_numbers(client, house, first_night):
    client.force_login(make.user(Role.LEADER))
    page = reverse("supervision:overview")
    html = client.get(page).content.decode()
    day = house["old"].opened_on + timedelta(days=50)
    assert f"{house['old']}截至{day.year}年{day.month}月{day.day}日" in html
    assert "-50.00个百分点" in html
    assert "个百分点" in client.get(page, {"by": "tasks"}).content.decode()
    wall = client.get(reverse("supervision:wall")).content.decode()
    assert f"括号内为{house['old']}同日" in wall
    assert "-50.00个百分点" in wall
    assert '<span class="cell-before" title="-50.00个百分点">1</span>' in html
    Comparison.objects.all().delete()
    assert "与上次会议同日相比：—" in client.get(page).content.decode()


def test_without_two_sessions_nothing_is_counted():
    make.session("本次会议", opened_on=date(2026, 2, 1), closed_on=date(2026, 2, 4), is_current=True)
    assert compare(today=date(2026, 3, 1), at=timezone.now()) == 0
