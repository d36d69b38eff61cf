"""E-mail. The environment's name stands in the subject, so that no test system passes for the real one."""

from datetime import datetime
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.channels import Undelivered
from accounts.models import Delivery


def send(delivery: Delivery, at: datetime) -> None:
    """Send; Undelivered when e-mail is switched off, when the server cannot be reached, or when it refuses."""
    if not settings.EMAIL_ENABLED:
        raise Undelivered(_("电子邮件没有启用。"))
    note = delivery.notification
    prefix = f"[{settings.ENVIRONMENT_NAME}] " if settings.ENVIRONMENT_NAME else ""
    words = {"notification": note, "url": settings.SITE_URL + note.path, "office_name": settings.OFFICE_NAME}
    message = EmailMessage(
        subject=" ".join(f"{prefix}{note.subject}".split()),
        body=render_to_string("emails/notification.txt", words),
        to=[delivery.address],
        headers={"Auto-Submitted": "auto-generated", "X-Notification-Id": str(note.pk)},
    )
    try:
        message.send()
    except SMTPException as error:  # itself an OSError
        raise Undelivered(_("邮件服务器没有收下：%(why)s") % {"why": f"{type(error).__name__}: {error}"}) from error
    except OSError as error:
        raise Undelivered(_("连不上邮件服务器：%(why)s") % {"why": error.strerror or error}) from error
