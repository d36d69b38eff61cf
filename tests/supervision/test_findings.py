"""Findings: the table, the one door, who reports and who confirms; the history stays as written."""

from datetime import timedelta
from itertools import product

import pytest
from django.db import DatabaseError, transaction

from accounts.models import Notification
from accounts.roles import Role
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from supervision import permissions, workflow
from supervision.actions import finding as acting
from supervision.choices import FindingState
from supervision.models import Finding, FindingEntry
from supervision.workflow import Action
from tests import factories as make

pytestmark = pytest.mark.django_db
LATER = make.DAY + timedelta(days=10)
HAND = {"today": LATER, "at": make.at(LATER)}

# action: states it starts from | state after | roles; written by hand, apart from the code
TABLE = """
report_finding   : open returned | reported  | unit_handler unit_head
confirm_finding  : reported      | done      | clerk office_head leader committee
return_finding   : reported      | returned  | clerk office_head leader committee
withdraw_finding : open returned | withdrawn | clerk office_head leader committee
"""


def test_every_state_action_and_role():
    rows = [line.split(":") for line in TABLE.strip().splitlines()]
    assert [name.strip() for name, _ in rows] == [t.action for t in workflow.FINDING_TRANSITIONS]
    for name, rest in rows:
        sources, target, roles = (cell.split() for cell in rest.split("|"))
        action = Action(name.strip())
        for state, role in product(FindingState.values, Role.values):
            assert workflow.allows(action, state, role) == (state in sources and role in roles), (action, state, role)
            if state in sources:
                assert workflow.next_state(action, state) == target[0]
            else:
                with pytest.raises(RuleViolation):
                    workflow.next_state(action, state)


@pytest.mark.parametrize("role", list(Role))
def test_who_is_related_to_a_finding(role):
    """The own unit, leader and committee; a stranger of the same role is not."""
    own, stranger = make.user(role), make.user(role)
    unit = own.unit or make.unit()
    fields = {Role.LEADER: {"leader": own}, Role.COMMITTEE: {"committee": own.committee}}.get(role, {})
    made = make.finding(make.topic(make.assigned(unit), **fields), unit)
    for action in Action:
        may = role in workflow.TRANSITIONS[action].roles
        assert permissions.is_related(own, action, made) is may
        assert permissions.is_related(stranger, action, made) is (may and own.is_office)
    if role in {Role.UNIT_HANDLER, Role.UNIT_HEAD}:
        with pytest.raises(NotAllowed):
            make.mended(made, by=stranger)


def test_a_finding_goes_its_way():
    unit = make.unit()
    person, follower = make.handler(unit), make.user(Role.COMMITTEE)
    made = make.finding(make.topic(make.assigned(unit), committee=follower.committee), unit, by=follower)
    assert Notification.objects.filter(recipient=person, path=made.get_absolute_url()).count() == 1
    make.mended(made, on=LATER, by=person)
    assert Notification.objects.filter(recipient=follower, subject__startswith="整改已报完成").exists()
    later = made.due_on + timedelta(days=20)
    with pytest.raises(RuleViolation):
        acting.hand_back(finding=made, text=" ", by=follower, **HAND)
    acting.hand_back(finding=made, text="仍缺一处", due_on=later, by=follower, **HAND)
    assert (made.state, made.due_on, made.done_on) == ("returned", later, None)
    make.mended(made, on=LATER, by=person)
    acting.confirm(finding=made, by=follower, **HAND)
    found = Finding.objects.get()
    assert (found.state, found.closed_on) == ("done", LATER)
    kinds = ["opened", "reported", "returned", "reported", "confirmed"]
    assert list(found.entries.values_list("kind", flat=True)) == kinds
    moved = found.entries.get(kind="returned")
    assert (moved.old_due_on, moved.new_due_on) == (make.DAY + timedelta(days=30), later)


def test_a_report_needs_proof_and_a_day_of_its_life():
    made = make.finding()
    for fields, field in (
        ({"files": []}, "files"),
        ({"done_on": make.DAY - timedelta(days=1)}, "done_on"),
        ({"done_on": LATER + timedelta(days=1)}, "done_on"),
    ):
        with pytest.raises(RuleViolation) as refused:
            make.mended(made, on=LATER, **fields)
        assert refused.value.field == field
    assert Finding.objects.get().state == FindingState.OPEN


def test_a_finding_is_for_a_unit_that_handles_the_suggestion():
    topic = make.topic()
    for fields, field in (
        ({"unit": make.unit()}, "unit"),
        ({"due_on": make.DAY}, "due_on"),
        ({"matter": " "}, "matter"),
    ):
        with pytest.raises(RuleViolation) as refused:
            make.finding(topic, **fields)
        assert refused.value.field == field
    visit = make.arranged(topic)
    words = {"matter": "x", "due_on": LATER, "by": make.clerk(), "today": make.DAY, "at": make.at()}
    item = topic.suggestions.get()
    with pytest.raises(RuleViolation, match="记录以后"):
        acting.open_finding(supervision=visit, suggestion=item, unit=make.task(item).unit, **words)
    other = make.assigned()
    with pytest.raises(RuleViolation, match="不涉及"):
        acting.open_finding(supervision=make.held(topic), suggestion=other, unit=make.task(other).unit, **words)


def test_of_two_at_once_one_is_told_and_the_history_stays():
    made = make.mended(make.finding())
    stale = Finding.objects.get()
    acting.confirm(finding=made, by=make.clerk(), **HAND)
    with pytest.raises(Conflict):
        acting.hand_back(finding=stale, text="再看", by=make.clerk(), **HAND)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        FindingEntry.objects.update(text="改写")


def test_withdrawn_with_a_reason():
    made = make.finding()
    with pytest.raises(RuleViolation):
        acting.withdraw(finding=made, text="", by=make.clerk(), **HAND)
    acting.withdraw(finding=made, text="重复交办", by=make.clerk(), **HAND)
    assert Finding.objects.get().state == FindingState.WITHDRAWN
