"""怎样算出来的: every turn of a count is explained, and nothing that did not happen."""

from datetime import date

import pytest

from suggestions import deadlines
from suggestions.deadlines import Rule, Window
from tests.suggestions.test_calendar import CHINA

RULE = Rule()
UNROLLED = Rule(roll_over=False)


def test_the_steps_of_a_plain_reply():
    found = deadlines.reply_deadline(date(2022, 2, 18), RULE, CHINA)
    assert found.steps == (
        "2022年2月18日为交办之日，当日不计入，自2022年2月19日开始计算（《民法典》第201条）。",
        "答复期限为3个月（《代表法》第51条）。",
        "到期月的对应日2022年5月18日为期间的最后一日（《民法典》第202条）。",
    )
    assert found.explanation == "".join(found.steps)


@pytest.mark.parametrize(
    ("start", "rule", "sentence"),
    [
        ("2022-01-31", RULE, "2022年4月没有31日，以月末日2022年4月30日为期间的最后一日（《民法典》第202条）。"),
        (
            "2022-01-31",
            RULE,
            "2022年4月30日至2022年5月4日（劳动节）是休假日，以休假日结束的次日2022年5月5日为最后一日（《民法典》第203条）。",
        ),
        (
            "2022-07-15",
            RULE,
            "2022年10月15日（周六）、2022年10月16日（周日）是休假日，以休假日结束的次日2022年10月17日为最后一日（《民法典》第203条）。",
        ),
        ("2022-02-07", RULE, "2022年5月7日（调休上班）虽是周末，但须上班，不顺延。"),
        ("2022-07-01", UNROLLED, "2022年10月1日（国庆节）是休假日，办理规则设定不顺延。"),
        ("2026-10-02", RULE, "2027年放假安排尚未载入，暂按周一至周五为工作日推算，载入后重新计算。"),
        ("2022-02-18", Rule(reply_months=2), "答复期限为2个月（办理规则，在《代表法》第51条规定的最长期限以内）。"),
        (
            "2022-02-18",
            Rule(clock_start="receipt"),
            "2022年2月18日为起算日，当日不计入，自2022年2月19日开始计算（《民法典》第201条）。",
        ),
    ],
)
def test_each_turn_of_the_count_is_explained(start, rule, sentence):
    found = deadlines.reply_deadline(date.fromisoformat(start), rule, CHINA)
    assert sentence in found.steps


@pytest.mark.parametrize(
    ("start", "rule", "turns"),
    [("2022-02-18", RULE, 3), ("2022-02-18", UNROLLED, 3), ("2022-07-01", UNROLLED, 4), ("2022-07-01", RULE, 4)],
)
def test_nothing_is_explained_that_did_not_happen(start, rule, turns):
    assert len(deadlines.reply_deadline(date.fromisoformat(start), rule, CHINA).steps) == turns


@pytest.mark.parametrize(
    ("start", "window", "steps"),
    [
        (
            date(2022, 4, 20),
            Window(10, "workdays"),
            (
                "2022年4月20日为起算日，当日不计入，自2022年4月21日开始计算（《民法典》第201条）。",
                "退回期限为10个工作日（办理规则）。",
                "其间2022年4月23日（周六）、2022年4月30日至2022年5月4日（劳动节）休息，不计入。",
                "其间2022年4月24日（调休上班）上班，计入。",
                "逐个工作日数到2022年5月6日为最后一日。",
            ),
        ),
        (
            date(2022, 3, 7),
            Window(2, "workdays"),
            (
                "2022年3月7日为起算日，当日不计入，自2022年3月8日开始计算（《民法典》第201条）。",
                "退回期限为2个工作日（办理规则）。",
                "逐个工作日数到2022年3月9日为最后一日。",
            ),
        ),
        (
            date(2022, 5, 5),
            Window(20, "days_before_due"),
            (
                "2022年5月5日为起算日，当日不计入，自2022年5月6日开始计算（《民法典》第201条）。",
                "退回期限为答复期限前20日（办理规则）。",
                "自答复期限2022年5月25日往前数20日为2022年5月5日，早于起算日的次日，以2022年5月6日为准。",
            ),
        ),
        (
            date(2022, 5, 5),
            Window(19, "days_before_due"),
            (
                "2022年5月5日为起算日，当日不计入，自2022年5月6日开始计算（《民法典》第201条）。",
                "退回期限为答复期限前19日（办理规则）。",
                "自答复期限2022年5月25日往前数19日为2022年5月6日。",
            ),
        ),
        (
            date(2022, 5, 5),
            Window(5, "days"),
            (
                "2022年5月5日为起算日，当日不计入，自2022年5月6日开始计算（《民法典》第201条）。",
                "退回期限为5日（办理规则）。",
                "第5日2022年5月10日为期间的最后一日。",
            ),
        ),
    ],
)
def test_the_steps_of_a_window(start, window, steps):
    found = deadlines.window_deadline(start, window, RULE, CHINA, "退回期限", due_on=date(2022, 5, 25))
    assert found.steps == steps


def test_made_up_days_a_fortnight_apart_are_two_entries():
    found = deadlines.window_deadline(date(2022, 4, 20), Window(15, "workdays"), RULE, CHINA)
    assert "期限为15个工作日（办理规则）。" in found.steps  # not named: just 期限
    assert "其间2022年4月24日（调休上班）、2022年5月7日（调休上班）上班，计入。" in found.steps


SIGNED = {"signed_on": date(2026, 3, 9)}
CLOSED = {"session_closed_on": date(2026, 2, 27)}


@pytest.mark.parametrize(
    ("clock", "days", "sentence"),
    [
        ("assignment", SIGNED | CLOSED, "自交办之日2026年3月2日起算（《代表法》第51条）。"),
        ("receipt", SIGNED, "自签收之日2026年3月9日起算（办理规则）。"),
        ("closing", CLOSED, "自闭会之日2026年2月27日起算（办理规则）。"),
        (
            "receipt",
            CLOSED,
            "办理规则设定自签收之日起算；该日尚未登记，自交办之日2026年3月2日起算（《代表法》第51条）。",
        ),
        (
            "closing",
            SIGNED,
            "办理规则设定自闭会之日起算；该日尚未登记，自交办之日2026年3月2日起算（《代表法》第51条）。",
        ),
    ],
)
def test_why_the_clock_starts_when_it_does(clock, days, sentence):
    assert deadlines.clock_start_reason(Rule(clock_start=clock), assigned_on=date(2026, 3, 2), **days) == sentence
