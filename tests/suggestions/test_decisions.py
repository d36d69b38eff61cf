"""What the office decides: requests of units, second handling, closing, urging."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notification
from accounts.roles import HandlingSystem
from suggestions.actions import add_unit, extend, give_back
from suggestions.choices import AssignmentState, Grade, RequestState, Status, UnitRole
from suggestions.workflow import Action
from tests import factories as f

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def clerk(client):
    person = f.clerk()
    client.force_login(person)
    return person


@pytest.fixture
def chief(client):
    person = f.office_head()
    client.force_login(person)
    return person


def url(thing, name):
    return reverse(f"suggestions:{name}", args=[thing.pk])


def agreed(client, address, typed):
    question = client.post(address, typed).context["question"]
    assert question
    return question, client.post(address, typed | {"sure": question})


# A unit wants to hand its task back


def returned(proposed=None, **assigning):
    item = f.assigned(**assigning)
    task = f.task(item)
    return give_back.request(
        assignment=task, reason="不属本单位职责。", proposed_unit=proposed, by=f.handler(task.unit), on=f.DAY, at=f.at()
    )


def test_agreeing_hands_the_task_to_the_proposed_unit_in_one_step(client, chief):
    proposed = f.unit("市林业局")
    asked = returned(proposed)
    form = client.get(url(asked, "decide_return")).context["form"]
    assert form["unit"].value() == proposed.pk
    typed = {"decision": "agree", "unit": proposed.pk, "assigned_on": f.DAY.isoformat()}
    question, done = agreed(client, url(asked, "decide_return"), typed)
    assert "市林业局接替" in question
    assert done.status_code == 302
    asked.refresh_from_db()
    asked.assignment.refresh_from_db()
    assert asked.state == RequestState.AGREED
    assert asked.assignment.state == AssignmentState.GIVEN_BACK
    assert f.task(asked.assignment.suggestion).unit == proposed


def test_refusing_needs_a_reason_and_the_clock_has_not_stopped(client, chief):
    asked = returned()
    due_on = asked.assignment.due_on
    answer = client.post(url(asked, "decide_return"), {"decision": "refuse", "note": "  "})
    assert list(answer.context["form"].errors) == ["note"]
    client.post(url(asked, "decide_return"), {"decision": "refuse", "note": "属你单位职责。"})
    asked.assignment.refresh_from_db()
    assert (asked.assignment.state, asked.assignment.due_on) == (AssignmentState.HANDLING, due_on)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ({}, ["decision"]),
        ({"decision": "agree"}, ["unit", "assigned_on"]),
        ({"decision": "agree", "unit": "0", "assigned_on": "x"}, ["unit", "assigned_on"]),
    ],
)
def test_half_a_decision_is_asked_for_the_rest(client, chief, typed, fields):
    asked = returned()
    answer = client.post(url(asked, "decide_return"), typed)
    assert sorted(answer.context["form"].errors) == sorted(fields)
    asked.refresh_from_db()
    assert asked.is_pending


def test_a_request_is_decided_once(client, chief):
    asked = returned()
    client.post(url(asked, "decide_return"), {"decision": "refuse", "note": "属你单位职责。"})
    again = client.post(url(asked, "decide_return"), {"decision": "refuse", "note": "再次。"})
    assert again.status_code == 409
    assert "已经有决定：不同意" in again.content.decode()
    assert client.get(url(asked, "decide_return")).status_code == 302


def test_the_coordinator_decides_inside_the_own_system(client):
    asked = returned()
    foreign = f.assigned(f.unit(handling_system=HandlingSystem.PARTY), assisting=[asked.assignment.unit])
    task = f.task(foreign, foreign.assignments.get(role=UnitRole.LEAD).unit)
    party = give_back.request(
        assignment=task, reason="不属职责。", proposed_unit=None, by=f.handler(task.unit), on=f.DAY, at=f.at()
    )
    client.force_login(f.user("coordinator"))
    assert client.get(url(asked, "decide_return")).status_code == 200
    assert client.get(url(party, "decide_return")).status_code == 403


def test_a_clerk_and_a_unit_do_not_decide_returns(client, clerk):
    asked = returned()
    assert client.get(url(asked, "decide_return")).status_code == 403
    client.force_login(f.head(asked.assignment.unit))
    assert client.get(url(asked, "decide_return")).status_code == 403
    client.force_login(f.head(f.unit()))
    assert client.get(url(asked, "decide_return")).status_code == 404


# A further unit


def test_an_addition_is_agreed_to_or_refused(client, clerk):
    item, wanted = f.assigned(), f.unit("市财政局")
    task = f.task(item)
    ask = lambda: add_unit.request(  # noqa: E731
        assignment=task, unit=wanted, reason="涉及资金。", by=f.handler(task.unit), at=f.at()
    )
    first = ask()
    client.post(url(first, "decide_addition"), {"decision": "refuse", "note": "先行沟通。"})
    assert not item.assignments.filter(unit=wanted).exists()
    task.refresh_from_db()
    second = ask()
    question, _done = agreed(client, url(second, "decide_addition"), {"decision": "agree"})
    assert "市财政局协办" in question
    assert f.task(item, wanted).role == UnitRole.ASSISTING


# A later date


@pytest.fixture
def extension():
    """Assigned lately, so that the request is still before its date today."""
    day = TODAY - timedelta(days=30)
    item = f.assigned(on=day, submitted_on=day)
    task = f.task(item)
    return extend.request(
        assignment=task,
        until=task.due_on + timedelta(days=20),
        reason="需要跨部门协调。",
        by=f.handler(task.unit),
        today=TODAY,
        at=timezone.now(),
    )


def test_the_page_shows_how_the_new_date_is_reached(client, chief, extension):
    page = client.get(url(extension, "decide_extension"))
    assert page.context["granted"].due_on >= extension.requested_until
    assert page.context["limit"] > extension.requested_until
    assert "原定期限" in page.content.decode()


def test_an_extension_keeps_the_original_date(client, chief, extension):
    task = extension.assignment
    original = task.original_due_on
    question, done = agreed(
        client,
        url(extension, "decide_extension"),
        {"decision": "agree", "until": extension.requested_until.isoformat()},
    )
    assert done.status_code == 302
    task.refresh_from_db()
    assert task.original_due_on == original
    assert task.due_on >= extension.requested_until
    assert f"{original:%Y-%m-%d}" in question


def test_no_day_beyond_the_limit_and_none_by_a_clerk(client, chief, extension):
    beyond = (extension.assignment.start_on + timedelta(days=250)).isoformat()
    answer = client.post(url(extension, "decide_extension"), {"decision": "agree", "until": beyond})
    assert answer.status_code == 200
    assert "代表法" in str(answer.context["form"].errors["until"])
    extension.refresh_from_db()
    assert extension.is_pending
    client.force_login(f.clerk())
    assert client.get(url(extension, "decide_extension")).status_code == 403


# Handled again, closed, opened again


def test_dissatisfied_is_handled_again_with_a_limit_of_its_own(client, clerk):
    item = f.assigned()
    f.replied(item)
    f.judged(item, Grade.DISSATISFIED)
    page = client.get(url(item, "rehandle"))
    assert "请写明时间表。" in page.content.decode()
    assert client.post(url(item, "rehandle"), {"demanded_on": "2026-02-01", "reason": "重办。"}).status_code == 200
    client.post(url(item, "rehandle"), {"demanded_on": f.DAY.isoformat(), "reason": "请写明时间表。"})
    item.refresh_from_db()
    assert (item.status, item.round) == (Status.IN_HANDLING, 2)
    assert item.assignments.filter(round=2).count() == 1


def test_closing_and_opening_again(client, clerk):
    item = f.assigned()
    f.replied(item)
    early = client.post(url(item, "close"), {"reason": ""})
    assert early.status_code == 200
    f.judged(item)
    assert client.post(url(item, "close"), {"reason": ""}).status_code == 302
    item.refresh_from_db()
    assert item.status == Status.CLOSED
    assert client.get(url(item, "reopen")).status_code == 403
    client.force_login(f.office_head())
    client.post(url(item, "reopen"), {"reason": "又有新情况。"})
    item.refresh_from_db()
    assert item.status == Status.JUDGED


def test_what_nobody_judged_is_closed_after_the_limit_with_a_word(client, clerk):
    item = f.assigned()
    f.replied(item)
    assert item.feedback_due_on < TODAY, "the made-up days lie in the past"
    assert list(client.post(url(item, "close"), {"reason": ""}).context["form"].errors) == ["reason"]
    client.post(url(item, "close"), {"reason": "3月20日、4月8日两次电话催请反馈。"})
    item.refresh_from_db()
    assert item.status == Status.CLOSED


# Urging and remarks


def test_urging_shows_who_is_reached_and_goes_out_once_a_day(client, clerk):
    lead = f.unit("市教育局")
    person = f.handler(lead, name="钱进")
    item = f.assigned(lead)
    assert "钱进（单位联系人）" in client.get(url(item, "urge")).content.decode()
    client.post(url(item, "urge"), {"words": "请尽快联系代表。"})
    assert Notification.objects.filter(recipient=person, kind=Notification.Kind.URGE).count() == 1
    again = client.post(url(item, "urge"), {"words": "再催。"})
    assert again.status_code == 200
    assert "今天已经催办过" in again.content.decode()
    assert item.events.filter(action=Action.URGE).count() == 1


def test_without_anyone_to_reach_nothing_is_sent(client, clerk):
    item = f.assigned(f.unit())
    page = client.get(url(item, "urge"))
    assert "没有可以联系的人员" in page.content.decode()
    assert page.context["form"].initial["channel"] == "phone"
    assert client.post(url(item, "urge"), {"words": ""}).status_code == 200
    assert not item.events.filter(action=Action.URGE).exists()


def test_a_remark_is_kept_in_the_history(client, clerk):
    item = f.suggestion()
    client.post(url(item, "note"), {"words": "代表来电补充材料。"})
    assert item.events.get(action=Action.NOTE).reason == "代表来电补充材料。"
    assert list(client.post(url(item, "note"), {"words": " "}).context["form"].errors) == ["words"]
