from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from suggestions.choices import CommitmentEntryKind, CommitmentState, EvaluationSource, Grade
from suggestions.commitment_querysets import CommitmentQuerySet


class Commitment(models.Model):
    """A dated promise made in a reply (承诺事项, S15, S29): followed until it is kept.

    Proposed with a version of the reply; on the ledger once that version is accepted. `original_due_on` never moves.
    """

    suggestion = models.ForeignKey("suggestions.Suggestion", on_delete=models.PROTECT, related_name="commitments")
    assignment = models.ForeignKey("suggestions.Assignment", on_delete=models.PROTECT, related_name="commitments")
    reply = models.ForeignKey("suggestions.Reply", on_delete=models.PROTECT, related_name="commitments")
    ask = models.ForeignKey(
        "suggestions.Ask", on_delete=models.SET_NULL, null=True, blank=True, related_name="commitments"
    )
    matter = models.CharField(_("承诺事项"), max_length=500)
    original_due_on = models.DateField(_("原承诺期限"))
    due_on = models.DateField(_("承诺期限"))
    responsible = models.CharField(_("责任人"), max_length=50, blank=True)
    state = CodeField(_("状态"), max_length=20, choices=CommitmentState, default=CommitmentState.PROPOSED)
    version = models.PositiveIntegerField(default=0)
    opened_on = models.DateField(_("列入台账日期"), null=True, blank=True)
    done_on = models.DateField(_("完成日期"), null=True, blank=True)  # as the unit reports it
    closed_on = models.DateField(_("销号日期"), null=True, blank=True)  # confirmed, explained or superseded

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("承诺事项")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=CommitmentState.PROPOSED) | Q(opened_on__isnull=False), name="on_ledger_has_its_day"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[CommitmentState.REPORTED, CommitmentState.FULFILLED])
                | Q(done_on__isnull=False),
                name="done_commitment_has_its_day",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="commitment_open", condition=Q(state=CommitmentState.OPEN)),
            models.Index(fields=["state", "due_on"], name="commitment_ledger"),
        ]

    def __str__(self) -> str:
        return self.matter

    def get_absolute_url(self) -> str:
        return reverse("suggestions:commitment", args=[self.pk])

    @property
    def is_moved(self) -> bool:
        """The promised day was put off at least once."""
        return self.due_on != self.original_due_on


class CommitmentEntry(models.Model):
    """One line of a commitment's own history: progress with proof, a moved date, done, confirmed. Never changed."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="entries")
    kind = CodeField(_("类型"), max_length=20, choices=CommitmentEntryKind)
    text = models.TextField(_("情况"), blank=True)
    old_due_on = models.DateField(_("原期限"), null=True, blank=True)
    new_due_on = models.DateField(_("新期限"), null=True, blank=True)
    happened_on = models.DateField(_("日期"))
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("承诺落实记录")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()


class CommitmentReceipt(models.Model):
    """A deputy's word on a kept promise: the second receipt, with its own grade (重庆 art 26, 28)."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="receipts")
    merged = models.ForeignKey(  # whose deputy speaks; none: the deputy of the suggestion that the reply is to
        "suggestions.Suggestion",
        verbose_name=_("并入的建议"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    grade = CodeField(_("评价"), max_length=20, choices=Grade)
    comment = models.TextField(_("意见"), blank=True)
    source = CodeField(_("来源"), max_length=20, choices=EvaluationSource)
    given_on = models.DateField(_("反馈日期"))
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField(_("录入时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("承诺落实回执")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.get_grade_display()
