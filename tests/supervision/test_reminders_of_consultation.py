"""What a lead asks of assisting units: a second question, a draft to countersign; until it is answered."""

from copy import deepcopy
from datetime import date, timedelta

import pytest

from accounts.models import Notification
from accounts.roles import Role
from suggestions.actions import ask_again, countersign, give_back, opine
from suggestions.choices import Stance
from suggestions.models import OpinionRequest, Suggestion
from supervision import reminders
from supervision.models import Reminder
from supervision.reminder_rules import Kind
from tests import factories as make
from tests.supervision.mornings import only, told

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 3, 2)
QUESTION_DUE = date(2026, 3, 9)  # five working days on
DRAFT_DUE = date(2026, 3, 5)  # three


def manned(name: str):
    unit = make.unit(name)
    unit.first_contact = make.handler(unit, name=f"{name}联系人")
    unit.save()
    make.head(unit, name=f"{name}负责人")
    return unit


@pytest.fixture(scope="module")
def made(rows_stay):
    """The lead and two assisting units; the first of them has given its opinion."""
    lead, one, two = manned("甲局"), manned("乙局"), manned("丙局")
    make.user(Role.COORDINATOR, name="协调人")
    item = make.assigned(lead, assisting=[one, two], by=make.clerk(name="经办"))
    make.signed(item, lead)
    make.opined(item, one)
    make.signed(item, two)
    return item, lead, one, two


@pytest.fixture
def case(made):
    return deepcopy(made)


def asked(item, unit) -> None:
    ask_again.ask(
        assignment=make.task(item, unit),
        question="请补充资金安排。",
        by=make.task(item).unit.first_contact,
        on=MONDAY,
        at=make.at(MONDAY),
    )


def sent(item, *units, on: date = MONDAY, text: str = "会签稿。", lead=None):
    task = make.task(item, lead)
    return countersign.send(
        assignment=task,
        text=text,
        result_class=make.result_class("A"),
        units=[make.task(item, unit) for unit in units],
        by=task.unit.first_contact,
        on=on,
        at=make.at(on),
    )


def given(circulation, unit, on: date) -> None:
    countersign.sign(
        circulation=circulation,
        assignment=make.task(circulation.assignment.suggestion, unit),
        stance=Stance.AGREE,
        comment="",
        by=unit.first_contact,
        on=on,
        at=make.at(on),
    )


def mornings(kind: str, first: date = MONDAY, days: int = 8) -> dict[date, set[tuple[str, int]]]:
    """In eight days every ladder has a rung."""
    return told(Kind(kind), first, days)


def everybody(step: int, *units: str) -> set[tuple[str, int]]:
    """The unit asked, those above it, and the lead's contact."""
    people = [name for unit in units for name in (f"{unit}联系人", f"{unit}负责人")]
    return {(name, step) for name in (*people, "甲局联系人", "协调人", "经办")}


def test_a_second_question_under_a_moving_clock(case):
    """Its day before is a Sunday. The lead hears when it is late."""
    item, _lead, one, _two = case
    asked(item, one)
    assert mornings("second_opinion", days=18) == {
        QUESTION_DUE - timedelta(days=3): {("乙局联系人", 3)},
        QUESTION_DUE: {("乙局联系人", 0)},
        QUESTION_DUE + timedelta(days=1): everybody(-1, "乙局"),
        QUESTION_DUE + timedelta(days=8): everybody(-8, "乙局"),
    }
    assert set(Reminder.objects.filter(kind="second_opinion").values_list("assignment", "due_on")) == {
        (make.task(item, one).pk, QUESTION_DUE)
    }


@pytest.mark.parametrize("days", [1, 4, 8])
def test_a_further_version_answers_it(case, days):
    item, _lead, one, _two = case
    asked(item, one)
    on = MONDAY + timedelta(days=days)
    assert all(day <= on for day in mornings("second_opinion", days=days + 1))
    opine.file(assignment=make.task(item, one), text="资金已落实。", by=one.first_contact, on=on, at=make.at(on))
    assert mornings("second_opinion", on + timedelta(days=1)) == {}


def test_the_lead_of_today_hears_of_a_late_answer_not_the_one_that_asked(case):
    item, lead, one, _two = case
    asked(item, one)
    other = manned("丁局")
    give_back.reassign(
        assignment=make.task(item, lead),
        unit=other,
        assigned_on=MONDAY,
        reason="职能调整。",
        by=make.clerk(name="经办"),
        today=MONDAY,
        at=make.at(MONDAY),
    )
    late = {name for name, _rung in mornings("second_opinion", QUESTION_DUE + timedelta(days=1), 1).popitem()[1]}
    assert "丁局联系人" in late
    assert "甲局联系人" not in late


