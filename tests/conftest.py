"""What every test stands on: static files straight from their sources, uploads in a folder of the run, cheap hashes."""

import gc
import logging

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.template.base import Template
from django.test import Client, override_settings
from django.test.signals import template_rendered
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.middleware import KEPT_AT

# Their order, room for their calls, and the real servers with the Celery worker and Chromium
pytest_plugins = ["tests.order", "tests.stack", "tests.servers"]


def pytest_configure():
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "tests.static_files.PlainStorage"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    logging.getLogger("axes").setLevel(logging.WARNING)
    # Hundreds of refusals are asked for; each would be written down, with its traceback, for the report of a failure.
    logging.getLogger("django.request").setLevel(logging.ERROR)


def pytest_collection_finish():
    """What was imported and collected stays to the end: the collector need not look at it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_make_parametrize_id(val):
    """Bytes by their length: an archive holds the time it was made, and two processes must agree on a test's name."""
    return f"{len(val)} bytes" if isinstance(val, bytes) else None


@pytest.fixture(scope="session", autouse=True)
def _uploads_stay_in_the_run(tmp_path_factory):
    # For the whole run, so that what a module's fixture uploads is found by its tests.
    with override_settings(MEDIA_ROOT=tmp_path_factory.getbasetemp() / "media"):
        yield


@pytest.fixture(scope="session", autouse=True)
def _force_login_writes_one_row():
    """A session as the login leaves it, in the one statement that matters of the fourteen it takes.

    The login itself, with what it notes and forgets, is walked through by those tests that type a password.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "force_login", seat)
        yield


@pytest.fixture(scope="session", autouse=True)
def _a_page_tells_of_itself_alone(django_test_environment):
    """`response.context` is the page's; Django would copy and send that of each of its thirty parts as well."""

    def render(template, context):
        if context.template is template:
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        yield


def seat(client: Client, user) -> None:
    data = {
        SESSION_KEY: str(user.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[-1],
        HASH_SESSION_KEY: user.get_session_auth_hash(),
        KEPT_AT: int(timezone.now().timestamp()),
    }
    store = SessionStore(get_random_string(32, VALID_KEY_CHARS))
    session = store.create_model_instance(data)
    session.save(force_insert=True)
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


@pytest.fixture(scope="module")
def rows_stay(django_db_setup, django_db_blocker):
    """For a module's fixture whose rows all its tests read: made once, gone with the module.

    pytest-django's transaction around each test lies inside this one, so what a test writes is rolled back to these
    rows. The objects are shared: give each test a deepcopy where tests change them. Not beside `transaction=True`.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="class")
def rows_of_class(rows_stay):
    """The same for what the tests of one class read, on top of their module's rows; gone with the class."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def started_browser(browser, live_server):
    """One for all stories, so that it downloads the style sheets once."""
    from tests.journeys.people import started

    context = started(browser, live_server.url)
    yield context
    context.close()


@pytest.fixture
def window(started_browser, live_server):
    """A new window, with nobody's cookies; at the end nothing may have broken in it."""
    from tests.journeys.people import Window

    window = Window(started_browser, live_server.url)
    yield window
    window.close()
