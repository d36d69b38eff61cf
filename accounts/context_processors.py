from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts import navigation
from accounts.models import Notification


def frame(request: HttpRequest) -> dict:
    """What base.html shows around every page. One query for a person who is logged in, none for anybody else, and none
    for a page without a frame."""
    context = {"office_name": settings.OFFICE_NAME, "environment_name": settings.ENVIRONMENT_NAME}
    user = getattr(request, "user", None)  # missing where a request failed before the middleware reached it
    if user is None or not user.is_authenticated:
        return context
    return {
        **context,
        "navigation": SimpleLazyObject(lambda: navigation.links(user.role, request.path_info)),
        "is_away": user.is_away(timezone.localdate()),
        "unread_count": SimpleLazyObject(Notification.objects.filter(recipient=user, read_at=None).count),
    }
