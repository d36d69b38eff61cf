"""How a message reaches people: `post` writes rows inside the caller's transaction; delivery.py carries them out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from accounts.at_length import write_together, write_waiting
from accounts.models import Delivery, Notification, User
from accounts.recipients import reached


def post(
    recipients: Iterable[User],
    *,
    key: str,
    kind: str,
    subject: str,
    at: datetime,
    body: str = "",
    path: str = "",
    is_outward: bool = False,
) -> int:
    """One inbox row for each recipient who has an open account, or for the successor of one who left.

    The same `key` twice reaches nobody twice. Returns how many recipients.
    Casework stays in the inbox. `is_outward`: an urging goes out by e-mail and gateway too, as the digest does.
    """
    people = {user.pk: user for user in reached(recipients)}
    rows = [
        Notification(
            recipient=user, key=key[:150], kind=kind, subject=subject[:200], body=body, path=path, created_at=at
        )
        for user in people.values()
    ]
    write_together(_write, rows)
    if is_outward:
        write_together(_send_out, [(key[:150], list(people), at)])
    return len(people)


def _write(rows: list[Notification]) -> None:
    Notification.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)


def _send_out(posted: list[tuple[str, list[int], datetime]]) -> None:
    for key, people, at in posted:
        written = Notification.objects.filter(key=key, recipient__in=people).select_related("recipient")
        _deliver_later(list(written), at=at)


@dataclass(frozen=True)
class Digest:
    """One person's message about several things: of the morning, of an urging, of warning cards."""

    recipient: User
    subject: str
    body: str
    path: str = "/"


def post_digests(
    digests: list[Digest], *, key: str, at: datetime, kind: str = Notification.Kind.DIGEST
) -> dict[int, int]:
    """Write the digests and their deliveries; returns recipient pk → notification pk."""
    write_waiting()
    rows = Notification.objects.bulk_create(
        [
            Notification(
                recipient=digest.recipient,
                key=key,
                kind=kind,
                subject=digest.subject[:200],
                body=digest.body,
                path=digest.path,
                created_at=at,
            )
            for digest in digests
        ],
        batch_size=1000,
    )
    _deliver_later(rows, at=at)
    return {row.recipient_id: row.pk for row in rows}


def outward_channels(person: User) -> list[tuple[Delivery.Channel, str]]:
    """The ways out that are switched on and know an address of `person`, with that address."""
    ways = []
    if settings.EMAIL_ENABLED and person.email:
        ways.append((Delivery.Channel.EMAIL, person.email))
    if settings.WEBHOOK_URL and person.phone:
        ways.append((Delivery.Channel.WEBHOOK, person.phone))
    return ways


def _deliver_later(rows: list[Notification], *, at: datetime) -> None:
    """A delivery row for each channel that this person can be reached by; accounts/delivery.py carries them out."""
    deliveries = [(row, channel, to) for row in rows for channel, to in outward_channels(row.recipient)]
    Delivery.objects.bulk_create(
        [Delivery(notification=row, channel=channel, address=to, due_at=at) for row, channel, to in deliveries],
        batch_size=1000,
        ignore_conflicts=True,
    )
