from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Meeting(models.Model):
    """Deputy, unit and office at one table after a second dissatisfied grade (重庆 art 27): called, then recorded."""

    suggestion = models.ForeignKey("suggestions.Suggestion", on_delete=models.PROTECT, related_name="meetings")
    round = models.PositiveSmallIntegerField(_("办理轮次"))
    planned_on = models.DateField(_("会议日期"))
    place = models.CharField(_("地点"), max_length=200)
    invited = models.CharField(_("通知参加"), max_length=500)
    called_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField(_("召集时间"))
    held_on = models.DateField(_("召开日期"), null=True, blank=True)
    present = models.CharField(_("到会人员"), max_length=500, blank=True)
    minutes = models.TextField(_("会商情况"), blank=True)
    conclusion = models.TextField(_("会商结论"), blank=True)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("记录时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("协商会议")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "round"],
                name="one_meeting_per_round",
                violation_error_message=_("本轮已经召集过协商会议。"),
            ),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True) | ~Q(conclusion=""), name="held_meeting_has_its_conclusion"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.planned_on:%Y-%m-%d} {self._meta.verbose_name}"
