from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from suggestions.choices import RequestState


class _UnitRequest(models.Model):
    """What a unit asks and the office decides; one open at a time."""

    assignment = models.ForeignKey("suggestions.Assignment", on_delete=models.PROTECT, related_name="%(class)ss")
    reason = models.TextField(_("理由"))
    requested_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("申请时间"))
    state = CodeField(_("状态"), max_length=20, choices=RequestState, default=RequestState.PENDING)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)
    decision_note = models.TextField(_("决定意见"), blank=True)

    class Meta:
        abstract = True
        ordering = ["requested_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state=RequestState.PENDING),
                name="one_open_%(class)s",
                violation_error_message=_("已有一项申请等待决定，请勿重复提交。"),
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.PENDING, decided_at__isnull=True)
                | (~Q(state=RequestState.PENDING) & Q(decided_at__isnull=False)),
                name="decided_%(class)s_has_its_time",
            ),
        ]

    @property
    def is_pending(self) -> bool:
        return self.state == RequestState.PENDING


class ReturnRequest(_UnitRequest):
    """The unit holds that the matter is not its duty (退回, domain.md 6.3)."""

    proposed_unit = models.ForeignKey(
        "accounts.Unit",
        verbose_name=_("建议改办单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta(_UnitRequest.Meta):
        verbose_name = verbose_name_plural = _("退回申请")

    def __str__(self) -> str:
        return f"{self.assignment} 退回申请"


class AdditionRequest(_UnitRequest):
    """The lead unit asks for a further assisting unit (增办)."""

    unit = models.ForeignKey(
        "accounts.Unit", verbose_name=_("建议增加的单位"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta(_UnitRequest.Meta):
        verbose_name = verbose_name_plural = _("增办申请")

    def __str__(self) -> str:
        return f"{self.assignment} 增办申请"
