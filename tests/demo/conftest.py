"""The demo office, loaded once for all that look at it."""

from datetime import date

import pytest
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone

from tests.order import empty_database

DAY = date(2026, 11, 24)  # a Tuesday: what lies open on a Sunday, or on New Year's Day, is less


@pytest.fixture(scope="package")
def tuesday():
    """The application's clock goes on as ever, but on that day."""
    now, days = timezone.now, DAY - timezone.localdate()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: now() + days)
        yield


@pytest.fixture(scope="package")
def demo_office(tuesday, django_db_setup, django_db_blocker):
    """Its rows are written for good, so that the live server sees them, and are gone with the last test of them."""
    with django_db_blocker.unblock():
        with override_settings(DEMO=True):
            call_command("load_demo", verbosity=0)
        yield
        empty_database()
