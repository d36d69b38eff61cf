from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField


class Notification(models.Model):
    """A message to one person: the inbox row. `key` makes it unique, so that a job run twice writes it once."""

    class Kind(models.TextChoices):
        DIGEST = "digest", _("每日提醒")
        CASEWORK = "casework", _("办理通知")
        URGE = "urge", _("催办")
        SYSTEM = "system", _("系统通知")

    recipient = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="notifications")
    key = models.CharField(max_length=150)
    kind = CodeField(_("类型"), max_length=20, choices=Kind)
    subject = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("内容"), blank=True)
    path = models.CharField(_("链接"), max_length=200, blank=True)
    created_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("已读"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("消息")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notification_once")]
        indexes = [models.Index(fields=["recipient", "read_at"], name="notification_unread")]

    def __str__(self) -> str:
        return self.subject
