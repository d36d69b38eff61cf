"""The groups of promises on the work list, and the ledger behind each: a number and its list do not differ."""

from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import escape

from accounts.roles import HandlingSystem, Role
from suggestions.actions import commitment_judge
from suggestions.choices import CommitmentState
from suggestions.models import Commitment
from suggestions.selectors.work_list import read_work_list
from tests import factories as make
from tests.suggestions.pages import stop_clock

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 10)
LEDGER = "/commitments/"


@pytest.fixture(autouse=True)
def house(monkeypatch):
    for code in "ABC":
        make.result_class(code)
    stop_clock(monkeypatch, TODAY)
    make.session(is_current=True)


def promised(unit, *days: int) -> list[Commitment]:
    """In one reply, each for a day of its own."""
    promises = tuple(make.promise(TODAY + timedelta(days=each), matter=f"第{each}日") for each in days)
    reply = make.replied(make.assigned(unit), result_class=make.result_class("B"), promises=promises)
    return list(reply.commitments.select_related("suggestion", "assignment__unit", "reply__result_class"))


def reported(made: Commitment) -> None:
    """Set straight to its state, as the database knows it."""
    Commitment.objects.filter(pk=made.pk).update(state=CommitmentState.REPORTED, done_on=TODAY)


def test_every_group_of_promises_on_the_work_list_opens_its_list(client):
    """The list behind a group has exactly the group's promises, whoever looks: also where several conditions fit."""
    unit, other = make.unit(), make.unit()
    contact, clerk = make.handler(unit), make.clerk()
    lasting = (-3, 0, 20, 200)  # overdue, today, within a month, later
    promised(unit, *lasting)
    for one in promised(unit, *lasting):
        reported(one)
        one.refresh_from_db()
        commitment_judge.return_done(commitment=one, reason="没有验收", by=clerk, on=TODAY, at=make.at(TODAY))
    for one in promised(unit, 5):
        reported(one)
    promised(other, *lasting)
    people = {
        "contact": contact,
        "head": make.head(unit),
        "clerk": clerk,
        "coordinator": make.user(Role.COORDINATOR, handling_system=HandlingSystem.GOVERNMENT),
    }
    found = {}
    for name, person in people.items():
        work = read_work_list(person, today=TODAY)
        client.force_login(person)
        shown = client.get("/").content.decode()
        for block in [block for block in work.blocks if block.group.key.startswith("promise")]:
            keys = [item.page for item in block.items]
            page = client.get(reverse(block.group.list_name), QueryDict(block.query).dict())
            assert [reverse("suggestions:commitment", args=[row.pk]) for row in page.context["rows"]] == keys
            assert page.context["page_obj"].paginator.count == block.total
            found[name, block.group.key] = block.total
            assert f'href="{LEDGER}?{escape(block.query)}"' in shown
    own = {"promise_overdue": 2, "promise_returned": 3, "promise_due": 2}
    assert {key: n for (name, key), n in found.items() if name == "contact"} == own
    assert {key: n for (name, key), n in found.items() if name == "head"} == own
    assert found["clerk", "promise_overdue"] == found["coordinator", "promise_overdue"] == 3


def test_the_ledger_offers_no_group_that_the_role_does_not_have(client):
    promised(make.unit(), 3)
    client.force_login(make.clerk())
    page = client.get(LEDGER, {"todo": "promise_due"})
    assert not page.context["rows"]
    assert "todo" not in [field.name for field in page.context["form"].more()]
