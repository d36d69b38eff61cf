from django.db import models
from django.utils.translation import gettext_lazy as _


class Opinion(models.Model):
    """An assisting unit's opinion to the lead unit (协办意见). Each filing is a version; none is overwritten."""

    assignment = models.ForeignKey("suggestions.Assignment", on_delete=models.PROTECT, related_name="opinions")
    version = models.PositiveSmallIntegerField(_("版本"))
    text = models.TextField(_("协办意见"), blank=True)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)  # normalised, as a reply's
    signatory = models.CharField(_("签发人"), max_length=50, blank=True)
    filed_on = models.DateField(_("提交日期"))
    filed_at = models.DateTimeField(_("提交时间"))
    filed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("协办意见")
        ordering = ["assignment_id", "version"]
        constraints = [models.UniqueConstraint(fields=["assignment", "version"], name="opinion_version_once")]

    def __str__(self) -> str:
        return f"{self.assignment} 第{self.version}版"
