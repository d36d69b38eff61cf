"""Doorbells: read the clock, call one function, return a count."""

from dataclasses import asdict

from celery import shared_task
from django.utils import timezone

from accounts import delivery


@shared_task
def deliver() -> dict:
    return asdict(delivery.deliver(timezone.now()))
