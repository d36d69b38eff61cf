"""Extension: six months from the assignment, never three and three (《代表法》第51条)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suggestions import deadlines
from suggestions.deadlines import DeadlineRefusal, Rule
from tests.suggestions.test_calendar import CHINA, PLAIN
from tests.suggestions.test_deadlines import any_day, modest, walk_months, walk_to_work

RULE = Rule()
UNROLLED = Rule(roll_over=False)
NOVEMBER = {"start": date(2022, 11, 30), "current_due_on": date(2023, 2, 28), "rule": RULE, "calendar": CHINA}


def test_six_months_are_not_three_and_three():
    start = date(2022, 11, 30)
    chained = deadlines.add_months(deadlines.add_months(start, 3), 3)
    assert (chained, deadlines.extension_limit(start, RULE, CHINA)) == (date(2023, 5, 28), date(2023, 5, 30))


@pytest.mark.parametrize(
    ("until", "today"),
    [
        (date(2023, 3, 1), date(2023, 1, 10)),  # one day longer
        (date(2023, 5, 30), date(2023, 1, 10)),  # to the limit
        (date(2023, 5, 30), date(2023, 2, 28)),  # asked on the due day
    ],
)
def test_an_extension_that_may_be_asked_for(until, today):
    deadlines.check_extension(**NOVEMBER, requested_until=until, today=today)


@pytest.mark.parametrize(
    ("until", "today", "sentence"),
    [
        (date(2023, 4, 30), date(2023, 3, 1), "答复期限2023年2月28日已过，不能再申请延期，请尽快答复。"),
        (date(2023, 2, 28), date(2023, 1, 10), "申请延至的日期应当晚于现在的答复期限2023年2月28日。"),
        (
            date(2023, 5, 31),
            date(2023, 1, 10),
            "不能延至2023年5月31日：自交办之日2022年11月30日起最长6个月，最晚可延至2023年5月30日（《代表法》第51条）。",
        ),
    ],
)
def test_an_extension_that_is_refused(until, today, sentence):
    with pytest.raises(DeadlineRefusal) as refusal:
        deadlines.check_extension(**NOVEMBER, requested_until=until, today=today)
    assert str(refusal.value) == refusal.value.message == sentence
    assert isinstance(refusal.value, ValueError)


@pytest.mark.parametrize(
    ("start", "until", "rule", "last_day", "due_on", "verdict"),
    [
        ("2022-11-30", "2023-04-20", RULE, "2023-04-20", "2023-04-20", "延期没有超过"),
        ("2022-11-30", "2023-04-30", RULE, "2023-04-30", "2023-05-04", "延期没有超过"),
        ("2022-11-30", "2023-05-30", RULE, "2023-05-30", "2023-05-30", "延期没有超过"),
        ("2022-11-30", "2023-06-15", RULE, "2023-05-30", "2023-05-30", "延期以此为限"),
        (
            "2022-01-31",
            "2022-07-30",
            RULE,
            "2022-07-30",
            "2022-08-01",
            "延期没有超过",
        ),  # no further than the limit rolls
        ("2022-01-31", "2022-07-30", UNROLLED, "2022-07-30", "2022-07-30", "延期没有超过"),
        ("2022-01-31", "2022-08-01", UNROLLED, "2022-07-31", "2022-07-31", "延期以此为限"),
    ],
)
def test_an_extended_deadline(start, until, rule, last_day, due_on, verdict):
    found = deadlines.extended_deadline(date.fromisoformat(start), date.fromisoformat(until), rule, CHINA)
    assert (str(found.start), str(found.last_day), str(found.due_on)) == (start, last_day, due_on)
    assert found.steps[2].endswith(f"（《代表法》第51条），{verdict}。")


def test_the_steps_of_an_extension():
    found = deadlines.extended_deadline(date(2022, 11, 30), date(2023, 4, 30), RULE, CHINA)
    assert found.steps == (
        "2022年11月30日为交办之日，当日不计入，自2022年12月1日开始计算（《民法典》第201条）。",
        "经同意延期至2023年4月30日（办理规则）。",
        "自交办之日起最长6个月，即2023年5月30日（《代表法》第51条），延期没有超过。",
        "2023年4月30日至2023年5月3日（劳动节）是休假日，以休假日结束的次日2023年5月4日为最后一日（《民法典》第203条）。",
    )


def test_an_extension_ends_after_it_starts():
    with pytest.raises(ValueError, match="before it starts"):
        deadlines.extended_deadline(date(2023, 1, 3), date(2023, 1, 3), RULE, CHINA)


@modest
@given(start=any_day, longer=st.integers(1, 400))
def test_no_extension_reaches_past_six_months(start, longer):
    found = deadlines.extended_deadline(start, start + timedelta(days=longer), RULE, CHINA)
    assert found.due_on <= walk_to_work(walk_months(start, 6), CHINA.is_workday)


@modest
@given(start=any_day, longer=st.integers(-5, 120))
def test_what_may_be_asked_for_is_what_is_granted(start, longer):
    due_on = deadlines.reply_deadline(start, RULE, PLAIN).due_on
    until = due_on + timedelta(days=longer)
    case = {"start": start, "current_due_on": due_on, "today": due_on, "rule": RULE, "calendar": PLAIN}
    limit = walk_to_work(walk_months(start, 6), PLAIN.is_workday)
    try:
        deadlines.check_extension(**case, requested_until=until)
    except DeadlineRefusal:
        assert until <= due_on or until > limit
    else:
        assert due_on < until <= limit
        granted = deadlines.extended_deadline(start, until, RULE, PLAIN)
        assert (granted.last_day, granted.due_on) == (until, walk_to_work(until, PLAIN.is_workday))
