"""In which order the tests run, and what one leaves to the next; a pytest plugin."""

from importlib import import_module

import pytest
from django.apps import apps
from pytest_django.plugin import blocking_manager_key

lists = import_module("suggestions.migrations.0003_default_classes_and_categories")

# The longest files, longest first: begun last, one of them would run on alone while the other process has nothing left.
LONGEST = (
    "journeys/test_every_page.py",
    "test_every_page_is_guarded.py",
    "journeys/test_main_path.py",
    "journeys/test_nothing_is_lost.py",
    "supervision/test_load_demo.py",
    "journeys/test_commitment.py",
    "supervision/test_overview.py",
)


def place(item) -> int:
    file = item.location[0].removeprefix("tests/")
    return LONGEST.index(file) if file in LONGEST else len(LONGEST)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """After pytest-django has put them in its own order."""
    items.sort(key=place)


def empties_the_database(item) -> bool:
    """Such a test ends with all tables empty: without the classes and categories that the migrations made."""
    mark = item.get_closest_marker("django_db")
    by_mark = mark is not None and mark.kwargs.get("transaction", False)
    return by_mark or bool({"transactional_db", "live_server"} & set(item.fixturenames))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item):
    """What the migrations wrote stands there again for the next test."""
    result = yield
    if empties_the_database(item):
        with item.config.stash[blocking_manager_key].unblock():
            lists.forwards(apps, None)
    return result
