"""Room for all calls in one piece of memory; a pytest plugin.

CPython 3.11 lays the frames of its calls into pieces of 16 KiB and gives each back as soon as it is empty. A loop that
calls across the edge of two asks the system for memory at every turn: a hundred thousand times in one file of these
tests, deep below pytest and Django (python/cpython#142183, mended in 3.13). A frame that says that it needs more than
half a megabyte is given the next piece of twice that size, and all that is called from it finds room in the rest.
"""

import sys

import pytest

WORDS = 70_000  # of 8 bytes: a piece of 1 MiB, of which 460 KiB are left


def with_room(call, **words):
    return call(**words)


with_room.__code__ = with_room.__code__.replace(co_stacksize=WORDS)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session):
    """The run itself, whoever else has taken it over, below that frame."""
    others = session.config.pluginmanager.subset_hook_caller("pytest_runtestloop", [sys.modules[__name__]])
    return with_room(others, session=session)
