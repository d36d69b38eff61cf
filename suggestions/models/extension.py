from django.db import models
from django.utils.translation import gettext_lazy as _

from suggestions.models.request import _UnitRequest


class Extension(_UnitRequest):
    """A request for a later due date, bounded from the assignment day (代表法 art 51; form: domain.md 6.4)."""

    previous_due_on = models.DateField(_("申请时的期限"))
    requested_until = models.DateField(_("申请延至"))
    work_done = models.TextField(_("已做工作和下步安排"), blank=True)
    is_deputy_informed = models.BooleanField(_("已告知代表"), default=False)
    granted_until = models.DateField(_("批准延至"), null=True, blank=True)

    class Meta(_UnitRequest.Meta):
        verbose_name = verbose_name_plural = _("延期申请")

    def __str__(self) -> str:
        return f"{self.assignment} 延期至{self.requested_until:%Y-%m-%d}"
