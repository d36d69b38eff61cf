"""Which session the figures' pages show."""

from suggestions.models import Session
from supervision.selectors.figures import ALL_SESSIONS


def chosen(sessions: list[Session], asked: str) -> Session | None:
    """The session asked for, else the current one, else the newest; None is all of them."""
    if asked == ALL_SESSIONS:
        return None
    by_pk = {str(session.pk): session for session in sessions}
    current = next((session for session in sessions if session.is_current), None)
    return by_pk.get(asked) or current or next(iter(sessions), None)
