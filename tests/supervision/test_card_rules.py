"""Which warning card a task has earned on a day: the office's numbers against the facts."""

from datetime import date, timedelta

import pytest

from suggestions.choices import CardColour
from supervision.card_rules import CardRules, due_card

DUE = date(2026, 6, 2)


@pytest.mark.parametrize(
    ("rules", "overdue", "urgings", "earned"),
    [
        ((0, 0, 0), 400, 20, None),
        ((5, 0, 20), 0, 0, None),  # the due day itself is in time
        ((5, 0, 20), 4, 0, None),
        ((5, 0, 20), 5, 0, ("yellow", "overdue")),
        ((5, 0, 20), 19, 0, ("yellow", "overdue")),
        ((5, 0, 20), 20, 0, ("red", "overdue")),  # after an outage only the higher one
        ((5, 0, 0), 200, 0, ("yellow", "overdue")),
        ((0, 0, 20), 19, 0, None),
        ((0, 0, 20), 20, 0, ("red", "overdue")),
        ((0, 3, 0), -10, 2, None),
        ((0, 3, 0), -10, 3, ("yellow", "urged")),  # before the due day too
        ((5, 3, 20), 5, 3, ("yellow", "overdue")),
        ((5, 3, 20), 30, 9, ("red", "overdue")),
    ],
)
def test_which_card(rules, overdue, urgings, earned):
    found = due_card(DUE, urgings, CardRules(*rules), DUE + timedelta(days=overdue))
    assert found == earned


def test_whether_any_rule_is_on():
    assert [CardRules(*rules).are_on for rules in ((), (1,), (0, 1), (0, 0, 1))] == [False, True, True, True]


@pytest.mark.parametrize(
    ("colours", "highest"),
    [
        ((), ""),
        (("", ""), ""),
        (("", "yellow"), "yellow"),
        (("red", "yellow"), "red"),
        (("yellow", "red", ""), "red"),
    ],
)
def test_red_outranks_yellow(colours, highest):
    assert CardColour.highest(*colours) == highest
