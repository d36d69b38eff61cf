from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from suggestions.choices import EvaluationSource, Grade


class Evaluation(models.Model):
    """The deputy's judgement of one round on two axes (domain.md 6.6). Never entered by a handling unit."""

    suggestion = models.ForeignKey("suggestions.Suggestion", on_delete=models.PROTECT, related_name="evaluations")
    round = models.PositiveSmallIntegerField(_("办理轮次"))
    deputy = models.ForeignKey(
        "accounts.Deputy", on_delete=models.PROTECT, null=True, blank=True, related_name="evaluations"
    )
    attitude = CodeField(_("办理态度"), max_length=20, choices=Grade)
    result = CodeField(_("办理结果"), max_length=20, choices=Grade)
    comment = models.TextField(_("意见建议"), blank=True)
    source = CodeField(_("来源"), max_length=20, choices=EvaluationSource)
    given_on = models.DateField(_("反馈日期"))
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(_("录入时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("代表反馈")
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "round"],
                name="one_evaluation_per_round",
                violation_error_message=_("本轮办理已经有代表反馈。"),
            )
        ]

    def __str__(self) -> str:
        return self.get_result_display()
