"""In, out, and the own password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _

from accounts.actions.lockout import locked_until
from accounts.forms.login import LoginForm, OwnPasswordForm
from accounts.links import client_ip, safe_next


class Login(LoginView):
    """The page asked for before comes back after the login (`next`)."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True


@login_not_required
def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict | None) -> HttpResponse:
    """Called by axes instead of the login's answer."""
    username = (credentials or {}).get("username", "")
    until = locked_until(username=username, address=client_ip(request))
    return render(request, "accounts/locked_out.html", {"until": until}, status=429)


class OwnPassword(PasswordChangeView):
    template_name = "accounts/password.html"
    form_class = OwnPasswordForm

    def form_valid(self, form):
        form.user.must_change_password = False  # saved with the password, in one row
        messages.success(self.request, _("密码已修改。"))
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return safe_next(self.request, resolve_url(settings.LOGIN_REDIRECT_URL))

    def get_context_data(self, **kwargs) -> dict:
        return {**super().get_context_data(**kwargs), "next": safe_next(self.request)}
