"""The pause after too many wrong passwords, per user and address (axes keeps the attempts)."""

from datetime import datetime

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from axes.utils import reset


def locked_until(*, username: str, address: str) -> datetime | None:
    """When this person may try again from this address; None when there is no attempt on record."""
    attempts = AccessAttempt.objects.filter(username=username, ip_address=address).order_by("-attempt_time")
    last = attempts.values_list("attempt_time", flat=True).first()
    return last + get_cool_off(None) if last else None


def unlock(username: str) -> int:
    """Forget the wrong attempts of `username` from every address; how many records there were."""
    return reset(username=username)
