"""Assigning one suggestion, a further unit, moving and cancelling a task: asked once, then done; refused with words."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from accounts.roles import HandlingSystem
from suggestions.actions import draft_units
from suggestions.choices import AssignmentState, Status, UnitRole
from suggestions.models import Assignment
from tests import factories as f

pytestmark = pytest.mark.django_db
DAY = f.DAY.isoformat()


@pytest.fixture
def clerk(client):
    person = f.clerk()
    client.force_login(person)
    return person


def url(thing, name):
    return reverse(f"suggestions:{name}", args=[thing.pk])


def choice(lead=None, *, assisting=(), separate=(), **more) -> dict:
    typed = {"mode": "separate" if separate else "lead", "assigned_on": DAY}
    if lead:
        typed["lead"] = lead.pk
    return typed | {"assisting": [u.pk for u in assisting], "separate_units": [u.pk for u in separate]} | more


def asked_then_done(client, address, typed):
    """The page asks once; agreeing to the very sentence does it."""
    asked = client.post(address, typed)
    assert asked.status_code == 200, asked
    question = asked.context["question"]
    assert question, asked.context["form"].errors
    return question, client.post(address, typed | {"sure": question})


def test_nothing_goes_out_before_the_question_is_agreed_to(client, clerk):
    item, lead, help_ = f.accepted(), f.unit("市教育局"), f.unit("市财政局")
    f.handler(lead)
    f.handler(help_)
    question, done = asked_then_done(client, url(item, "assign"), choice(lead, assisting=[help_]))
    assert "主办市教育局（期限2026-06-02）" in question
    assert "将通知2个单位、2人" in question
    assert done.status_code == 302
    item.refresh_from_db()
    assert item.status == Status.IN_HANDLING
    assert {(a.unit, a.role) for a in item.assignments.all()} == {(lead, UnitRole.LEAD), (help_, UnitRole.ASSISTING)}
    assert Notification.objects.count() == 2


def test_the_question_alone_leaves_nothing_behind(client, clerk):
    item, lead = f.accepted(), f.unit()
    client.post(url(item, "assign"), choice(lead))
    item.refresh_from_db()
    assert item.status == Status.ACCEPTED
    assert not Assignment.objects.exists()
    assert not item.draft_units.exists()


def test_another_choice_after_the_question_is_asked_about_again(client, clerk):
    item, lead, other = f.accepted(), f.unit("甲局"), f.unit("乙局")
    question = client.post(url(item, "assign"), choice(lead)).context["question"]
    again = client.post(url(item, "assign"), choice(other) | {"sure": question})
    assert "乙局" in again.context["question"]
    assert not Assignment.objects.exists()


def test_a_double_click_issues_once(client, clerk):
    item, lead = f.accepted(), f.unit()
    _question, _done = asked_then_done(client, url(item, "assign"), choice(lead))
    second = client.post(url(item, "assign"), choice(lead) | {"sure": _question})
    assert second.status_code == 409
    assert item.assignments.count() == 1


def test_separate_handling_has_several_answering_units(client, clerk):
    item, units = f.accepted(), [f.unit(), f.unit()]
    asked_then_done(client, url(item, "assign"), choice(separate=units))
    assert {a.role for a in item.assignments.all()} == {UnitRole.SEPARATE}


def refused_choices():
    superior, group = f.unit("市水务局"), f.unit("政府部门", is_group=True)
    below, plain = f.unit("市河道管理所", parent=superior), f.unit("市林业局")
    return {
        "no lead": (choice(assisting=[plain]), "lead"),
        "one separate": (choice(separate=[plain]), "separate_units"),
        "twice": (choice(plain, assisting=[plain]), "assisting"),
        "subordinate": (choice(below), "superior_reason"),
        "a heading": (choice(group), "lead"),
        "too early": (choice(plain, assigned_on="2026-02-01"), "assigned_on"),
        "tomorrow": (choice(plain, assigned_on=(timezone.localdate() + timedelta(days=1)).isoformat()), "assigned_on"),
        "no such day": (choice(plain, assigned_on="2026-02-31"), "assigned_on"),
        "no way": (choice(plain, mode="both"), "mode"),
    }


@pytest.mark.parametrize(
    "name",
    ["no lead", "one separate", "twice", "subordinate", "a heading", "too early", "tomorrow", "no such day", "no way"],
)
def test_what_cannot_be_issued_is_said_at_its_field(client, clerk, name):
    item = f.accepted()
    typed, field = refused_choices()[name]
    answer = client.post(url(item, "assign"), typed)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]
    assert not item.draft_units.exists()
    assert not Assignment.objects.exists()


def test_a_subordinate_unit_leads_with_a_reason_on_record(client, clerk):
    below = f.unit("市河道管理所", parent=f.unit("市水务局"))
    item = f.accepted()
    asked_then_done(client, url(item, "assign"), choice(below, superior_reason="日常管护由其负责"))
    assert item.assignments.get().superior_reason == "日常管护由其负责"


def test_what_was_pencilled_in_is_there_already(client, clerk):
    item, lead, help_ = f.accepted(), f.unit(), f.unit()
    draft_units.draft(suggestion=item, leads=[lead], assisting=[help_], by=clerk)
    form = client.get(url(item, "assign")).context["form"]
    assert (form["lead"].value(), form["assisting"].value()) == (lead.pk, [help_.pk])


def test_what_is_not_accepted_yet_leads_back_and_units_never_assign(client, clerk):
    item = f.suggestion()
    answer = client.get(url(item, "assign"))
    assert answer["Location"] == item.get_absolute_url()
    assigned = f.assigned()
    client.force_login(f.head(f.task(assigned).unit))
    assert client.get(url(assigned, "assign")).status_code == 403
    assert client.get(url(item, "assign")).status_code == 404


def test_a_further_unit_gets_its_own_limit_and_none_comes_twice(client, clerk):
    lead, help_ = f.unit(), f.unit("市财政局")
    item = f.assigned(lead)
    question, _done = asked_then_done(
        client, url(item, "add_unit"), {"unit": help_.pk, "assigned_on": f.DAY.isoformat()}
    )
    assert "市财政局" in question
    assert f.task(item, help_).role == UnitRole.ASSISTING
    again = client.post(url(item, "add_unit"), {"unit": help_.pk, "assigned_on": DAY})
    assert list(again.context["form"].errors) == ["unit"]
    assert item.assignments.count() == 2


def test_a_task_is_moved_in_one_step_and_the_old_one_stays_on_record(client, clerk):
    item, new = f.assigned(), f.unit("市林业局")
    old = f.task(item)
    later = (f.DAY + timedelta(days=7)).isoformat()
    typed = {"unit": new.pk, "assigned_on": later, "reason": "职责调整。"}
    question, done = asked_then_done(client, url(old, "reassign"), typed)
    assert "接替" in question
    assert done.status_code == 302
    old.refresh_from_db()
    assert (old.state, old.end_reason) == (AssignmentState.GIVEN_BACK, "职责调整。")
    assert f.task(item).unit == new
    assert f.task(item).start_on.isoformat() == later


def test_a_coordinator_moves_tasks_inside_the_own_system_only(client):
    own = f.unit(handling_system=HandlingSystem.GOVERNMENT)
    party = f.unit(handling_system=HandlingSystem.PARTY)
    other = f.unit(handling_system=HandlingSystem.GOVERNMENT)
    item, foreign = f.assigned(own), f.assigned(party, assisting=[own])
    client.force_login(f.user("coordinator"))
    units = client.get(url(f.task(item), "reassign")).context["form"].fields["unit"].queryset
    assert other in units
    assert party not in units
    assert client.get(url(f.task(foreign, party), "reassign")).status_code == 403


def test_an_assisting_unit_is_cancelled_with_a_reason_and_a_lead_is_not(client, clerk):
    lead, help_ = f.unit(), f.unit()
    item = f.assigned(lead, assisting=[help_])
    task = f.task(item, help_)
    assert list(client.post(url(task, "cancel"), {"reason": ""}).context["form"].errors) == ["reason"]
    client.post(url(task, "cancel"), {"reason": "不涉及其职责。"})
    task.refresh_from_db()
    assert task.state == AssignmentState.CANCELLED
    answer = client.get(url(f.task(item, lead), "cancel"))
    assert answer.status_code == 302


def test_the_way_back_keeps_the_filters_and_stays_in_this_house(client, clerk):
    task = f.task(f.assigned(f.unit(), assisting=[help_ := f.unit()]), help_)
    back = client.post(url(task, "cancel"), {"reason": "不涉及。", "next": "/suggestions/?light=overdue"})
    assert back["Location"] == "/suggestions/?light=overdue"
    item = f.suggestion()
    away = client.post(url(item, "note"), {"words": "已电话联系。", "next": "https://elsewhere.example/"})
    assert away["Location"] == item.get_absolute_url()
