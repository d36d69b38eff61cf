"""Likeness of titles: what a clerk would call the same matter scores above the line, common phrases do not."""

import pytest

from suggestions.similarity import LEAST, likeness, most_alike

ALIKE = [
    ("关于拓宽学院路的建议", "关于尽快拓宽学院路的建议"),
    ("关于加强农村饮用水安全的建议", "关于切实保障农村饮用水安全的建议"),
    ("关于增设公交线路方便群众出行的建议", "关于增设公交线路，方便群众出行的意见"),
]
DIFFERENT = [
    ("关于进一步加强医院建设的建议", "关于进一步加强公路建设的建议"),
    ("关于拓宽学院路的建议", "关于完善社区养老服务的建议"),
    ("关于加强监管的建议", "关于加强农村垃圾处理的建议"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_the_same_matter_is_found(one, other):
    assert likeness(one, other) >= LEAST


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_common_phrases_do_not_make_titles_alike(one, other):
    assert likeness(one, other) < LEAST


def test_equal_titles_score_one_whatever_their_punctuation():
    assert likeness("关于拓宽学院路的建议", "关于拓宽“学院路”的建议。") == 1


@pytest.mark.parametrize("title", ["", "关于", "关于建议", "路"])
def test_short_titles_are_no_trouble(title):
    assert 0 <= likeness(title, "关于拓宽学院路的建议") <= 1


def test_best_first_and_no_more_than_asked():
    others = [(1, "关于完善社区养老服务的建议"), (2, "关于尽快拓宽学院路东段的建议"), (3, "关于拓宽学院路的建议")]
    assert [key for key, _ in most_alike("关于拓宽学院路的建议", others)] == [3, 2]
    assert [key for key, _ in most_alike("关于拓宽学院路的建议", others, most=1)] == [3]
