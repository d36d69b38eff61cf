"""The inbox: every message a person was sent, whether or not a mail went out too."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import inbox as reading
from accounts.links import safe_path
from accounts.models import Notification

PAGE = 30


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Unread first, newest first; `kind` narrows."""
    kind = request.GET.get("kind", "")
    own = Notification.objects.filter(recipient=request.user)
    shown = own.filter(kind=kind) if kind in Notification.Kind.values else own
    page = Paginator(shown.order_by(F("read_at").asc(nulls_first=True), "-created_at", "-pk"), PAGE)
    return render(
        request,
        "accounts/inbox.html",
        {
            "page_obj": page.get_page(request.GET.get("page")),
            "kinds": Notification.Kind.choices,
            "kind": kind if kind in Notification.Kind.values else "",
            "query": f"kind={kind}" if kind in Notification.Kind.values else "",
            "unread": own.filter(read_at=None).count(),
        },
    )


@require_POST
def inbox_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one message read and go where it points; without a place of its own, back to the inbox."""
    message = get_object_or_404(Notification, pk=pk, recipient=request.user)
    reading.read(message, at=timezone.now())
    return redirect(safe_path(request, message.path) or "accounts:inbox")


@require_POST
def inbox_read_all(request: HttpRequest) -> HttpResponse:
    n = reading.read_all(request.user, at=timezone.now())
    messages.success(request, _("已将%(n)d条消息标为已读。") % {"n": n})
    return redirect("accounts:inbox")
