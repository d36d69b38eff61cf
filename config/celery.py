"""The Celery application; its schedule is config/schedule.py."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("suggestions")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

from config.schedule import SCHEDULE  # noqa: E402  (needs the application)

app.conf.beat_schedule = SCHEDULE
