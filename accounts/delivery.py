"""Carry messages out of the house: claim a row, send, mark. Decided elsewhere; here nothing is decided twice.

A row is claimed by a conditional UPDATE, so two workers never send the same one. A worker that dies between sending
and marking leaves a claim, which is taken up again after ten minutes: then, and only then, a message may go out twice.
A run is over long before the first of its claims expires. Each channel has its own share of the time: a mail server
that hangs keeps no message from the gateway.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

from django.db.models import F, Q
from django.utils.translation import gettext as _

from accounts.channels import Undelivered, email, webhook
from accounts.models import Delivery

State, Channel = Delivery.State, Delivery.Channel

CHANNELS = {Channel.EMAIL: email.send, Channel.WEBHOOK: webhook.send}
BACKOFF_MINUTES = (1, 5, 30, 120, 480)  # after each failure; the sixth is the last
MOST_ATTEMPTS = len(BACKOFF_MINUTES) + 1
CLAIM_EXPIRES = timedelta(minutes=10)
LONGEST = 45  # seconds for one channel in one run; what is left over waits for the next, a minute later

log = logging.getLogger(__name__)


@dataclass
class Tally:
    """What one run did."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0


def deliver(now: datetime, *, limit: int = 100) -> Tally:
    """Send at most `limit` deliveries a channel that are due. One that fails is tried later and blocks no other."""
    tally = Tally()
    for channel in CHANNELS:
        for delivery in _claimed(channel, now, limit):
            _carry_out(delivery, now, tally)
    return tally


def _claimed(channel: Channel, now: datetime, limit: int) -> Iterator[Delivery]:
    """The due deliveries of `channel` that nobody else has claimed, while the channel's time lasts."""
    due = Delivery.objects.filter(_is_due(now), channel=channel).order_by("due_at", "pk").values_list("pk", flat=True)
    end = monotonic() + LONGEST
    for pk in list(due[:limit]):
        if monotonic() > end:
            return
        if _claim(pk, now):
            yield Delivery.objects.select_related("notification__recipient").get(pk=pk)


def _carry_out(delivery: Delivery, now: datetime, tally: Tally) -> None:
    try:
        if delivery.attempts > MOST_ATTEMPTS:  # each earlier one ended with its worker
            raise Undelivered(_("发送时后台服务多次中断。"))
        CHANNELS[Channel(delivery.channel)](delivery, now)
    except Undelivered as error:
        _mark_failed(delivery, str(error), now, tally)
    except Exception as error:  # a fault of ours must not stop the other messages; it is shown like any failure
        log.exception("delivery %s", delivery.pk)
        _mark_failed(delivery, f"{type(error).__name__}: {error}", now, tally)
    else:
        Delivery.objects.filter(pk=delivery.pk).update(state=State.SENT, sent_at=now, claimed_at=None, error="")
        tally.sent += 1


def retry(delivery: Delivery, *, now: datetime) -> bool:
    """Put a given-up delivery back, with all its attempts; False when it was not given up."""
    changed = Delivery.objects.filter(pk=delivery.pk, state=State.GIVEN_UP).update(
        state=State.PENDING, attempts=0, due_at=now, error=""
    )
    return bool(changed)


def _is_due(now: datetime) -> Q:
    waiting = Q(state__in=[State.PENDING, State.FAILED], due_at__lte=now)
    return waiting | Q(state=State.SENDING, claimed_at__lte=now - CLAIM_EXPIRES)


def _claim(pk: int, now: datetime) -> bool:
    claimed = Delivery.objects.filter(_is_due(now), pk=pk).update(
        state=State.SENDING, claimed_at=now, attempts=F("attempts") + 1
    )
    return bool(claimed)


def _mark_failed(delivery: Delivery, error: str, now: datetime, tally: Tally) -> None:
    over = delivery.attempts >= MOST_ATTEMPTS
    words = {"state": State.GIVEN_UP} if over else {"state": State.FAILED}
    if not over:
        words["due_at"] = now + timedelta(minutes=BACKOFF_MINUTES[delivery.attempts - 1])
    Delivery.objects.filter(pk=delivery.pk).update(claimed_at=None, error=error[:300], **words)
    if over:
        tally.given_up += 1
    else:
        tally.failed += 1
