"""Instructions of leaders (批示): the table, who does what, the way of one, its day in the ledger, its pages."""

from copy import deepcopy
from datetime import timedelta
from itertools import product

import pytest
from django.urls import reverse

from accounts.models import Notification
from accounts.roles import Role
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from suggestions.models import Event, Suggestion
from supervision import permissions, reminders, workflow
from supervision.actions import instruction as acting
from supervision.actions.snapshot import take
from supervision.choices import InstructionState
from supervision.models import Instruction, Reminder
from supervision.reminder_rules import Kind
from supervision.work import read_work
from supervision.workflow import InstructionAction as Action
from tests import factories as make
from tests.supervision.mornings import only

pytestmark = pytest.mark.django_db
LATER = make.DAY + timedelta(days=9)
HAND = {"today": LATER, "at": make.at(LATER)}
UNIT_ROLES = {Role.UNIT_HANDLER, Role.UNIT_HEAD}


@pytest.fixture(scope="module")
def made(rows_stay):
    """A unit with two suggestions of one deputy."""
    unit, deputy = make.unit(), make.deputy()
    return unit, *(make.assigned(unit, lead_deputy=deputy) for _ in range(2))


@pytest.fixture
def handed(made):
    return deepcopy(made)


# action: states it starts from | state after | roles; written by hand, apart from the code
TABLE = """
report_instruction   : open returned | reported  | unit_handler unit_head clerk office_head
confirm_instruction  : reported      | done      | clerk office_head leader
return_instruction   : reported      | returned  | clerk office_head leader
withdraw_instruction : open returned | withdrawn | clerk office_head leader
"""


def test_every_state_action_and_role():
    rows = [line.split(":") for line in TABLE.strip().splitlines()]
    assert [name.strip() for name, _ in rows] == [t.action for t in workflow.INSTRUCTION_TRANSITIONS]
    for name, rest in rows:
        sources, target, roles = (cell.split() for cell in rest.split("|"))
        action = Action(name.strip())
        for state, role in product(InstructionState.values, Role.values):
            assert workflow.allows(action, state, role) == (state in sources and role in roles), (action, state, role)
            if state in sources:
                assert workflow.next_state(action, state) == target[0]
            else:
                with pytest.raises(RuleViolation):
                    workflow.next_state(action, state)


@pytest.mark.parametrize("to_office", [False, True])
@pytest.mark.parametrize("role", list(Role))
def test_who_is_related(handed, role, to_office):
    """Who it is addressed to reports; its leader judges, and the office what is not its own task."""
    unit, item, _other = handed
    own, stranger = make.user(role, **({"unit": unit} if role in UNIT_ROLES else {})), make.user(role)
    leader = own if role == Role.LEADER else None
    made = make.instruction(item, False if to_office else unit, by=leader)
    office = role in {Role.CLERK, Role.OFFICE_HEAD}
    reports = office if to_office else role in UNIT_ROLES
    judges = role == Role.LEADER or (office and not to_office)
    for action in Action:
        may = reports if action == Action.REPORT else judges
        assert permissions.is_related(own, action, made) is may, action
        assert permissions.is_related(stranger, action, made) is (may and office), action


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.LEADER}))
def test_only_leaders_write_one(handed, role):
    with pytest.raises(NotAllowed):
        make.instruction(handed[1], by=make.user(role))
    assert not Instruction.objects.exists()


