from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from suggestions.choices import UnitRole


class Draft(models.Model):
    """What a unit is typing, saved on the server as it is typed: it outlives a logout and an expired session.

    One per task and form; `revision` lets an older window be told instead of overwriting the newer text. `page` is the
    opened page that saved it last, by a name it gave itself: reloaded, it goes on where it left off.
    """

    class Form(models.TextChoices):
        REPLY = "reply", _("答复")
        OPINION = "opinion", _("协办意见")

    assignment = models.ForeignKey("suggestions.Assignment", on_delete=models.CASCADE, related_name="drafts")
    form = CodeField(max_length=20, choices=Form)
    data = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)
    page = models.CharField(max_length=40, blank=True)
    saved_by = models.ForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(_("保存时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("草稿")
        constraints = [models.UniqueConstraint(fields=["assignment", "form"], name="one_draft_per_task")]

    def __str__(self) -> str:
        return f"{self.assignment} {self.get_form_display()}草稿"


class DraftUnit(models.Model):
    """A unit pencilled in before the assignment is issued (拟办). Units do not see it."""

    suggestion = models.ForeignKey("suggestions.Suggestion", on_delete=models.CASCADE, related_name="draft_units")
    unit = models.ForeignKey("accounts.Unit", on_delete=models.PROTECT, related_name="+")
    role = CodeField(_("分工"), max_length=20, choices=UnitRole)
    superior_reason = models.CharField(_("由下属单位主办的理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("拟办单位")
        ordering = ["-role", "pk"]
        constraints = [models.UniqueConstraint(fields=["suggestion", "unit"], name="draft_unit_once")]

    def __str__(self) -> str:
        return f"{self.unit}（{self.get_role_display()}）"
