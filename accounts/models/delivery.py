from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField


class Delivery(models.Model):
    """One way out for one message. The row exists before anything is sent; each channel fails on its own."""

    class Channel(models.TextChoices):
        EMAIL = "email", _("电子邮件")
        WEBHOOK = "webhook", _("短信/企业微信网关")

    class State(models.TextChoices):
        PENDING = "pending", _("待发送")
        SENDING = "sending", _("发送中")
        SENT = "sent", _("已送达")
        FAILED = "failed", _("失败，将重试")
        GIVEN_UP = "given_up", _("多次失败，已停止")

    notification = models.ForeignKey("accounts.Notification", on_delete=models.CASCADE, related_name="deliveries")
    channel = CodeField(_("渠道"), max_length=20, choices=Channel)
    address = models.CharField(_("地址"), max_length=254)
    state = CodeField(_("状态"), max_length=20, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)
    due_at = models.DateTimeField(_("计划时间"))
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("送达时间"), null=True, blank=True)
    error = models.CharField(_("失败原因"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("送达记录")
        ordering = ["-due_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["notification", "channel"], name="delivery_once")]
        indexes = [
            models.Index(
                fields=["due_at"], name="delivery_open", condition=Q(state__in=["pending", "sending", "failed"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.address}"
