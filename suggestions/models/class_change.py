from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from suggestions.choices import ClassChangeCause


class ClassChange(models.Model):
    """One step in the life of a reply's class: first filed, changed at review, fulfilled (B转A). Never rewritten."""

    reply = models.ForeignKey("suggestions.Reply", on_delete=models.PROTECT, related_name="class_changes")
    from_class = models.ForeignKey(
        "suggestions.ResultClass", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_class = models.ForeignKey("suggestions.ResultClass", on_delete=models.PROTECT, related_name="+")
    cause = CodeField(_("缘由"), max_length=20, choices=ClassChangeCause)
    reason = models.TextField(_("理由"), blank=True)
    changed_on = models.DateField(_("日期"))
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(_("操作人"), max_length=50, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("类别变更")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.from_class or ''} → {self.to_class}"
