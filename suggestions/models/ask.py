from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from suggestions.choices import AskOutcome


class Ask(models.Model):
    """One matter a suggestion asks for (诉求). A reply answers each with its own result (逐条回应)."""

    suggestion = models.ForeignKey("suggestions.Suggestion", on_delete=models.PROTECT, related_name="asks")
    position = models.PositiveSmallIntegerField(_("序号"))
    text = models.CharField(_("诉求"), max_length=500)
    added_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("诉求")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["suggestion", "position"], name="ask_position_once")]

    def __str__(self) -> str:
        return self.text


class AskAnswer(models.Model):
    """What one version of a reply says to one ask. The words of the ask are copied: it may be reworded later."""

    reply = models.ForeignKey("suggestions.Reply", on_delete=models.PROTECT, related_name="answers")
    ask = models.ForeignKey(Ask, on_delete=models.SET_NULL, null=True, related_name="answers")
    position = models.PositiveSmallIntegerField(_("序号"))
    ask_text = models.CharField(_("诉求"), max_length=500)
    outcome = CodeField(_("办理情况"), max_length=20, choices=AskOutcome)
    text = models.TextField(_("答复"))
    planned_on = models.DateField(_("计划完成日期"), null=True, blank=True)
    reason = models.TextField(_("未能办理的理由"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("逐条答复")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "position"], name="ask_answered_once"),
            models.CheckConstraint(
                condition=~Q(outcome=AskOutcome.PLANNED) | Q(planned_on__isnull=False), name="planned_ask_has_its_day"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=AskOutcome.CANNOT) | ~Q(reason=""), name="refused_ask_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.get_outcome_display()}"
