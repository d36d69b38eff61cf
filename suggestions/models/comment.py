from django.db import models
from django.utils.translation import gettext_lazy as _


class ReplyComment(models.Model):
    """A remark of whoever reads a version before it is passed, at a place in its text (批注)."""

    reply = models.ForeignKey("suggestions.Reply", on_delete=models.PROTECT, related_name="comments")
    paragraph = models.PositiveSmallIntegerField(_("段落"))  # counted from 1; 0: the letter as a whole
    quote = models.CharField(_("原文"), max_length=300, blank=True)
    text = models.TextField(_("批注"))
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(_("批注人"), max_length=50)
    by_role = models.CharField(_("角色"), max_length=20)
    at = models.DateTimeField(_("时间"))
    settled_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("批注")
        ordering = ["paragraph", "pk"]

    def __str__(self) -> str:
        return self.text[:40]
