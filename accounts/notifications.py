"""How a message reaches people: `post` writes rows inside the caller's transaction; delivery.py carries them out."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import Notification, User


def post(
    recipients: Iterable[User],
    *,
    key: str,
    kind: str,
    subject: str,
    at: datetime,
    body: str = "",
    path: str = "",
) -> int:
    """One inbox row for each active recipient; the same `key` twice reaches nobody twice. Returns how many recipients.

    Casework stays in the inbox: what leaves the house is the morning digest and an urging (delivery.dispatch).
    """
    people = {user.pk: user for user in recipients if user is not None and user.is_active}
    Notification.objects.bulk_create(
        [
            Notification(
                recipient=user, key=key[:150], kind=kind, subject=subject[:200], body=body, path=path, created_at=at
            )
            for user in people.values()
        ],
        ignore_conflicts=True,
    )
    return len(people)