def test_countersigning_under_a_moving_clock(case):
    """Three days before is the day it was sent: that step would come with the news. One signs, the other is late."""
    item, _lead, one, two = case
    circulation = sent(item, one, two)
    before = mornings("countersign", days=4)
    assert before == {
        DRAFT_DUE - timedelta(days=1): {("乙局联系人", 1), ("丙局联系人", 1)},
        DRAFT_DUE: {("乙局联系人", 0), ("丙局联系人", 0)},
    }
    given(circulation, one, DRAFT_DUE)
    assert mornings("countersign", DRAFT_DUE + timedelta(days=1), 8) == {
        DRAFT_DUE + timedelta(days=1): everybody(-1, "丙局"),
        DRAFT_DUE + timedelta(days=8): everybody(-8, "丙局"),
    }


def test_a_newer_draft_has_its_own_days_and_ends_the_old_ones(case):
    item, _lead, one, _two = case
    sent(item, one)
    again = DRAFT_DUE - timedelta(days=1)
    sent(item, one, on=again, text="改过的会签稿。")
    with only(Kind.COUNTERSIGN):
        dues = {item.due_on for n in range(9) for item in sending(MONDAY + timedelta(days=n))}
    assert dues == {date(2026, 3, 9)}


def sending(day: date) -> list:
    return reminders.send(day, at=make.at(day, 8)).items


def test_a_draft_that_went_to_the_head_is_no_longer_waited_for(case):
    item, _lead, one, _two = case
    sent(item, one)
    make.submitted(item, without_opinions_reason="不影响答复。")
    assert mornings("countersign") == {}


def test_two_leads_that_ask_for_the_same_day_are_one_reminder_and_both_hear_when_it_is_late(case):
    _item, first, helper, _two = case
    second = manned("戊局")
    item = make.assigned(first, second, separate=True, assisting=[helper])
    for unit in (first, second, helper):
        make.signed(item, unit)
    sent(item, helper, lead=first)
    sent(item, helper, lead=second)
    found = mornings("countersign", days=5)
    assert found[DRAFT_DUE] == {("乙局联系人", 0)}
    late = {name for name, _rung in found[DRAFT_DUE + timedelta(days=1)]}
    assert {"甲局联系人", "戊局联系人", "乙局联系人"} <= late


def test_a_withdrawn_suggestion_is_not_reminded_of(case):
    item, _lead, one, two = case
    asked(item, one)
    sent(item, two)
    Suggestion.objects.filter(pk=item.pk).update(status="withdrawn")
    assert mornings("second_opinion") | mornings("countersign", MONDAY + timedelta(days=30)) == {}


def test_the_words_and_the_count(case):
    item, _lead, one, two = case
    asked(item, one)
    sent(item, two)
    OpinionRequest.objects.update(due_on=DRAFT_DUE)
    assert reminders.plan(DRAFT_DUE).summary()["by_kind"] == {
        "countersign": 1,
        "opinion": 1,  # the second unit owes its first one too
        "second_opinion": 1,
    }
    reminders.send(DRAFT_DUE, at=make.at(DRAFT_DUE, 8))
    bodies = Notification.objects.filter(kind="digest").values_list("recipient__name", "body")
    assert {name: body.splitlines()[0].split("] ")[1] for name, body in bodies} == {
        "乙局联系人": "补充协办意见期限 2026-03-05，补充意见今日到期",
        "丙局联系人": "会签期限 2026-03-05，会签今日到期",
    }


def test_the_number_of_queries_does_not_grow(case, django_assert_max_num_queries):
    item, _lead, one, two = case
    asked(item, one)
    sent(item, two)
    late = QUESTION_DUE + timedelta(days=1)
    with django_assert_max_num_queries(31) as few:
        sending(late)
    again = make.assigned(make.unit(), assisting=[one, two])
    lead = make.signed(again).unit
    lead.first_contact = make.handler(lead)
    lead.save()
    make.opined(again, one)
    make.signed(again, two)
    asked(again, one)
    sent(again, two)
    with django_assert_max_num_queries(len(few)):
        found = sending(late + timedelta(days=1))
    kinds = {found.kind for found in found if found.suggestion_id == again.pk}
    assert {"second_opinion", "countersign"} <= kinds
