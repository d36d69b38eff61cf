"""The figures against counts done by hand, and in two statements however many rows there are."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from suggestions.actions import give_back, opine, rehandle, review
from suggestions.choices import Grade, ReviewOutcome
from suggestions.deadlines import Light
from suggestions.models import Assignment, Suggestion
from supervision.statistics import totals, unit_classes, workloads
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = make.DAY
LATE = date(2026, 6, 10)  # after the three months of what was handed over on DAY


def figures(today=LATE):
    units, systems = workloads(Assignment.objects.all(), today=today)
    return {row.name: row for row in units}, systems


def test_what_a_unit_leads_and_assists_with():
    lead, helper = make.unit("甲局"), make.unit("乙局")
    make.assigned(lead, assisting=[helper])
    answered = make.assigned(lead, assisting=[helper])
    make.opined(answered, helper, on=DAY)
    make.replied(answered, on=DAY + timedelta(days=20))
    units, systems = figures()
    row = units["甲局"]
    assert (row.lead, row.lead_replied, row.lead_on_time, row.lead_late, row.lead_overdue) == (2, 1, 1, 0, 1)
    assert (row.assisting, row.not_signed, row.oldest_due_on) == (0, 1, date(2026, 6, 2))
    row = units["乙局"]
    assert (row.lead, row.assisting, row.opinions, row.opinions_overdue, row.not_signed) == (0, 2, 1, 1, 1)
    assert str(row.reply_rate) == "50.00%"
    assert [(one.lead, one.assisting, one.lead_overdue) for one in systems] == [(2, 2, 1)]


def test_the_due_day_itself_is_not_overdue():
    unit = make.unit("甲局")
    due_on = make.task(make.assigned(unit)).due_on
    assert figures(due_on)[0]["甲局"].lead_overdue == 0
    assert figures(due_on + timedelta(days=1))[0]["甲局"].lead_overdue == 1


def test_a_reply_waiting_for_the_office_is_neither_owed_nor_answered():
    unit = make.unit("甲局")
    make.filed(make.assigned(unit), on=DAY + timedelta(days=3))
    row = figures()[0]["甲局"]
    assert (row.lead, row.lead_replied, row.lead_overdue) == (1, 0, 0)


def test_what_was_given_back_counts_for_the_new_unit_only():
    old, new, head = make.unit("甲局"), make.unit("乙局"), make.office_head()
    task = make.signed(make.assigned(old))
    asked = give_back.request(
        assignment=task, reason="不属本单位职责。", proposed_unit=new, by=make.handler(old), on=DAY, at=make.at()
    )
    give_back.agree(request=asked, unit=new, assigned_on=DAY, by=head, today=DAY, at=make.at())
    units, _systems = figures()
    assert "甲局" not in units
    assert units["乙局"].lead == 1


def test_two_rounds_are_one_suggestion():
    unit = make.unit("甲局")
    item = make.assigned(unit)
    make.replied(item, on=DAY, result_class=make.result_class("C"), unsolved_reason="条件所限。")
    make.judged(item, Grade.DISSATISFIED, on=DAY)
    rehandle.rehandle(suggestion=item, demanded_on=DAY, reason="重新研究。", by=make.clerk(), today=DAY, at=make.at())
    item.refresh_from_db()
    row = figures()[0]["甲局"]
    assert (row.lead, row.lead_replied, row.lead_overdue) == (1, 1, 1)  # answered once, and owed again
    assert unit_classes(Assignment.objects.all()) == {unit.pk: {"C": 1}}
    make.replied(item, on=DAY, result_class=make.result_class("A"))
    assert unit_classes(Assignment.objects.all()) == {unit.pk: {"A": 1}}  # the class in force is the last one


def test_totals_of_a_session():
    unit, clerk = make.unit("甲局"), make.clerk()
    main = make.assigned(unit, by=clerk)
    twin = make.suggestion(by=clerk)
    review.review(suggestion=twin, outcome=ReviewOutcome.MERGE, into=main, reason="内容相近。", by=clerk, at=make.at())
    make.suggestion(by=clerk)
    make.assigned(unit, by=clerk)  # stays open
    make.replied(main, on=DAY)
    make.judged(main, Grade.SATISFIED, on=DAY)
    found = totals(Suggestion.objects.all(), today=LATE)
    assert found.total == 4
    assert (found.facts["assigned"], found.facts["replied"], found.facts["not_replied"]) == (3, 2, 1)
    assert (found.statuses["registered"], found.statuses["merged"], found.statuses["judged"]) == (1, 1, 1)
    assert (found.grades["satisfied"], found.unjudged) == (1, 1)  # the merged one has a deputy of its own
    assert (found.lights[Light.OVERDUE], found.lights[Light.DONE]) == (1, 2)
    assert str(found.rates["reply"]) == "66.67%"
    assert str(found.rates["solved"]) == "100.00%"
    assert str(found.rates["satisfied"]) == "100.00%"
    assert str(found.rates["on_time"]) == "66.67%"


def test_each_suggestion_shows_exactly_one_light():
    unit = make.unit("甲局")
    for days in range(0, 100, 7):
        make.assigned(unit, on=DAY + timedelta(days=days))
    make.suggestion()
    found = totals(Suggestion.objects.all(), today=LATE)
    assert sum(found.lights[light] for light in Light) == found.total


def test_totals_ask_each_condition_once():
    """A part of a rate that is a fact, a light or a grade of the page too is not counted a second time."""
    with CaptureQueriesContext(connection) as queries:
        totals(Suggestion.objects.all(), today=LATE)
    asked = re.findall(r"COUNT\([^()]*\) FILTER \(WHERE (.*?)\)(?= AS|,)", queries[0]["sql"]) or re.findall(
        r"COUNT\(CASE WHEN (.*?) THEN", queries[0]["sql"]
    )
    assert len(asked) > 20
    assert len(asked) == len(set(asked))


def test_an_empty_house_has_no_rates():
    found = totals(Suggestion.objects.none(), today=LATE)
    assert {str(rate) for rate in found.rates.values()} == {"—"}


def test_a_later_version_of_an_opinion_counts_once():
    lead, helper = make.unit("甲局"), make.unit("乙局")
    item = make.assigned(lead, assisting=[helper])
    task = make.opined(item, helper).assignment
    opine.file(assignment=task, text="补充意见。", by=make.handler(helper), on=DAY, at=make.at())
    assert figures()[0]["乙局"].opinions == 1


def test_statements_do_not_grow_with_units():
    def count():
        with CaptureQueriesContext(connection) as caught:
            totals(Suggestion.objects.all(), today=LATE)
            workloads(Assignment.objects.all(), today=LATE)
        return len(caught)

    make.assigned(make.unit(), assisting=[make.unit()])
    assert count() == 2
    for _ in range(2):
        make.assigned(make.unit(), assisting=[make.unit()])
    assert count() == 2


def test_plans_asked_for_and_filed():
    unit = make.unit("甲局")
    make.signed(make.assigned(unit))
    make.signed(make.assigned(unit), is_planned=False)
    make.assigned(unit)  # not signed: not asked yet
    helper = make.assigned(make.unit("乙局"), assisting=[unit])
    make.signed(helper, unit)
    units, systems = figures()
    assert (units["甲局"].plan_filed, units["甲局"].plan_due) == (1, 2)
    assert (units["乙局"].plan_filed, units["乙局"].plan_due) == (0, 0)
    assert [(row.plan_filed, row.plan_due) for row in systems] == [(1, 2)]


@pytest.mark.parametrize(
    ("kind", "is_met"),
    [
        ("face_to_face", True),
        ("field_visit", True),
        ("on_site", True),
        ("joint_study", True),
        ("meeting", True),
        ("call_on", True),
        ("research", False),
        ("phone", False),
        ("letter", False),
    ],
)
def test_who_was_met_face_to_face(kind, is_met):
    unit = make.unit("甲局")
    item = make.assigned(unit)
    make.contacted(item, kind=kind)
    assert str(figures()[0]["甲局"].face_rate) == "—", "nothing is answered yet"
    make.replied(item)
    row, whole = figures()[0]["甲局"], totals(Suggestion.objects.all(), today=LATE)
    assert (row.lead_faced, row.lead_replied, whole.rates["face"].numerator) == (int(is_met), 1, int(is_met))
    assert str(row.face_rate) == str(whole.rates["face"]) == ("100.00%" if is_met else "0.00%")


def test_each_unit_is_credited_with_its_own_meetings():
    one, two = make.unit("甲局"), make.unit("乙局")
    item = make.assigned(one, two, separate=True)
    make.contacted(item, one)
    make.contacted(item, two, kind="phone")
    for unit in (one, two):
        make.replied(item, unit)
    units, systems = figures()
    assert (str(units["甲局"].face_rate), str(units["乙局"].face_rate)) == ("100.00%", "0.00%")
    assert [str(row.face_rate) for row in systems] == ["100.00%"], "one item, and somebody met about it"
