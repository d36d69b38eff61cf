from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from suggestions.choices import Delivery, ReplyState

# On its way or in force: one such version a task.
STANDING = frozenset(
    {
        ReplyState.AWAITING_SIGNATURE,
        ReplyState.AWAITING_COORDINATOR,
        ReplyState.AWAITING_REVIEW,
        ReplyState.ACCEPTED,
    }
)


class Reply(models.Model):
    """One version of a unit's formal answer (答复, domain.md 6.5). Sent back means a new version, no overwrite.

    `result_class` is the class in force; how it came to be stands in ClassChange.
    """

    assignment = models.ForeignKey("suggestions.Assignment", on_delete=models.PROTECT, related_name="replies")
    version = models.PositiveSmallIntegerField(_("版本"))
    state = CodeField(_("状态"), max_length=20, choices=ReplyState, default=ReplyState.AWAITING_SIGNATURE)
    title = models.CharField(_("答复标题"), max_length=200, blank=True)
    text = models.TextField(_("答复全文"), blank=True)
    document_number = models.CharField(_("文号"), max_length=60)
    result_class = models.ForeignKey(
        "suggestions.ResultClass", verbose_name=_("办理结果"), on_delete=models.PROTECT, related_name="replies"
    )
    unsolved_reason = models.TextField(_("未能解决的理由"), blank=True)
    signatory = models.CharField(_("签发人"), max_length=50)
    dated_on = models.DateField(_("答复日期"))
    without_opinions_reason = models.TextField(_("未等协办意见的理由"), blank=True)
    without_contact_reason = models.TextField(_("答复前未联系代表的理由"), blank=True)
    delivery = CodeField(_("答复方式"), max_length=20, choices=Delivery, default=Delivery.EACH)
    consent_note = models.CharField(_("领衔代表同意情况"), max_length=300, blank=True)
    submitted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(_("送签时间"))
    signed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(_("签发时间"), null=True, blank=True)
    reviewed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    review_note = models.TextField(_("退回理由"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("答复")
        ordering = ["assignment_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "version"], name="reply_version_once"),
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(state__in=sorted(STANDING)),
                name="one_reply_in_force",
            ),
            models.CheckConstraint(condition=~Q(document_number=""), name="reply_has_document_number"),
            models.CheckConstraint(
                condition=Q(delivery=Delivery.EACH) | ~Q(consent_note=""), name="via_lead_has_consent"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document_number} 第{self.version}版"
