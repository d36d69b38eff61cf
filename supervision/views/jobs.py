"""The heartbeat of the scheduled jobs, and what became of each message that left the house."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts import delivery
from accounts.links import safe_next
from accounts.models import Delivery
from accounts.permissions import require
from accounts.roles import Permission, Role
from suggestions.clocks import read_calendar
from supervision import heartbeat

PAGE_SIZE = 50


@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    require(request.user, Permission.SEE_JOBS)
    now = timezone.localtime()
    state = request.GET.get("state", "")
    found = Delivery.objects.select_related("notification__recipient")
    counts = dict(Delivery.objects.order_by().values_list("state").annotate(Count("pk")))
    if state in Delivery.State.values:
        found = found.filter(state=state)
    context = {
        "beats": heartbeat.beats(now, read_calendar()),
        "page_obj": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "query": f"state={state}" if state else "",
        "state": state,
        "states": [(s.value, s.label, counts.get(s.value, 0)) for s in Delivery.State],
        "may_retry": _may_retry(request.user),
    }
    return render(request, "supervision/jobs.html", context)


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Permission.SEE_JOBS)
    if not _may_retry(request.user):
        raise PermissionDenied(_("您的角色只能查看送达情况，不能重新发送。"))
    found = get_object_or_404(Delivery, pk=pk)
    if delivery.retry(found, now=timezone.now()):
        messages.success(request, _("已重新排队，一分钟内再次发送给%(who)s。") % {"who": found.notification.recipient})
    else:
        messages.warning(request, _("这条消息已不在“已停止”状态，没有重复发送。"))
    return redirect(safe_next(request, reverse("supervision:jobs")))


def _may_retry(user) -> bool:
    return user.role != Role.AUDITOR
