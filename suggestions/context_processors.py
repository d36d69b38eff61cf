from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from suggestions.models import Session


def session_chooser(request: HttpRequest) -> dict:
    """The sessions of the frame's chooser and the one that is on: of the address, else the current one.

    A filter with a default, never a wall. Both are read only by pages that draw the chooser, with one query.
    """
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    sessions = Session.objects.all()
    return {"sessions": sessions, "current_session": SimpleLazyObject(lambda: _chosen(request, sessions))}


def _chosen(request: HttpRequest, sessions) -> Session | None:
    asked = request.GET.get("session", "")
    fitting = [session for session in sessions if str(session.pk) == asked]
    return next(iter(fitting), None) or next((session for session in sessions if session.is_current), None)