def test_it_goes_its_way(handed):
    (unit, item, _other), clerk = handed, make.clerk()
    person, leader = make.handler(unit), make.user(Role.LEADER)
    made = make.instruction(item, unit, by=leader, due_on=LATER)
    assert Notification.objects.filter(recipient=person, path=made.get_absolute_url()).count() == 1
    acting.report(instruction=made, text="已协调资金", done_on=LATER, by=person, **HAND)
    told = Notification.objects.filter(subject__startswith="批示已报落实").values_list("recipient", flat=True)
    assert set(told) >= {leader.pk, clerk.pk}
    assert person.pk not in told
    with pytest.raises(RuleViolation):
        acting.hand_back(instruction=made, text=" ", by=leader, **HAND)
    later = LATER + timedelta(days=20)
    acting.hand_back(instruction=made, text="还差一段", due_on=later, by=leader, **HAND)
    assert (made.state, made.due_on, made.done_on) == ("returned", later, None)
    acting.report(instruction=made, text="全部完成", done_on=LATER, by=person, **HAND)
    acting.confirm(instruction=made, by=leader, **HAND)
    found = Instruction.objects.get()
    assert (found.state, found.closed_on) == ("done", LATER)
    kinds = ["given", "reported", "returned", "reported", "confirmed"]
    assert list(found.entries.values_list("kind", flat=True)) == kinds
    lines = Event.objects.filter(suggestion=item, action__in=["instruct", "settle_instruction"]).order_by("pk")
    assert [line.action for line in lines] == ["instruct", "settle_instruction"]
    assert lines[0].assignment.unit == unit


def test_the_mark_stays_while_one_stands_and_a_snapshot_keeps_that_of_its_day(handed):
    """Withdrawn is as if never written, from the day it was; done still counts."""
    item = handed[1]
    first, second = make.instruction(item), make.instruction(item)

    def marks() -> list[bool]:
        return [Suggestion.objects.get(pk=item.pk).is_instructed, *(kept(days) for days in (-1, 0, 8, 9))]

    def kept(days: int) -> bool:
        day = make.DAY + timedelta(days=days)
        taken = take(session=item.session, as_of=day, by=None, at=make.at(LATER))
        return taken.suggestions.get(source=item.pk).is_instructed

    assert marks() == [True, False, True, True, True]
    acting.withdraw(instruction=first, text="重复", by=first.leader, **HAND)
    assert marks() == [True, False, True, True, True]
    acting.withdraw(instruction=second, text="已无必要", by=second.leader, **HAND)
    assert marks() == [False, False, True, True, False]


@pytest.mark.parametrize(("role", "found"), [(Role.LEADER, 1), (Role.UNIT_HEAD, 2), (Role.DEPUTY, 2)])
def test_units_and_deputies_cannot_ask_for_the_mark(client, handed, role, found):
    unit, item, _other = handed
    make.instruction(item)
    fields = {Role.UNIT_HEAD: {"unit": unit}, Role.DEPUTY: {"deputy": item.lead_deputy}}.get(role, {})
    client.force_login(make.user(role, **fields))
    page = client.get(reverse("suggestions:list"), {"instructed": "1"})
    assert page.context["page_obj"].paginator.count == found


def test_of_two_at_once_the_second_is_told(handed):
    made = make.instruction(handed[1])
    other = Instruction.objects.get()
    acting.withdraw(instruction=made, text="重复", by=made.leader, **HAND)
    with pytest.raises(Conflict):
        acting.withdraw(instruction=other, text="重复", by=made.leader, **HAND)


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"text": " "}, "text"), ({"due_on": make.DAY}, "due_on"), ({"unit": "stranger"}, "unit")],
)
def test_what_is_refused(handed, fields, field):
    if fields.get("unit"):
        fields = {"unit": make.unit()}
    with pytest.raises(RuleViolation) as caught:
        make.instruction(handed[1], **fields)
    assert caught.value.field == field
    assert not Instruction.objects.exists()


