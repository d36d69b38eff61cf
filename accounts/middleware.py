"""What every answer and every request passes: the content security policy, how long one stays logged in, and the change
of a one-time password."""

from http import HTTPStatus

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.links import safe_path

KEPT_AT = "kept_at"  # in a session: when its end was last put off
POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)


class ContentSecurityPolicyMiddleware:
    """Adds the policy to every answer that has none of its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        return response


def keep(request: HttpRequest, **_signal) -> None:
    """The session ends eight hours from now; also what a login does (accounts/apps.py)."""
    request.session[KEPT_AT] = int(timezone.now().timestamp())


class KeepSessionMiddleware:
    """Who works stays logged in. Noted once a minute at most: a page that is only read need not write."""

    EVERY = 60  # seconds

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        session, now = request.session, timezone.now().timestamp()
        if session.accessed and SESSION_KEY in session and now - session.get(KEPT_AT, 0) >= self.EVERY:
            keep(request)
        return response


class WrongMethodMiddleware:
    """An address that only takes a form, opened by hand or from the history: a page with a way on, not a blank one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        page = render(request, "errors/405.html", status=response.status_code)
        page.headers["Allow"] = response.headers["Allow"]
        return page


class LoginMiddleware(LoginRequiredMiddleware):
    """A session that ended leads to the login and back to a page: after a POST to the page its form stood on."""

    def handle_no_permission(self, request: HttpRequest, view_func) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            return super().handle_no_permission(request, view_func)
        page = safe_path(request, request.headers.get("Referer", "")) or "/"
        return redirect(f"{reverse('accounts:login')}?{urlencode({'next': page})}")


class OneTimePasswordMiddleware:
    """Who logged in with a password somebody else knows must choose an own one before anything else."""

    OPEN = frozenset({"accounts:password", "accounts:logout", "accounts:healthz"})

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view_func, view_args, view_kwargs) -> HttpResponse | None:
        user = request.user
        if not user.is_authenticated or not user.must_change_password or request.resolver_match.view_name in self.OPEN:
            return None
        there = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
        return redirect(f"{reverse('accounts:password')}?{there}")
