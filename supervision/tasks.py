"""Doorbells: read the clock, call one function, return a count."""

from celery import shared_task
from django.utils import timezone

from supervision import cards, reminders


@shared_task
def send_reminders() -> dict:
    now = timezone.now()
    today = timezone.localdate(now)
    sent = reminders.send(today, at=now).summary()
    return {**sent, "cards": len(cards.give(today, at=now))}
