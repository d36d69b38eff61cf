"""The office's SMS or WeCom gateway: one signed POST a message.

X-Signature is the hex HMAC-SHA256 of "<X-Timestamp>.<body>" with WEBHOOK_SECRET; `id` lets the gateway drop repeats.
"""

import hashlib
import hmac
import json
from datetime import datetime
from http.client import HTTPException
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

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
    """Post; any answer but 2xx within ten seconds is Undelivered, and so is a gateway that is switched off."""
    if not settings.WEBHOOK_URL:
        raise Undelivered(_("短信网关没有启用。"))
    note = delivery.notification
    content = {
        "id": delivery.pk,
        "to": delivery.address,
        "name": note.recipient.name,
        "subject": f"[{settings.ENVIRONMENT_NAME}] {note.subject}" if settings.ENVIRONMENT_NAME else note.subject,
        "body": note.body,
        "url": settings.SITE_URL + note.path,
        "sent_at": at.astimezone(timezone.get_current_timezone()).isoformat(),
    }
    body, timestamp = json.dumps(content, ensure_ascii=False).encode(), str(int(at.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Timestamp": timestamp,
        "X-Signature": sign(settings.WEBHOOK_SECRET, timestamp, body),
    }
    request = Request(settings.WEBHOOK_URL, data=body, headers=headers, method="POST")
    try:
        with build_opener(_NoRedirect).open(request, timeout=TIMEOUT):
            pass  # anything but 2xx was raised as HTTPError; what the gateway says is not read
    except HTTPError as error:
        error.close()
        raise Undelivered(_("短信网关没有收下：HTTP %(status)d") % {"status": error.code}) from error
    except (HTTPException, OSError) as error:  # URLError is an OSError
        why = getattr(error, "reason", error)
        raise Undelivered(_("短信网关没有应答：%(why)s") % {"why": getattr(why, "strerror", "") or why}) from error
