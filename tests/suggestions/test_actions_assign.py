"""Assignment, return, re-assignment: one lead, its own clock, and a superior that does not pass its duty down (S19)."""

from datetime import date, timedelta

import pytest

from accounts.models import Notification
from accounts.roles import HandlingSystem, Role
from suggestions.actions import add_unit, assign, draft_units, give_back
from suggestions.choices import AssignmentState, RequestState, Status, UnitRole
from suggestions.errors import Conflict, NotAllowed, RuleViolation
from suggestions.models import Assignment, AssignmentBatch
from tests import factories as make

pytestmark = pytest.mark.django_db
LATER = make.DAY + timedelta(days=3)


def pencil(item, leads, assisting=(), **words):
    draft_units.draft(
        suggestion=item, leads=leads, assisting=assisting, by=words.pop("by", None) or make.clerk(), **words
    )


def issue(*items, on=make.DAY, today=make.DAY):
    return assign.issue(
        suggestions=items, session=items[0].session, assigned_on=on, by=make.clerk(), today=today, at=make.at(today)
    )


def test_a_whole_session_goes_out_in_one_step_or_not_at_all():
    lead, assistant = make.unit(), make.unit()
    make.handler(lead), make.handler(assistant)
    items = [make.accepted() for _ in range(3)]
    for item in items[:2]:
        pencil(item, [lead], [assistant])
    with pytest.raises(RuleViolation, match=f"{items[2].number}号"):
        issue(*items)
    assert (Assignment.objects.count(), AssignmentBatch.objects.count()) == (0, 0)
    pencil(items[2], [lead])
    done = issue(*items)
    assert (done.suggestions, done.tasks, done.units, done.people) == (3, 5, 2, 2)
    for item in items:
        item.refresh_from_db()
        assert (item.status, item.assigned_on, item.due_on) == (Status.IN_HANDLING, make.DAY, date(2026, 6, 2))
        assert item.draft_units.count() == 0
    assert Notification.objects.filter(key__startswith="assigned:").count() == 2, "one message a unit, not one an item"


def test_a_second_issue_of_the_same_finds_nothing_to_do():
    item = make.accepted()
    pencil(item, [make.unit()])
    issue(item)
    with pytest.raises(RuleViolation, match="办理中"):
        issue(item)
    assert Assignment.objects.count() == 1


def test_another_clerk_was_faster(monkeypatch):
    item = make.accepted()
    pencil(item, [make.unit()])
    monkeypatch.setattr("suggestions.actions._transition.swap_status", lambda *args: False)
    with pytest.raises(Conflict):
        issue(item)
    assert (Assignment.objects.count(), AssignmentBatch.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("on", "sentence"), [(make.DAY + timedelta(days=1), "不能晚于今天"), (date(2026, 2, 1), "不能早于收到日期")]
)
def test_the_day_of_assignment_is_neither_to_come_nor_before_receipt(on, sentence):
    item = make.accepted()
    pencil(item, [make.unit()])
    with pytest.raises(RuleViolation, match=sentence):
        issue(item, on=on)


def test_exactly_one_lead_unless_handled_separately():
    first, second = make.unit(), make.unit()
    item = make.accepted()
    with pytest.raises(RuleViolation, match="只能有一个主办"):
        pencil(item, [first, second])
    pencil(item, [first, second], separate=True)
    issue(item)
    assert set(item.assignments.values_list("role", flat=True)) == {UnitRole.SEPARATE}


def test_separate_handling_by_one_unit_is_no_separate_handling():
    item = make.accepted()
    pencil(item, [make.unit()], separate=True)
    with pytest.raises(RuleViolation, match="两个以上"):
        issue(item)


def test_a_unit_named_twice_or_a_heading_is_refused():
    unit, heading = make.unit(), make.unit(is_group=True)
    item = make.accepted()
    with pytest.raises(RuleViolation, match="重复"):
        pencil(item, [unit], [unit])
    with pytest.raises(RuleViolation, match="分组"):
        pencil(item, [heading])


def test_a_subordinate_leads_only_with_a_reason_on_record():
    superior = make.unit("测试住建局")
    below = make.unit("测试征管办", parent=superior)
    item = make.accepted()
    pencil(item, [below])
    with pytest.raises(RuleViolation, match="测试住建局"):
        issue(item)
    pencil(item, [below], superior_reason="主任会议决定")
    issue(item)
    assert item.assignments.get().superior_reason == "主任会议决定"
    assert item.events.get(action="assign").reason == "主任会议决定"


def test_a_unit_under_a_heading_has_no_superior():
    item = make.accepted()
    pencil(item, [make.unit(parent=make.unit(is_group=True))])
    assert issue(item).tasks == 1


# Return and re-assignment


