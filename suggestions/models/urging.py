from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from suggestions.choices import UrgeChannel


class Urging(models.Model):
    """One urging (催办) of one suggestion: which way, in which words, by whom. `number` counts those of the round."""

    suggestion = models.ForeignKey("suggestions.Suggestion", on_delete=models.PROTECT, related_name="urgings")
    round = models.PositiveSmallIntegerField(_("办理轮次"))
    number = models.PositiveSmallIntegerField(_("次数"))
    channel = CodeField(_("催办方式"), max_length=20, choices=UrgeChannel)
    words = models.TextField(_("催办的话"), blank=True)
    urged_on = models.DateField(_("催办日期"))
    urged_at = models.DateTimeField(_("记录时间"))
    urged_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("催办人"), max_length=50)

    class Meta:
        verbose_name = verbose_name_plural = _("催办")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "round", "number"], name="urging_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.urged_on:%Y-%m-%d} {self.get_channel_display()}催办"


class UrgedTask(models.Model):
    """One unit's task in an urging: how high it went, who was reached, and what the unit promised in answer.

    `level` is the n-th urging of this task; `receivers` are the people as they were shown before it was sent.
    """

    urging = models.ForeignKey(Urging, on_delete=models.PROTECT, related_name="tasks")
    assignment = models.ForeignKey("suggestions.Assignment", on_delete=models.PROTECT, related_name="urged")
    level = models.PositiveSmallIntegerField(_("第几次"))
    receivers = models.JSONField(_("催办对象"), default=list)
    promise = models.CharField(_("单位答复"), max_length=500, blank=True)
    promised_on = models.DateField(_("承诺提交日期"), null=True, blank=True)
    answered_on = models.DateField(_("答复日期"), null=True, blank=True)
    answered_at = models.DateTimeField(_("记录时间"), null=True, blank=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("被催办的任务")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "level"], name="urged_level_once"),
            models.CheckConstraint(
                condition=Q(promised_on__isnull=True, promise="", answered_at__isnull=True)
                | (Q(promised_on__isnull=False, answered_at__isnull=False) & ~Q(promise="")),
                name="urging_answer_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment} {self.level}"