@pytest.mark.parametrize("to_office", [False, True])
def test_it_is_reminded_of_on_the_ledger(handed, to_office):
    """Before its day who it is addressed to; after it those above too. Twice on one day: nothing more."""
    (unit, item, other), clerk = handed, make.clerk()
    person = make.handler(unit)
    due_on = make.DAY + timedelta(days=30)
    made = make.instruction(item, False if to_office else unit, due_on=due_on)
    make.instruction(other)  # without a day: none

    def sent(day):
        with only(Kind.INSTRUCTION):
            plan = reminders.send(day, at=make.at(day, 8))
        return {item.recipient for item in plan.items if item.kind == Kind.INSTRUCTION}

    early = due_on - timedelta(days=7)
    early -= timedelta(days=max(early.weekday() - 4, 0))
    early_on = sent(early)
    assert (clerk in early_on) is to_office
    assert (person in early_on) is not to_office
    assert sent(early) == set()
    late = due_on + timedelta(days=1)
    late += timedelta(days=(7 - late.weekday()) % 7 if late.weekday() > 4 else 0)
    late_on = sent(late)
    assert clerk in late_on
    assert (person in late_on) is not to_office
    assert set(Reminder.objects.filter(kind=Kind.INSTRUCTION).values_list("instruction", flat=True)) == {made.pk}


def test_it_stands_in_the_work_lists(handed):
    (unit, item, _other), clerk = handed, make.clerk()
    person = make.handler(unit)
    made = make.instruction(item, unit, due_on=make.DAY + timedelta(days=3))
    make.instruction(item, False)

    def keys(user):
        return [block.group.key for block in read_work(user, today=LATER)]

    assert keys(person) == ["instruction_late"]
    assert keys(clerk) == ["instruction_open"]
    assert keys(made.leader) == []
    acting.report(instruction=made, text="办好了", done_on=LATER, by=person, **HAND)
    assert (keys(person), keys(made.leader)) == ([], ["instruction_confirm"])
    assert keys(clerk) == ["instruction_open", "instruction_confirm"]
    assert keys(make.user(Role.LEADER)) == []


def test_a_group_opens_the_list_of_its_rows(client, handed):
    unit, item, other = handed
    person = make.handler(unit)
    made = make.instruction(item, unit, due_on=make.DAY + timedelta(days=3))
    make.instruction(other, unit)
    client.force_login(person)
    for block in read_work(person, today=LATER):
        page = client.get(f"{reverse('supervision:instructions')}?{block.query}")
        assert made.due_on < LATER
        assert page.context["page_obj"].paginator.count == block.total == 1, block.group.key


def test_a_leader_writes_one_from_the_page_and_confirms_it(client, handed):
    (unit, item, _other), leader = handed, make.user(Role.LEADER)
    client.force_login(leader)
    assert reverse("supervision:instruct", args=[item.pk]) in client.get(item.get_absolute_url()).content.decode()
    address = reverse("supervision:instruct", args=[item.pk])
    assert client.get(address).status_code == 200
    answer = client.post(address, {"text": "", "unit": unit.pk})
    assert answer.status_code == 200
    assert "必填" in answer.content.decode() or "这个字段" in answer.content.decode()
    answer = client.post(address, {"text": "请月底前办结。", "unit": unit.pk, "due_on": "2099-01-05"})
    assert answer.status_code == 302
    made = Instruction.objects.get()
    assert (made.unit, made.leader, made.text) == (unit, leader, "请月底前办结。")
    assert "请月底前办结。" in client.get(item.get_absolute_url()).content.decode()
    client.force_login(make.handler(unit))
    words = {"text": "已办结", "done_on": f"{made.given_on:%Y-%m-%d}"}
    assert client.post(reverse("supervision:instruction_report", args=[made.pk]), words).status_code == 302
    client.force_login(leader)
    decide = reverse("supervision:instruction_decide", args=[made.pk])
    assert client.post(decide, {"decision": "confirm"}).status_code == 302
    made.refresh_from_db()
    assert made.state == "done"


def test_who_reads_it(client):
    """The unit it is addressed to, not an assisting one, and no deputy."""
    lead, helper = make.unit(), make.unit()
    item = make.assigned(lead, assisting=[helper])
    make.instruction(item, lead)
    for unit, reads in ((lead, True), (helper, False)):
        client.force_login(make.handler(unit))
        assert ("请抓紧办理" in client.get(item.get_absolute_url()).content.decode()) is reads, unit
    client.force_login(make.user(Role.DEPUTY, deputy=item.lead_deputy))
    assert "请抓紧办理" not in client.get(item.get_absolute_url()).content.decode()
