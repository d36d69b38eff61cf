"""What comes next for a key topic, most urgent first; and what the council's decision must keep to."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from suggestions.choices import Status
from suggestions.errors import RuleViolation
from supervision.topic_rules import CHOOSABLE, Standing, check_choosable, check_plan, next_step

TODAY = date(2026, 6, 10)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
QUIET = Standing(
    ended_on=None,
    plan_until_on=date(2026, 12, 31),
    planned=None,
    last_held_on=date(2026, 6, 1),
    owed=0,
    late=0,
    reported=0,
    unfinished=1,
)


@pytest.mark.parametrize(
    ("facts", "sentence", "tone"),
    [
        ({}, "按方案督办至2026-12-31", ""),
        ({"unfinished": 0}, "按方案督办至2026-12-31", "good"),
        ({"owed": 2}, "等待2项整改完成", ""),
        ({"owed": 2, "late": 1}, "1项整改逾期，督促承办单位", "late"),
        ({"owed": 2, "late": 1, "reported": 1}, "1项整改逾期，督促承办单位", "late"),
        ({"reported": 1, "planned": (TOMORROW, "专项检查")}, "1项整改已报完成，请确认", "soon"),
        ({"planned": (TOMORROW, "专项检查")}, "2026-06-11 专项检查", ""),
        ({"planned": (TODAY, "专项检查")}, "2026-06-10 专项检查", ""),
        ({"planned": (YESTERDAY, "专项检查")}, "2026-06-09的专项检查请补记情况", "soon"),
        ({"last_held_on": None}, "尚未开展督办，请安排", "soon"),
        ({"plan_until_on": TODAY}, "按方案督办至2026-06-10", ""),
        ({"plan_until_on": YESTERDAY}, "督办方案已到期，请总结并结束", "soon"),
        ({"last_held_on": TODAY - timedelta(days=60)}, "按方案督办至2026-12-31", ""),
        ({"last_held_on": TODAY - timedelta(days=61)}, "已61天没有督办，请安排", "soon"),
        ({"last_held_on": TODAY - timedelta(days=61), "unfinished": 0}, "按方案督办至2026-12-31", "good"),
        ({"ended_on": YESTERDAY, "late": 1}, "已于2026-06-09结束督办", ""),
    ],
)
def test_the_next_step(facts, sentence, tone):
    step = next_step(replace(QUIET, **facts), TODAY)
    assert (step.text, step.tone) == (sentence, tone)


@pytest.mark.parametrize(
    ("decided_on", "until", "field"),
    [
        (TODAY, TODAY, None),
        (TOMORROW, TODAY, "decided_on"),
        (date(2025, 12, 30), TODAY, None),  # at the end of the year before
        (date(2024, 12, 30), TODAY, "decided_on"),
        (TODAY, YESTERDAY, "plan_until_on"),
    ],
)
def test_the_days_of_a_decision(decided_on, until, field):
    def check():
        check_plan(decided_on, TODAY, until, 2026, TODAY)

    if field is None:
        check()
        return
    with pytest.raises(RuleViolation) as refused:
        check()
    assert refused.value.field == field


@pytest.mark.parametrize("status", Status)
def test_only_what_is_handled_can_be_chosen(status):
    if status in CHOOSABLE:
        check_choosable("7", status)
        return
    with pytest.raises(RuleViolation, match=f"7号目前为“{status.label}”"):
        check_choosable("7", status)
