"""What is done with an account besides changing its row: a one-time password, and the end of a login pause."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.actions import users
from accounts.errors import RuleViolation
from accounts.models import User
from accounts.permissions import require
from accounts.roles import Permission


@require_POST
@never_cache
def user_password(request: HttpRequest, pk: int) -> HttpResponse:
    """The answer shows the password, once; it is stored nowhere in words."""
    require(request.user, Permission.MANAGE_USERS)
    user = get_object_or_404(User, pk=pk)
    try:
        password = users.give_one_time_password(user, by=request.user, at=timezone.now())
    except RuleViolation as error:
        messages.error(request, str(error.message))
        return _back_to(user)
    return render(request, "accounts/one_time_password.html", {"person": user, "password": password})


@require_POST
def user_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    require(request.user, Permission.MANAGE_USERS)
    user = get_object_or_404(User, pk=pk)
    if users.unlock(user, by=request.user, at=timezone.now()):
        messages.success(request, _("已解除%(name)s的登录暂停。") % {"name": user.name})
    else:
        messages.info(request, _("%(name)s没有被暂停登录。") % {"name": user.name})
    return _back_to(user)


def _back_to(user: User) -> HttpResponse:
    return redirect("accounts:reference_edit", kind=users.KIND, pk=user.pk)
