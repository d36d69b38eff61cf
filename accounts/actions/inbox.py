from datetime import datetime

from accounts.models import Notification, User


def read(message: Notification, *, at: datetime) -> None:
    """The first opening counts; a second one changes nothing."""
    if message.read_at is None:
        message.read_at = at
        message.save(update_fields=["read_at"])


def read_all(user: User, *, at: datetime) -> int:
    """Mark every unread message of `user` read; how many there were."""
    return Notification.objects.filter(recipient=user, read_at=None).update(read_at=at)
