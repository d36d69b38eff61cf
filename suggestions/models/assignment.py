from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from suggestions.choices import AssignmentState, CardColour, UnitRole
from suggestions.querysets import AssignmentQuerySet
from suggestions.workflow import ENDED


class AssignmentBatch(models.Model):
    """Suggestions handed over together at an assignment conference (交办会, S01)."""

    session = models.ForeignKey("suggestions.Session", on_delete=models.PROTECT, related_name="batches")
    assigned_on = models.DateField(_("交办日期"))
    note = models.CharField(_("说明"), max_length=200, blank=True)
    issued_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("交办批次")
        ordering = ["-assigned_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.assigned_on:%Y-%m-%d} {self.note}".strip()


class Assignment(models.Model):
    """One unit's task in one round, with its own clock. A re-assignment or a second handling is a new row."""

    suggestion = models.ForeignKey("suggestions.Suggestion", on_delete=models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(
        "accounts.Unit", verbose_name=_("承办单位"), on_delete=models.PROTECT, related_name="assignments"
    )
    role = CodeField(_("分工"), max_length=20, choices=UnitRole)
    round = models.PositiveSmallIntegerField(_("办理轮次"), default=1)
    state = CodeField(_("状态"), max_length=20, choices=AssignmentState, default=AssignmentState.AWAITING_RECEIPT)
    version = models.PositiveIntegerField(default=0)
    batch = models.ForeignKey(
        AssignmentBatch, on_delete=models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    superior_reason = models.CharField(_("由下属单位主办的理由"), max_length=200, blank=True)
    instruction = models.CharField(_("交办意见"), max_length=300, blank=True)

    assigned_on = models.DateField(_("交办日期"))
    assigned_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    receipt_due_on = models.DateField(_("签收期限"), null=True, blank=True)
    return_until_on = models.DateField(_("可退回至"), null=True, blank=True)
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    signed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    plan_due_on = models.DateField(_("办理方案期限"), null=True, blank=True)  # set at signing, for who answers

    start_on = models.DateField(_("起算日"))
    original_due_on = models.DateField(_("原定期限"))
    due_on = models.DateField(_("期限"))
    # What a later calendar counts from again: the last day before rest days, or the working days of a window
    last_day_on = models.DateField(_("期间末日"), null=True, blank=True)
    counted_workdays = models.PositiveSmallIntegerField(_("期限工作日数"), null=True, blank=True)
    target_on = models.DateField(_("内部目标日期"), null=True, blank=True)
    is_due_provisional = models.BooleanField(_("暂按周末推算"), default=False)
    due_steps = models.JSONField(_("期限计算过程"), default=list)  # sentences, in the order they were reached

    # The highest warning card that stands on it; the register of cards is supervision's
    card = CodeField(_("警示牌"), max_length=10, choices=CardColour, blank=True)
    done_on = models.DateField(_("完成日期"), null=True, blank=True)  # filed: reply signed off, or opinion handed in
    ended_at = models.DateTimeField(_("结束时间"), null=True, blank=True)  # given back or cancelled
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    end_reason = models.CharField(_("结束原因"), max_length=300, blank=True)
    replaces = models.ForeignKey(
        "self", verbose_name=_("接替"), on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("承办任务")
        ordering = ["suggestion_id", "round", "-role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "round"],
                condition=Q(role=UnitRole.LEAD) & ~Q(state__in=sorted(ENDED)),
                name="one_lead_per_round",
                violation_error_message=_("一件建议只能有一个主办单位。"),
            ),
            models.UniqueConstraint(
                fields=["suggestion", "round", "unit"],
                condition=~Q(state__in=sorted(ENDED)),
                name="unit_once_per_round",
                violation_error_message=_("该单位已经承办此件，不能重复交办。"),
            ),
            models.CheckConstraint(condition=Q(due_on__gte=models.F("assigned_on")), name="due_after_assignment"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(state__in=sorted(ENDED)), name="ended_at_means_ended"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AssignmentState.ANSWERED, AssignmentState.OPINION_FILED])
                | Q(done_on__isnull=False),
                name="done_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state", "due_on"], name="assignment_desk"),
            models.Index(fields=["suggestion", "round"], name="assignment_of"),
            models.Index(
                fields=["due_on", "role"],
                name="assignment_open_due",
                condition=Q(
                    state__in=[
                        AssignmentState.AWAITING_RECEIPT,
                        AssignmentState.HANDLING,
                        AssignmentState.RETURN_REQUESTED,
                        AssignmentState.AWAITING_SIGNATURE,
                    ]
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}（{self.get_role_display()}）"

    @property
    def may_be_given_back(self) -> bool:
        """Not by a unit that answered and handles again: it was given no day until which it could."""
        return self.round == 1 or self.return_until_on is not None

    @property
    def is_ended(self) -> bool:
        return self.state in ENDED
