"""What counts as what in the ledger; each number of the summary is the list it opens, and the export is that list."""

from copy import deepcopy
from datetime import date, timedelta
from itertools import product
from random import Random

import pytest
from django.http import QueryDict

from accounts.roles import HandlingSystem
from suggestions.choices import CommitmentState
from suggestions.definitions import Rate
from suggestions.ledger_filter import FACTS, LedgerFilter
from suggestions.models import Commitment, Session
from suggestions.selectors.references import read_references
from tests import factories as make
from tests.suggestions.pages import stop_clock
from tests.suggestions.test_ledger_export import sheet

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)
LEDGER = "/commitments/"
SYSTEMS = (HandlingSystem.GOVERNMENT, HandlingSystem.PARTY, HandlingSystem.JUSTICE, HandlingSystem.GOVERNMENT)


@pytest.fixture(scope="module")
def made(rows_stay):
    """Open promises: of four units of three systems, each two of this session and one of the last."""
    units = [make.unit(f"单位{n}", handling_system=system) for n, system in enumerate(SYSTEMS)]
    this, last = make.session(is_current=True), make.session("十三届零次会议", is_current=False)
    by, found = make.clerk(), []
    for unit, (session, matters) in product(units, ((this, ("甲", "乙")), (last, ("丙",)))):
        found += promised(make.assigned(unit, session=session, by=by), *matters)
    return found


def promised(item, *matters: str) -> list[Commitment]:
    due_on = TODAY + timedelta(days=5)
    promises = tuple(make.promise(due_on, matter=matter) for matter in matters)
    reply = make.replied(item, result_class=make.result_class("B"), promises=promises)
    return list(reply.commitments.select_related("suggestion", "assignment__unit"))


@pytest.fixture
def promises(made, monkeypatch):
    stop_clock(monkeypatch, TODAY)
    return deepcopy(made)


def put(promise: Commitment, state: str, due_on: date, promised_on: date | None = None) -> None:
    """Set straight to a state and a day, as the database knows them; `promised_on` is the first day, before a move."""
    done = TODAY if state in {CommitmentState.REPORTED, CommitmentState.FULFILLED} else None
    closed = None if state in {CommitmentState.OPEN, CommitmentState.REPORTED} else TODAY
    days = {"due_on": due_on, "original_due_on": promised_on or due_on}
    Commitment.objects.filter(pk=promise.pk).update(state=state, done_on=done, closed_on=closed, **days)


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
def test_the_facts_of_a_promise(promises, state, days, facts):
    put(promises[0], state, TODAY + timedelta(days=days))
    found = {f for f in FACTS if Commitment.objects.with_fact(f, TODAY).filter(pk=promises[0].pk).exists()}
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
def test_what_is_carried_over(promises, due_on, is_current, state, carried):
    """Promised for a later year than the reply's, or still followed from an earlier session."""
    put(promises[0], state, due_on)
    Session.objects.filter(pk=promises[0].suggestion.session_id).update(is_current=is_current)
    assert Commitment.objects.with_fact("carried", TODAY).filter(pk=promises[0].pk).exists() == carried


@pytest.mark.parametrize(
    ("kept", "due", "shown"), [(0, 0, "—"), (0, 3, "0.00%"), (1, 3, "33.33%"), (2, 3, "66.67%"), (3, 3, "100.00%")]
)
def test_the_rate(kept, due, shown):
    assert str(Rate(kept, due)) == shown


# Each number is its list


def scatter(promises: list[Commitment], rng: Random) -> None:
    """Every promise in some state, due on some day, some of them moved."""
    states = [state for state in CommitmentState if state != CommitmentState.PROPOSED]
    for promise in promises:
        first = TODAY + timedelta(days=rng.randint(-60, 300))
        moved = timedelta(days=rng.randint(1, 90)) if rng.random() < 0.4 else timedelta()
        put(promise, rng.choice(states), first + moved, first)


@pytest.mark.parametrize("seed", [1, 2])
def test_every_number_of_the_summary_equals_its_list(client, promises, seed):
    """The lists are counted by their filter; opening the page of each costs much more, so that is done for one line."""
    scatter(promises, Random(seed))
    clerk = make.clerk()
    client.force_login(clerk)
    references = read_references()
    session = Session.objects.get(name="十三届一次会议")
    for scope in ("", f"session={session.pk}", "system=government", f"term={session.term_id}&system=party"):
        page = client.get(f"{LEDGER}?{scope}")
        lines = [page.context["total"], *page.context["lines"], *page.context["more_lines"]]
        assert len(lines) > 1
        for line in lines:
            figures = {name: figure for name, figure in line.items() if isinstance(figure, dict)}
            for name, figure in figures.items():
                listed = LedgerFilter(QueryDict(figure["query"]), user=clerk, today=TODAY, references=references)
                assert listed.qs.count() == figure["value"], (scope, line["name"], name)
                if not scope and line is lines[-1]:
                    answer = client.get(f"{LEDGER}?{figure['query']}")
                    assert answer.context["page_obj"].paginator.count == figure["value"], name
            value = {name: figure["value"] for name, figure in figures.items()}
            assert value["counted"] == value["kept"] + value["under_way"] + value["reported"] + value["explained"]
            assert (line["rate"].numerator, line["rate"].denominator) == (value["kept"], value["due"])
        for name in ("counted", "kept", "overdue", "due"):
            assert lines[0][name]["value"] == sum(line[name]["value"] for line in lines[1:])


def test_the_summary_keeps_to_the_scope_and_not_to_the_rest(client, promises):
    put(promises[0], "open", TODAY - timedelta(days=1))
    put(promises[1], "fulfilled", TODAY + timedelta(days=5))
    client.force_login(make.clerk())
    page = client.get(f"{LEDGER}?unit={promises[0].assignment.unit_id}&fact=overdue&q=不存在")
    assert list(page.context["rows"]) == []
    assert [line["counted"]["value"] for line in page.context["lines"]] == [3]


def test_the_export_is_exactly_the_filtered_list(client, promises):
    scatter(promises, Random(3))
    client.force_login(make.clerk())
    for query in ("", "fact=moved", "light=overdue", "state=fulfilled", "q=不存在"):
        expected = [row.number for row in client.get(f"{LEDGER}?{query}").context["rows"]]
        assert [row["案号"] for row in sheet(client, query)] == expected, query
    assert client.get(f"{LEDGER}export/?light=nonsense").status_code == 302
