from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from suggestions.models.event import AppendOnly
from supervision.choices import InstructionEntryKind, InstructionState
from supervision.querysets import InstructionQuerySet


class Instruction(models.Model):
    """What a leader wrote about a suggestion (批示): a task of one of its units, or of the office, until it is done.

    With a day it is reminded of like a finding; without one it stands in the work list until it is reported.
    """

    suggestion = models.ForeignKey("suggestions.Suggestion", on_delete=models.PROTECT, related_name="instructions")
    leader = models.ForeignKey(
        "accounts.User", verbose_name=_("批示领导"), on_delete=models.PROTECT, related_name="instructions"
    )
    unit = models.ForeignKey(
        "accounts.Unit",
        verbose_name=_("落实单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="instructions",
    )  # none: the office itself
    text = models.CharField(_("批示内容"), max_length=500)
    due_on = models.DateField(_("落实期限"), null=True, blank=True)
    state = CodeField(_("状态"), max_length=20, choices=InstructionState, default=InstructionState.OPEN)
    version = models.PositiveIntegerField(default=0)
    given_on = models.DateField(_("批示日期"))
    done_on = models.DateField(_("报告落实日期"), null=True, blank=True)
    closed_on = models.DateField(_("办结日期"), null=True, blank=True)

    objects = InstructionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("领导批示")
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[InstructionState.REPORTED, InstructionState.DONE]) | Q(done_on__isnull=False),
                name="reported_instruction_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[InstructionState.DONE, InstructionState.WITHDRAWN])
                | Q(closed_on__isnull=False),
                name="closed_instruction_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="instruction_ledger")]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("supervision:instruction", args=[self.pk])

    @property
    def addressee(self) -> str:
        return str(self.unit) if self.unit_id else str(_("代表工作机构"))


class InstructionEntry(models.Model):
    """One line of an instruction's own history: given, reported, confirmed, handed back. Never changed."""

    instruction = models.ForeignKey(Instruction, on_delete=models.PROTECT, related_name="entries")
    kind = CodeField(_("类型"), max_length=20, choices=InstructionEntryKind)
    text = models.TextField(_("情况"), blank=True)
    old_due_on = models.DateField(_("原期限"), null=True, blank=True)
    new_due_on = models.DateField(_("新期限"), null=True, blank=True)
    happened_on = models.DateField(_("日期"))
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("批示办理记录")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise AppendOnly("批示办理记录只能追加，不能修改。")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly("批示办理记录不能删除。")
