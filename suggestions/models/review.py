from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from suggestions.choices import RefusalReason, ReviewOutcome


class Review(models.Model):
    """A decision of the office on a registered suggestion, with its reason (domain.md 1.4)."""

    suggestion = models.ForeignKey("suggestions.Suggestion", on_delete=models.PROTECT, related_name="reviews")
    outcome = CodeField(_("审核结论"), max_length=20, choices=ReviewOutcome)
    reason_code = CodeField(_("理由类别"), max_length=30, choices=RefusalReason, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    merged_into = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("审核结论")
        ordering = ["decided_at", "pk"]

    def __str__(self) -> str:
        return self.get_outcome_display()