def ask_return(item, on=LATER, proposed=None, unit=None):
    task = make.task(item, unit)
    return give_back.request(
        assignment=task,
        reason="不属我局职责",
        proposed_unit=proposed,
        by=make.handler(task.unit),
        on=on,
        at=make.at(on),
    )


def test_agreed_the_new_unit_has_its_own_clock_and_the_old_task_stays():
    first, second = make.unit(), make.unit()
    item = make.assigned(first)
    request = ask_return(item, proposed=second)
    new = give_back.agree(
        request=request, unit=second, assigned_on=LATER, by=make.office_head(), today=LATER, at=make.at(LATER)
    )
    old = item.assignments.get(unit=first)
    item.refresh_from_db()
    assert (old.state, old.due_on) == (AssignmentState.GIVEN_BACK, date(2026, 6, 2))
    assert (new.replaces, new.assigned_on, new.due_on) == (old, LATER, date(2026, 6, 5))
    assert (item.due_on, item.lead_unit_names, item.assigned_on) == (date(2026, 6, 5), second.name, make.DAY)
    request.refresh_from_db()
    assert request.state == RequestState.AGREED


def test_refused_the_unit_goes_on_with_its_clock():
    item = make.assigned()
    request = ask_return(item)
    with pytest.raises(RuleViolation, match="理由"):
        give_back.refuse(request=request, note="", by=make.office_head(), at=make.at(LATER))
    give_back.refuse(request=request, note="属你局职责", by=make.office_head(), at=make.at(LATER))
    task = make.task(item)
    assert (task.state, task.due_on) == (AssignmentState.HANDLING, date(2026, 6, 2))


def test_after_the_window_nothing_is_returned():
    item = make.assigned()
    task = make.task(item)
    assert task.return_until_on == date(2026, 3, 16), "10 working days from 2 March"
    with pytest.raises(RuleViolation, match="2026-03-16"):
        ask_return(item, on=date(2026, 3, 17))
    ask_return(item, on=date(2026, 3, 16))


def test_a_coordinator_moves_tasks_inside_the_own_system_only():
    first = make.unit(handling_system=HandlingSystem.GOVERNMENT)
    inside = make.unit(handling_system=HandlingSystem.GOVERNMENT)
    outside = make.unit(handling_system=HandlingSystem.PARTY)
    item = make.assigned(first)
    words = {"assigned_on": LATER, "reason": "职责调整", "today": LATER, "at": make.at(LATER)}
    own = make.user(Role.COORDINATOR, handling_system=HandlingSystem.GOVERNMENT)
    other = make.user(Role.COORDINATOR, handling_system=HandlingSystem.PARTY)
    with pytest.raises(NotAllowed):
        give_back.reassign(assignment=make.task(item), unit=inside, by=other, **words)
    with pytest.raises(NotAllowed, match="本系统"):
        give_back.reassign(assignment=make.task(item), unit=outside, by=own, **words)
    give_back.reassign(assignment=make.task(item), unit=inside, by=own, **words)
    assert make.task(item).unit == inside


def test_one_assisting_units_return_leaves_the_lead_alone():
    lead, assistant, third = make.unit(), make.unit(), make.unit()
    item = make.assigned(lead, assisting=[assistant])
    request = ask_return(item, unit=assistant)
    give_back.agree(
        request=request, unit=third, assigned_on=LATER, by=make.office_head(), today=LATER, at=make.at(LATER)
    )
    assert make.task(item, lead).state == AssignmentState.AWAITING_RECEIPT
    assert make.task(item, third).role == UnitRole.ASSISTING


# Further units


def test_the_lead_asks_for_a_further_unit_and_the_office_agrees():
    lead, further = make.unit(), make.unit()
    item = make.assigned(lead)
    request = add_unit.request(
        assignment=make.task(item), unit=further, reason="涉及其职责", by=make.handler(lead), at=make.at(LATER)
    )
    with pytest.raises(RuleViolation, match="请勿重复"):
        add_unit.request(
            assignment=make.task(item), unit=make.unit(), reason="又一家", by=make.handler(lead), at=make.at(LATER)
        )
    add_unit.decide(request=request, agreed=True, by=make.clerk(), today=LATER, at=make.at(LATER))
    added = make.task(item, further)
    assert (added.role, added.assigned_on, added.due_on) == (UnitRole.ASSISTING, LATER, date(2026, 4, 6))


def test_a_unit_at_work_is_not_added_again():
    lead = make.unit()
    item = make.assigned(lead)
    with pytest.raises(RuleViolation, match="已经承办"):
        add_unit.add(suggestion=item, unit=lead, assigned_on=make.DAY, by=make.clerk(), today=make.DAY, at=make.at())
    assert item.assignments.count() == 1
