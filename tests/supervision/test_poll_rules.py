"""Satisfaction tests: counts, bands, minimum, and the table of states; written out apart from the code."""

from itertools import product

import pytest

from accounts.roles import Role
from suggestions.errors import RuleViolation
from supervision import poll_workflow as table
from supervision.choices import Band, PollKind, PollState
from supervision.poll_rules import (
    Counts,
    Limits,
    band,
    check_arrangement,
    check_counts,
    check_marks,
    more_than_half,
)
from supervision.poll_workflow import PollAction
from tests.factories import at

# action: kinds | states it starts from | state after (- stays) | roles
WORKFLOW = """
amend_poll    : electronic paper | prepared          | -         | clerk office_head
open_poll     : electronic       | prepared          | voting    | clerk office_head
vote          : electronic       | voting            | -         | leader committee deputy
count_poll    : electronic       | voting            | counted   | clerk office_head
fail_poll     : electronic       | voting            | short     | clerk office_head
record_poll   : paper            | prepared          | counted   | clerk office_head
correct_poll  : paper            | counted published | -         | clerk office_head
publish_poll  : electronic paper | counted           | published | clerk office_head
withdraw_poll : electronic paper | prepared voting   | withdrawn | clerk office_head
"""
ROWS = {
    line.split(":")[0].strip(): [part.split() for part in line.split(":")[1].split("|")]
    for line in WORKFLOW.strip().splitlines()
}


def test_every_state_action_kind_and_role():
    assert set(ROWS) == set(PollAction.values)
    for action, state, kind, role in product(PollAction, PollState.values, PollKind.values, Role.values):
        kinds, sources, (target,), roles = ROWS[action]
        fits = kind in kinds and state in sources
        assert table.allows(action, state, kind, role) is (fits and role in roles), (action, state, kind, role)
        if fits:
            assert table.next_state(action, state, kind) == (state if target == "-" else target)
        else:
            with pytest.raises(RuleViolation, match="不能"):
                table.next_state(action, state, kind)


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((28, 28, 20, 6, 1, 1), ""),
        ((28, 0, 0, 0, 0, 0), ""),
        ((0, 0, 0, 0, 0, 0), "发出票数应大于零"),
        ((28, 29, 29, 0, 0, 0), "收回29张，多于发出的28张"),
        ((28, 27, 20, 6, 1, 1), "合计28张，与收回的27张不符"),
        ((28, 28, 20, 6, 1, 0), "合计27张，与收回的28张不符"),
    ],
)
def test_counts_add_up(counts, words):
    if not words:
        check_counts(Counts(*counts), "12")
        return
    with pytest.raises(RuleViolation) as refusal:
        check_counts(Counts(*counts), "12")
    assert words in str(refusal.value.message)
    assert "12号" in str(refusal.value.message)


@pytest.mark.parametrize(
    ("satisfied", "basic", "both", "alone"),
    [
        (80, 0, Band.SATISFIED, Band.SATISFIED),
        (50, 30, Band.SATISFIED, Band.DISSATISFIED),
        (79, 0, Band.BASIC, Band.BASIC),
        (60, 0, Band.BASIC, Band.BASIC),
        (59, 1, Band.BASIC, Band.DISSATISFIED),
        (59, 0, Band.DISSATISFIED, Band.DISSATISFIED),
    ],
)
def test_bands(satisfied, basic, both, alone):
    counts = Counts(100, 100, satisfied, basic, 100 - satisfied - basic, 0)
    assert band(counts, Limits()) == both
    assert band(counts, Limits(counts_basic=False)) == alone
    assert band(Counts(100, 0, 0, 0, 0, 0), Limits()) is None


def test_the_limits_are_the_office_s():
    counts = Counts(10, 10, 7, 0, 3, 0)
    assert band(counts, Limits(good=70, passed=50)) == Band.SATISFIED
    assert band(counts, Limits(good=90, passed=71)) == Band.DISSATISFIED


def test_percentages_are_of_what_came_back():
    """沾益 2019: 28 issued and returned, two decimals."""
    counts = Counts(30, 28, 22, 4, 1, 1)
    assert [str(counts.of(mark)) for mark in ("satisfied", "basic", "dissatisfied", "void")] == [
        "78.57%",
        "14.29%",
        "3.57%",
        "3.57%",
    ]
    assert str(counts.content_rate) == "92.86%"
    assert str(Counts(30, 0, 0, 0, 0, 0).content_rate) == "—"


@pytest.mark.parametrize(
    ("minimum", "voters", "field"),
    [(3, 3, ""), (3, 2, "voters"), (2, 5, "minimum"), (None, 5, "minimum"), (6, 5, "minimum"), (5, 5, "")],
)
def test_a_minimum_that_protects(minimum, voters, field):
    asked = {"kind": PollKind.ELECTRONIC, "minimum": minimum, "voters": voters, "closes_at": at()}
    if not field:
        check_arrangement(**asked)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_arrangement(**asked)
    assert refusal.value.field == field


@pytest.mark.parametrize(("voters", "least"), [(3, 3), (4, 3), (5, 3), (28, 15), (29, 15)])
def test_the_usual_minimum(voters, least):
    assert more_than_half(voters) == least


@pytest.mark.parametrize(
    "marks", [{1: "satisfied"}, {1: "satisfied", 2: "wonderful"}, {1: "void", 2: "void", 3: "void"}]
)
def test_a_ballot_leaves_nothing_open(marks):
    with pytest.raises(RuleViolation, match="没有选择"):
        check_marks(marks, [1, 2])
