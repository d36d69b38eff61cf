from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from supervision.choices import FindingEntryKind, FindingState
from supervision.querysets import FindingQuerySet


class Finding(models.Model):
    """What a supervision found and a unit is to put right by a day (整改任务): reminded of like a promise."""

    supervision = models.ForeignKey("Supervision", on_delete=models.PROTECT, related_name="findings")
    suggestion = models.ForeignKey("suggestions.Suggestion", on_delete=models.PROTECT, related_name="findings")
    unit = models.ForeignKey(
        "accounts.Unit", verbose_name=_("责任单位"), on_delete=models.PROTECT, related_name="findings"
    )
    matter = models.CharField(_("整改事项"), max_length=500)
    due_on = models.DateField(_("整改期限"))
    state = CodeField(_("状态"), max_length=20, choices=FindingState, default=FindingState.OPEN)
    version = models.PositiveIntegerField(default=0)
    opened_on = models.DateField(_("交办整改日期"))
    done_on = models.DateField(_("报告完成日期"), null=True, blank=True)
    closed_on = models.DateField(_("销号日期"), null=True, blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("整改任务")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=[FindingState.REPORTED, FindingState.DONE]) | Q(done_on__isnull=False),
                name="reported_finding_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[FindingState.DONE, FindingState.WITHDRAWN]) | Q(closed_on__isnull=False),
                name="closed_finding_has_its_day",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="finding_ledger")]

    def __str__(self) -> str:
        return self.matter

    def get_absolute_url(self) -> str:
        return reverse("supervision:finding", args=[self.pk])


class FindingEntry(models.Model):
    """One line of a finding's own history: opened, reported with proof, confirmed, returned. Never changed."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="entries")
    kind = CodeField(_("类型"), max_length=20, choices=FindingEntryKind)
    text = models.TextField(_("情况"), blank=True)
    old_due_on = models.DateField(_("原期限"), null=True, blank=True)
    new_due_on = models.DateField(_("新期限"), null=True, blank=True)
    happened_on = models.DateField(_("日期"))
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("整改记录")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()
