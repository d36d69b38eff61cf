"""What every test stands on: static files straight from their sources, uploads in a folder of the run, cheap hashes."""

import logging

import pytest
from django.conf import settings

pytest_plugins = ["tests.servers"]  # the real servers, the Celery worker and Chromium
PLAIN_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"


def pytest_configure():
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN_STATIC}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    logging.getLogger("axes").setLevel(logging.WARNING)


@pytest.fixture(autouse=True)
def _uploads_stay_in_the_run(settings, tmp_path_factory):
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "media"
