"""Doorbells: read the clock, call one function, return a count."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from supervision import cards, reminders
from supervision.actions import annual_report, compare, poll_count, poll_remind
from supervision.actions import build_report as building


@shared_task
def send_reminders() -> dict:
    now = timezone.now()
    today = timezone.localdate(now)
    sent = reminders.send(today, at=now).summary()
    given = len(cards.give(today, at=now))
    return {**sent, "cards": given, "ballots": poll_remind.remind(today, at=now)}


@shared_task
def close_polls() -> dict:
    return poll_count.close_due(at=timezone.now())


@shared_task
def build_report(pk: int) -> str:
    return building.make(pk, now=timezone.now, office=settings.OFFICE_ON_PAPER)


@shared_task
def count_report(pk: int) -> str:
    return annual_report.count(pk, now=timezone.now, decimals=settings.RATE_DECIMALS)


@shared_task
def compare_sessions() -> dict:
    now = timezone.now()
    return {"rows": compare.compare(today=timezone.localdate(now), at=now)}
