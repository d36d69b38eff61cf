"""Rates: halves up, two decimals, and nothing given is nothing."""

from decimal import Decimal

import pytest

from suggestions.choices import FACE_TO_FACE, ContactKind
from supervision.definitions import FACE_RATE, NOTHING, Rate


@pytest.mark.parametrize(
    ("numerator", "denominator", "shown"),
    [
        (0, 0, NOTHING),  # neither 0 % nor 100 %
        (0, 7, "0.00%"),
        (7, 7, "100.00%"),
        (1, 3, "33.33%"),
        (2, 3, "66.67%"),
        (1, 8, "12.50%"),
        (1, 800, "0.13%"),  # 0.125: halves go up
        (3, 800, "0.38%"),  # 0.375: and not to the even digit
        (5, 800, "0.63%"),
        (1999, 2000, "99.95%"),
        (99999, 100000, "100.00%"),
    ],
)
def test_a_rate_is_shown(numerator, denominator, shown):
    assert str(Rate(numerator, denominator)) == shown


def test_an_exact_number_and_no_float():
    assert Rate(1, 800).percent == Decimal("0.13")
    assert Rate(0, 0).percent is None


@pytest.mark.parametrize(("numerator", "denominator"), [(1, 0), (5, 4), (-1, 4)])
def test_a_part_is_never_more_than_the_whole(numerator, denominator):
    with pytest.raises(ValueError, match="not a share"):
        Rate(numerator, denominator)


def test_the_reader_is_told_which_contacts_are_face_to_face():
    sentence = str(FACE_RATE.sentence)
    counted, _semicolon, not_counted = sentence.partition("；")
    assert {kind for kind in ContactKind if str(kind.label)[:2] in counted} == FACE_TO_FACE
    assert {kind for kind in ContactKind if str(kind.label)[:2] in not_counted} == set(ContactKind) - FACE_TO_FACE
