"""The ladder: which reminder, on which day, to whom, and in which words."""

from datetime import date, timedelta

import pytest

from supervision import reminder_rules as rules
from supervision.reminder_rules import Audience, Kind
from tests.suggestions.test_calendar import CHINA, every_day

DUE = date(2026, 6, 1)
FULL = (30, 15, 7, 3, 1, 0, -1, -8, -15, -22)
LADDERS = {
    Kind.REPLY: FULL,
    Kind.OPINION: FULL,
    Kind.RECEIPT: (1, 0, -1, -8, -15, -22),
    Kind.FEEDBACK: FULL[1:],
    Kind.PLAN: (1, 0, -1, -8, -15, -22),
    Kind.COMMITMENT: FULL,
    Kind.SECOND_OPINION: FULL[3:],
    Kind.COUNTERSIGN: FULL[3:],
    Kind.FINDING: FULL,
    Kind.INSTRUCTION: FULL,
}
ABOVE = {"unit_contacts", "unit_head", "coordinator", "office"}


def before(days: int) -> date:
    return DUE - timedelta(days=days)


@pytest.mark.parametrize(
    ("left", "rung"),
    [
        (90, None),
        (31, None),
        (30, 30),
        (29, 30),
        (16, 30),
        (15, 15),
        (8, 15),
        (7, 7),
        (4, 7),
        (3, 3),
        (2, 3),
        (1, 1),
        (0, 0),
        (-1, -1),
        (-7, -1),
        (-8, -8),
        (-14, -8),
        (-15, -15),
        (-365, -365),
        (-366, -365),
    ],
)
def test_the_newest_rung_that_has_come(left, rung):
    assert rules.rung(DUE, before(left)) == rung


@pytest.mark.parametrize("kind", Kind)
def test_each_kind_climbs_its_own_ladder_and_misses_no_rung(kind):
    """Day by day: a rung comes on its own day, stays until the next, and the next is foretold."""
    ladder = LADDERS[kind]
    for today in every_day(before(40), before(-22)):
        come = [rung for rung in ladder if before(rung) <= today]
        ahead = [rung for rung in ladder if before(rung) > today] or [-29]
        assert rules.rung(DUE, today, kind) == (come[-1] if come else None)
        assert rules.next_rung_day(DUE, today, kind) == rules.rung_day(DUE, ahead[0]) == before(ahead[0])


def test_a_week_of_missed_nights_is_caught_up_with_one_reminder():
    sent = []
    for today in every_day(before(20), before(-10)):
        rung = rules.rung(DUE, today)
        outage = before(16) < today < before(2)  # over the rungs 15, 7 and 3
        if not outage and rung not in sent:
            sent.append(rung)
    assert sent == [30, 3, 1, 0, -1, -8]


@pytest.mark.parametrize(
    ("kind", "before_and_on_the_day", "overdue"),
    [
        (Kind.REPLY, {"unit_contacts"}, ABOVE),
        (Kind.OPINION, {"unit_contacts"}, ABOVE),
        (Kind.RECEIPT, {"unit_contacts"}, ABOVE),
        (Kind.FEEDBACK, {"deputy"}, {"deputy", "office"}),
        (Kind.PLAN, {"unit_contacts"}, ABOVE),
        (Kind.SECOND_OPINION, {"unit_contacts"}, ABOVE | {"asking_unit"}),
        (Kind.COUNTERSIGN, {"unit_contacts"}, ABOVE | {"asking_unit"}),
        (Kind.FINDING, {"unit_contacts"}, ABOVE),
        (Kind.INSTRUCTION, {"unit_contacts"}, ABOVE),
    ],
)
def test_who_hears_of_it(kind, before_and_on_the_day, overdue):
    for rung in LADDERS[kind]:
        assert rules.audience(kind, rung) == (overdue if rung < 0 else before_and_on_the_day)


def test_audiences_are_the_ones_somebody_looks_up():
    assert {one for kind in Kind for rung in (0, -1) for one in rules.audience(kind, rung)} == set(Audience)


@pytest.mark.parametrize(
    ("kind", "left", "sentence"),
    [
        (Kind.REPLY, 7, "距答复期限还有 7 天"),
        (Kind.REPLY, 5, "距答复期限还有 5 天"),  # the rung of 7, caught up two days late
        (Kind.REPLY, 1, "距答复期限还有 1 天"),
        (Kind.REPLY, 0, "答复今日到期"),
        (Kind.REPLY, -1, "答复已逾期 1 天"),
        (Kind.REPLY, -10, "答复已逾期 10 天"),  # the rung of −8
        (Kind.OPINION, 3, "距协办意见期限还有 3 天"),
        (Kind.RECEIPT, 0, "签收今日到期"),
        (Kind.FEEDBACK, -8, "反馈已逾期 8 天"),
        (Kind.PLAN, 1, "距六定方案期限还有 1 天"),
        (Kind.SECOND_OPINION, 0, "补充意见今日到期"),
        (Kind.COUNTERSIGN, -2, "会签已逾期 2 天"),
        (Kind.FINDING, 3, "距整改期限还有 3 天"),
        (Kind.INSTRUCTION, 3, "距批示落实期限还有 3 天"),
    ],
)
def test_the_sentence_tells_the_true_days(kind, left, sentence):
    assert rules.sentence(kind, DUE, before(left)) == sentence


@pytest.mark.parametrize(
    ("today", "sends"),
    [
        (date(2022, 4, 29), True),
        (date(2022, 4, 30), False),  # a holiday
        (date(2022, 5, 4), False),  # a holiday Wednesday
        (date(2022, 5, 7), True),  # a make-up Saturday
        (date(2022, 5, 8), False),  # a Sunday
    ],
)
def test_reminders_go_out_on_working_days(today, sends):
    assert rules.may_send(today, CHINA) is sends


def test_the_labels_are_the_office_s_words():
    assert [str(kind.label) for kind in Kind] == [
        "主办答复",
        "协办意见",
        "签收",
        "代表反馈",
        "承诺事项",
        "六定方案",
        "补充协办意见",
        "会签",
        "督办整改",
        "领导批示",
    ]
    assert [str(one.label) for one in Audience] == [
        "承办单位联系人",
        "承办单位负责人",
        "征求意见的主办单位联系人",
        "系统协调人",
        "代表工作机构",
        "人大代表",
    ]
