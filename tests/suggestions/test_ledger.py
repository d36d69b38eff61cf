"""The ledger: its filters, its summary (each number is the list it opens), and its export."""

from datetime import date, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import HandlingSystem, Role
from suggestions.actions import commitment
from suggestions.choices import CommitmentEntryKind, CommitmentState
from suggestions.definitions import Rate
from suggestions.ledger_filter import FACTS
from suggestions.models import Commitment, CommitmentEntry, Session
from tests import factories as make
from tests.suggestions.pages import stop_clock, words

pytestmark = pytest.mark.django_db
DAY = make.DAY
TODAY = date(2026, 6, 10)
LEDGER = "/commitments/"


@pytest.fixture(autouse=True)
def house(monkeypatch):
    for code in "ABC":
        make.result_class(code)
    stop_clock(monkeypatch, TODAY)
    make.session(is_current=True)


def promised(days: int, unit=None, **fields) -> Commitment:
    return make.commitment(make.assigned(unit or make.unit(), **fields), due_on=TODAY + timedelta(days=days))


def put(made: Commitment, state: str) -> Commitment:
    """Set straight to a state, as the database knows it."""
    done = TODAY if state in {CommitmentState.REPORTED, CommitmentState.FULFILLED} else None
    closed = None if state in {CommitmentState.OPEN, CommitmentState.REPORTED} else TODAY
    Commitment.objects.filter(pk=made.pk).update(state=state, done_on=done, closed_on=closed)
    return made


def listed(client, query: str = "") -> list[int]:
    return [row.pk for row in client.get(f"{LEDGER}?{query}").context["rows"]]


# What counts as what


@pytest.mark.parametrize(
    ("state", "days", "facts"),
    [
        ("open", 5, "counted under_way"),
        ("open", 0, "counted under_way"),
        ("open", -1, "counted under_way overdue due"),
        ("reported", 5, "counted reported"),
        ("reported", -1, "counted reported due"),
        ("fulfilled", 5, "counted kept due"),
        ("fulfilled", -1, "counted kept due"),
        ("explained", 5, "counted explained due"),
        ("superseded", -1, ""),
        ("proposed", -1, ""),
    ],
)
def test_the_facts_of_a_promise(state, days, facts):
    made = put(promised(days), state)
    found = {f for f in FACTS if Commitment.objects.with_fact(f, TODAY).filter(pk=made.pk).exists()}
    assert found == set(facts.split())


@pytest.mark.parametrize(
    ("due_on", "is_current", "state", "carried"),
    [
        (date(2026, 12, 31), True, "open", False),
        (date(2027, 1, 1), True, "open", True),
        (date(2027, 1, 1), True, "fulfilled", True),
        (date(2026, 12, 31), False, "open", True),
        (date(2026, 12, 31), False, "reported", True),
        (date(2026, 12, 31), False, "fulfilled", False),
    ],
)
def test_what_is_carried_over(due_on, is_current, state, carried):
    """Promised for a later year than the reply's, or still followed from an earlier session."""
    made = put(make.commitment(due_on=due_on), state)
    Session.objects.update(is_current=is_current)
    assert Commitment.objects.with_fact("carried", TODAY).filter(pk=made.pk).exists() == carried


@pytest.mark.parametrize(
    ("kept", "due", "shown"), [(0, 0, "—"), (0, 3, "0.00%"), (1, 3, "33.33%"), (2, 3, "66.67%"), (3, 3, "100.00%")]
)
def test_the_rate(kept, due, shown):
    assert str(Rate(kept, due)) == shown


# Each number is its list


def scatter(rng: Random) -> None:
    """Promises of all kinds over four units of three systems."""
    systems = (HandlingSystem.GOVERNMENT, HandlingSystem.PARTY, HandlingSystem.JUSTICE, HandlingSystem.GOVERNMENT)
    units = [make.unit(f"单位{n}", handling_system=system) for n, system in enumerate(systems)]
    last = make.session("十三届零次会议", is_current=False)
    states = [state for state in CommitmentState if state != CommitmentState.PROPOSED]
    for _ in range(12):
        session = rng.choice([make.session(), make.session(), last])
        made = put(promised(rng.randint(-60, 300), rng.choice(units), session=session), rng.choice(states))
        if rng.random() < 0.4:
            due_on = made.due_on + timedelta(days=rng.randint(1, 90))
            Commitment.objects.filter(pk=made.pk).update(due_on=due_on)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_number_of_the_summary_equals_its_list(client, seed):
    scatter(Random(seed))
    client.force_login(make.clerk())
    session = Session.objects.get(name="十三届一次会议")
    for scope in ("", f"session={session.pk}", "system=government", f"term={session.term_id}&system=party"):
        page = client.get(f"{LEDGER}?{scope}")
        lines = [page.context["total"], *page.context["lines"], *page.context["more_lines"]]
        assert len(lines) > 1
        for line in lines:
            figures = {name: figure for name, figure in line.items() if isinstance(figure, dict)}
            for name, figure in figures.items():
                answer = client.get(f"{LEDGER}?{figure['query']}")
                assert answer.context["page_obj"].paginator.count == figure["value"], (scope, line["name"], name)
            value = {name: figure["value"] for name, figure in figures.items()}
            assert value["counted"] == value["kept"] + value["under_way"] + value["reported"] + value["explained"]
            assert (line["rate"].numerator, line["rate"].denominator) == (value["kept"], value["due"])
        for name in ("counted", "kept", "overdue", "due"):
            assert lines[0][name]["value"] == sum(line[name]["value"] for line in lines[1:])


