from django.db import models
from django.utils.translation import gettext_lazy as _


class Delegation(models.Model):
    """Deputies grouped by area (代表团)."""

    name = models.CharField(_("名称"), max_length=100, unique=True)
    order = models.PositiveIntegerField(_("排序"), default=0)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("代表团")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class Deputy(models.Model):
    """A deputy. No identity number is kept: none is needed (domain.md 9)."""

    name = models.CharField(_("姓名"), max_length=50)
    delegation = models.ForeignKey(
        Delegation, verbose_name=_("代表团"), on_delete=models.PROTECT, related_name="deputies"
    )
    certificate = models.CharField(_("代表证号"), max_length=30, blank=True)
    employer = models.CharField(_("工作单位"), max_length=100, blank=True)
    phone = models.CharField(_("联系电话"), max_length=30, blank=True)
    is_active = models.BooleanField(_("在任"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("人大代表")
        ordering = ["delegation__order", "name"]
        constraints = [
            # Two deputies of one name in one delegation are told apart by their certificate.
            models.UniqueConstraint(
                fields=["delegation", "name", "certificate"],
                name="deputy_once",
                violation_error_message=_("该代表团已有同名代表，请填写代表证号加以区分。"),
            )
        ]

    def __str__(self) -> str:
        return self.name
