"""The ledger: who reads what of it, its filters, its rows and what they cost."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.roles import HandlingSystem, Role
from suggestions.actions import commitment
from suggestions.choices import CommitmentEntryKind, CommitmentState
from suggestions.ledger_filter import LedgerFilter
from suggestions.models import Commitment, CommitmentEntry
from suggestions.selectors.references import read_references
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


def kept(made: Commitment) -> Commitment:
    """Set straight to its state, as the database knows it."""
    Commitment.objects.filter(pk=made.pk).update(state=CommitmentState.FULFILLED, done_on=TODAY, closed_on=TODAY)
    return made


def listed(client, query: str = "") -> list[int]:
    return [row.pk for row in client.get(f"{LEDGER}?{query}").context["rows"]]


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
    """As the filter of the page finds them; opening the page costs ten times as much, so that is done for a few."""
    unit = make.unit("甲局", committee=make.user(Role.COMMITTEE).committee)
    late, today, soon = promised(-3, unit), promised(0), promised(20, title="关于路灯的建议")
    done, far = kept(promised(3)), promised(300)
    client.force_login(clerk := make.clerk())
    session, references = make.session(), read_references()
    for query, expected in {
        "": [late, today, soon, far, done],
        "light=overdue": [late],
        "light=due_today": [today],
        "light=due_month": [soon],
        "light=upcoming": [today, soon],
        "light=in_time": [far],
        "light=done": [done],
        "state=open&state=fulfilled": [late, today, soon, far, done],
        "state=fulfilled": [done],
        "fact=carried": [far],
        "q=路灯": [soon],
        f"unit={unit.pk}": [late],
        f"committee={unit.committee_id}": [late],
        f"session={session.pk}&fact=overdue": [late],
        "due_from=2026-06-10&due_to=2026-06-30": [today, soon, done],
        "unit=999": [],
        "light=nonsense": [],
    }.items():
        pks = [one.pk for one in expected]
        found = LedgerFilter(QueryDict(query), user=clerk, today=TODAY, references=references)
        assert list(found.qs.values_list("pk", flat=True)) == pks, query
        if query in {"", "fact=carried", "unit=999", "light=nonsense"}:
            assert listed(client, query) == pks, query
    assert late.pk in listed(client, f"q={late.suggestion.number}")
    assert sorted(listed(client, "o=-due")) == sorted(one.pk for one in (late, today, soon, far, done))
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
    for _ in range(2):
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