def test_the_summary_keeps_to_the_scope_and_not_to_the_rest(client):
    unit = make.unit("甲局")
    promised(-1, unit), put(promised(5, unit), "fulfilled"), promised(9)
    client.force_login(make.clerk())
    page = client.get(f"{LEDGER}?unit={unit.pk}&fact=overdue&q=不存在")
    assert list(page.context["rows"]) == []
    assert [line["counted"]["value"] for line in page.context["lines"]] == [2]


# Who reads what


def test_each_role_reads_its_own_ledger(client):
    mine = make.unit("甲局", handling_system=HandlingSystem.GOVERNMENT)
    other = make.unit("乙委", handling_system=HandlingSystem.PARTY)
    item = make.assigned(mine, assisting=[other])
    make.opined(item, other)
    own, foreign = make.commitment(item, mine), promised(5, other)
    everything = sorted([own.pk, foreign.pk])
    for user, expected in (
        (make.clerk(), everything),
        (make.user(Role.LEADER), everything),
        (make.user(Role.COMMITTEE), everything),
        (make.user(Role.AUDITOR), everything),
        (make.handler(mine), [own.pk]),
        (make.head(other), [foreign.pk]),
        (make.user(Role.COORDINATOR, handling_system=HandlingSystem.PARTY), [foreign.pk]),
        (make.user(Role.COORDINATOR, handling_system=HandlingSystem.GOVERNMENT), [own.pk]),
    ):
        client.force_login(user)
        assert sorted(listed(client)) == expected, user.role


# The filters


def test_each_filter_and_the_chips(client):
    unit = make.unit("甲局", committee=make.user(Role.COMMITTEE).committee)
    late, today, soon = promised(-3, unit), promised(0), promised(20, title="关于路灯的建议")
    kept, far = put(promised(3), "fulfilled"), promised(300)
    client.force_login(make.clerk())
    session = make.session()
    for query, expected in {
        "": [late, today, soon, far, kept],
        "light=overdue": [late],
        "light=due_today": [today],
        "light=due_month": [soon],
        "light=upcoming": [today, soon],
        "light=in_time": [far],
        "light=done": [kept],
        "state=open&state=fulfilled": [late, today, soon, far, kept],
        "state=fulfilled": [kept],
        "fact=carried": [far],
        "q=路灯": [soon],
        f"q={late.suggestion.number}": None,
        f"unit={unit.pk}": [late],
        f"committee={unit.committee_id}": [late],
        f"session={session.pk}&fact=overdue": [late],
        "due_from=2026-06-10&due_to=2026-06-30": [today, soon, kept],
        "o=-due": None,
        "unit=999": [],
        "light=nonsense": [],
    }.items():
        found = listed(client, query)
        if expected is not None:
            assert found == [one.pk for one in expected], query
    chips = client.get(f"{LEDGER}?light=overdue&unit={unit.pk}&page=3").context["chips"]
    assert [(str(c.label), c.value, c.url) for c in chips] == [
        ("期限", "逾期", f"?unit={unit.pk}"),
        ("承办单位", "甲局", "?light=overdue"),
    ]


def test_an_empty_ledger_says_why(client):
    client.force_login(make.clerk())
    assert "答复审核通过后" in words(client.get(LEDGER))
    promised(5)
    assert "没有符合条件的承诺事项" in words(client.get(f"{LEDGER}?q=不存在"))


def test_the_row_shows_what_was_promised_first(client):
    made = promised(5)
    by = make.handler(made.assignment.unit)
    for days in (40, 80):
        made = Commitment.objects.get(pk=made.pk)
        due = TODAY + timedelta(days=days)
        commitment.move(commitment=made, due_on=due, reason="雨季", by=by, today=TODAY, at=make.at(TODAY))
    client.force_login(make.clerk())
    page = client.get(LEDGER)
    assert f"{made.original_due_on}</s>" in page.content.decode()
    assert "已调整 2 次" in words(page)
    assert "还剩 80 天" in words(page)


def test_the_cost_does_not_grow_with_the_rows(client):
    client.force_login(make.clerk())

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(LEDGER).status_code == 200
        return len(caught)

    for _ in range(2):
        promised(5)
    few = cost()
    for _ in range(8):
        promised(-5)
    assert cost() == few <= 14


def test_entries_are_append_only():
    made = promised(5)
    entry = CommitmentEntry.objects.get(commitment=made, kind=CommitmentEntryKind.OPENED)
    with pytest.raises(Exception, match="append-only"):
        CommitmentEntry.objects.filter(pk=entry.pk).update(text="改写")


def test_the_term_s_end_is_set_on_its_form(client):
    client.force_login(make.clerk())
    term = make.session().term
    where = reverse("accounts:reference_edit", args=["terms", term.pk])
    client.post(where, {"name": term.name, "ordinal": term.ordinal, "ends_on": "2027-01-20"})
    term.refresh_from_db()
    assert term.ends_on == date(2027, 1, 20)
