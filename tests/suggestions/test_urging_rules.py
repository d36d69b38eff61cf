"""Urging as rules: who hears of which one, when the next may go out, what became of the promised day."""

from datetime import date, timedelta

import pytest

from suggestions.urging_rules import PromiseState, audience, held_until, promise_state

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("level", "told"),
    [
        (1, "unit_contacts unit_head"),
        (2, "unit_contacts unit_head coordinator"),
        (3, "unit_contacts unit_head coordinator leader"),
        (9, "unit_contacts unit_head coordinator leader"),
    ],
)
def test_each_urging_reaches_one_higher(level, told):
    assert [each.value for each in audience(level)] == told.split()


@pytest.mark.parametrize(
    ("channel", "last", "gap", "days", "free"),
    [
        ("system", {}, 7, 0, None),
        ("system", {"system": 0}, 1, 0, 1),
        ("system", {"system": 0}, 1, 1, None),
        ("system", {"system": 0}, 7, 6, 7),
        ("system", {"system": 0}, 7, 7, None),
        ("system", {"phone": 0}, 7, 0, None),  # a call holds no message back
        ("phone", {"system": 0}, 7, 0, None),
        ("phone", {"phone": 0}, 7, 0, 1),  # the same call is not entered twice
        ("phone", {"phone": 0}, 7, -1, None),  # entered later than the next one
        ("phone", {"phone": 0}, 7, 1, None),  # a second call happened, whatever the rule for messages
        ("letter", {"letter": 0, "system": 0}, 7, 0, 1),
    ],
)
def test_when_it_may_be_used_again(channel, last, gap, days, free):
    last = {way: DAY + timedelta(days=n) for way, n in last.items()}
    wanted = None if free is None else DAY + timedelta(days=free)
    assert held_until(channel, last, gap, DAY + timedelta(days=days)) == wanted


@pytest.mark.parametrize(
    ("done", "is_owed", "today", "state"),
    [
        (None, True, 0, PromiseState.OPEN),  # the promised day itself is in time
        (None, True, 1, PromiseState.BROKEN),
        (None, False, 1, PromiseState.LAPSED),
        (-1, False, 5, PromiseState.KEPT),
        (0, False, 5, PromiseState.KEPT),
        (1, False, 5, PromiseState.BROKEN),
    ],
)
def test_what_became_of_a_promise(done, is_owed, today, state):
    done_on = None if done is None else DAY + timedelta(days=done)
    assert promise_state(DAY, done_on, is_owed=is_owed, today=DAY + timedelta(days=today)) == state
