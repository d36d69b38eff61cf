"""The office's SMS or WeCom gateway: one signed POST a message.

X-Signature is the hex HMAC-SHA256 of "<X-Timestamp>.<body>" with WEBHOOK_SECRET; `id` lets the gateway drop repeats.
"""

import hashlib
import hmac
import json
from datetime import datetime
from http.client import HTTPException
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from accounts.channels import Undelivered
from accounts.models import Delivery

TIMEOUT = 10  # seconds


class _NoRedirect(HTTPRedirectHandler):
    """A gateway that sends us elsewhere is misconfigured, or not ours."""

    def redirect_request(self, *args):
        return None


def sign(secret: str, timestamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def send(delivery: Delivery, at: datetime) -> None:
    """Post; any answer but 2xx within ten seconds is Undelivered."""
    note = delivery.notification
    content = {
        "id": delivery.pk,
        "to": delivery.address,
        "name": note.recipient.name,
        "subject": f"[{settings.ENVIRONMENT_NAME}] {note.subject}" if settings.ENVIRONMENT_NAME else note.subject,
        "body": note.body,
        "url": settings.SITE_URL + note.path,
        "sent_at": at.isoformat(),
    }
    body, timestamp = json.dumps(content, ensure_ascii=False).encode(), str(int(at.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Timestamp": timestamp,
        "X-Signature": sign(settings.WEBHOOK_SECRET, timestamp, body),
    }
    request = Request(settings.WEBHOOK_URL, data=body, headers=headers, method="POST")
    try:
        with build_opener(_NoRedirect).open(request, timeout=TIMEOUT) as answer:
            if not 200 <= answer.status < 300:
                raise Undelivered(f"HTTP {answer.status}")
    except (URLError, HTTPException, OSError) as error:
        raise Undelivered(f"{type(error).__name__}: {error}") from error
