"""The tests run below a frame that has room for all their calls (tests/stack.py)."""

import resource


def called() -> None:
    pass


def deep(depth: int) -> None:
    """Many calls, that deep below here."""
    if depth:
        return deep(depth - 1)
    for _ in range(200):
        called()


def pages_asked_for() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def test_no_depth_asks_the_system_for_memory_again_and_again():
    deep(200)
    before = pages_asked_for()
    for depth in range(200):
        deep(depth)
    assert pages_asked_for() - before < 100
