"""How much of a text stands in others in the same words: runs of 13 characters or more."""

import random

import pytest

from suggestions.sameness import find

HAN = [chr(0x4E00 + n) for n in range(3000)]


def text(length: int, seed: int) -> str:
    chosen = random.Random(seed)
    return "".join(chosen.choice(HAN) for _ in range(length))


@pytest.mark.parametrize("offset", range(7))  # wherever the run begins in the other text
@pytest.mark.parametrize(("length", "counts"), [(12, False), (13, True), (40, True)])
def test_a_run_counts_from_thirteen_characters(offset, length, counts):
    run = text(length, 1)
    found = find(text(30, 2) + run + text(30, 3), [("甲", text(offset, 4) + run + text(9, 5))])
    assert [place.key for place in found.places] == (["甲"] if counts else [])
    if counts:
        assert found.places[0].passages[0].text == run
        assert found.share == round(100 * length / (60 + length))


def test_blanks_and_line_ends_are_left_out_of_account():
    run = text(20, 1)
    assert find(run[:9] + "\n　　" + run[9:], [(1, run)]).share == 100


def test_the_places_with_most_in_common_come_first_and_overlaps_count_once():
    long, short = text(60, 1), text(20, 2)
    found = find(long + short, [("少", short), ("多", long), ("又多", long[10:])])
    assert [(place.key, place.covered) for place in found.places] == [("多", 60), ("又多", 50), ("少", 20)]
    assert found.share == 100


def test_nothing_to_compare():
    assert find("", [(1, "x" * 50)]).share == 0
    assert find(text(100, 1), []).places == ()


def test_one_of_two_hundred_replies_is_found():
    """How long it takes stands in bench/writing.py."""
    found = find(text(500, 3) + text(1500, 999), [(n, text(2000, n)) for n in range(200)])
    assert [place.key for place in found.places] == [3]
