"""Doorbells: read the clock, call one function, return a count."""

from celery import shared_task
from django.utils import timezone

from supervision import reminders


@shared_task
def send_reminders() -> dict:
    now = timezone.now()
    return reminders.send(timezone.localdate(now), at=now).summary()
