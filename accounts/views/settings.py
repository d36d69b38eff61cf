"""The door to everything the office sets, and the record of what was changed."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import navigation, reference
from accounts.models import Change
from accounts.permissions import require, require_role
from accounts.roles import Permission

PAGE = 50


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    require_role(request.user, navigation.SETTINGS_READERS)
    return render(request, "accounts/settings.html", {"groups": navigation.settings_groups(request.user.role)})


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """Every change of accounts, units, deputies, sessions and lists, newest first; `kind` narrows."""
    require(request.user, Permission.SEE_HISTORY)
    titles = {ref.kind: ref.title for ref in reference.readable_by(request.user.role)}
    kind = request.GET.get("kind", "")
    kind = kind if kind in titles else ""
    found = Change.objects.filter(kind=kind) if kind else Change.objects.all()
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    for change in page:
        change.title = titles.get(change.kind, "")
    context = {"page_obj": page, "titles": titles, "kind": kind, "query": f"kind={kind}" if kind else ""}
    return render(request, "accounts/changes.html", context)
