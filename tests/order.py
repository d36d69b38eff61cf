"""In which order the tests run, and what one leaves to the next; a pytest plugin."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.test import TransactionTestCase

lists = import_module("suggestions.migrations.0003_default_classes_and_categories")

# The longest files, longest first: begun last, one of them would run on alone while the other process has nothing left.
LONGEST = (
    "demo/test_office.py",
    "demo/test_every_page.py",
    "test_every_page_is_guarded.py",
    "supervision/test_overview.py",
    "supervision/test_snapshot.py",
    "supervision/test_seven_months.py",
)


def place(item) -> tuple[int, bool]:
    """The longest, then whoever waits for a browser, a worker or a store: last, they would leave a processor idle."""
    file = item.location[0].removeprefix("tests/")
    waits = any(map(item.get_closest_marker, ("browser", "servers")))
    return LONGEST.index(file) if file in LONGEST else len(LONGEST), not waits


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """After pytest-django has put them in its own order, and tests/servers.py has marked who uses which part."""
    items.sort(key=place)


KEPT = {"django_content_type", "auth_permission"}  # what post_migrate writes, and no test changes


def pytest_configure():
    TransactionTestCase._fixture_teardown = lambda _test: empty_database()


def empty_database() -> None:
    """No rows but those that the migrations wrote."""
    if connection.vendor == "postgresql":
        _delete_what_there_is()
    else:
        call_command("flush", verbosity=0, interactive=False)
    lists.forwards(apps, None)


def _delete_what_there_is() -> None:
    """TRUNCATE, Django's own way, makes the files of ninety tables anew, each time."""
    names = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)} - KEPT)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(names)}")  # nobody is still writing
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in names))
        filled = [name for (name,) in cursor.fetchall()]
        cursor.execute("SET LOCAL session_replication_role = replica")  # in any order, history too
        for name in filled:
            cursor.execute(f"DELETE FROM {name}")
