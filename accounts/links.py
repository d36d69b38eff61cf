"""Addresses that came from outside: only places of this site are followed."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_path(request: HttpRequest, address: str) -> str:
    """The path (with its query) of `address` when it lies on this site, else an empty text."""
    if not address or not url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return ""
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def safe_next(request: HttpRequest, default: str = "") -> str:
    """Where the person wants to go on to: `next` of the form or the address, else `default`."""
    return safe_path(request, request.POST.get("next") or request.GET.get("next") or "") or default


def client_ip(request: HttpRequest) -> str:
    """The address the lockout counts by. Behind our proxy: the last one, which it wrote itself."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
