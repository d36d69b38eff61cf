"""Which session stands beside which, and on which day: as many days after its opening as today is after this one's."""

from collections.abc import Sequence
from datetime import date


def session_before(sessions: Sequence, session):
    """The one before `session`; `sessions` stand newest first. None for all of them (None) and for the first."""
    older = sessions[list(sessions).index(session) + 1 :] if session else []
    return older[0] if older else None


def same_day(session, before, today: date) -> date | None:
    """The day of `before` that is as far from its opening as `today` is from that of `session`.

    None without one of the two sessions, without an opening day, or before the session has opened. Never a day to come.
    """
    if session is None or before is None or not session.opened_on or not before.opened_on:
        return None
    if today < session.opened_on:
        return None
    return min(before.opened_on + (today - session.opened_on), today)
