from django.db import models
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """The heartbeat of a scheduled job: when it last ran, how it ended. A job that did not run is then noticed."""

    name = models.CharField(_("任务"), max_length=50, primary_key=True)
    started_at = models.DateTimeField(_("最近开始"))
    finished_at = models.DateTimeField(_("最近完成"), null=True, blank=True)
    result = models.JSONField(_("结果"), default=dict)
    error = models.TextField(_("错误"), blank=True)
    failures = models.PositiveIntegerField(_("连续失败次数"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("定时任务")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
