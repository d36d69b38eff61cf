from django.db import models
from django.utils.translation import gettext_lazy as _


class Committee(models.Model):
    """A liaison committee of the congress (联系委室): it follows the units of its field (S32)."""

    name = models.CharField(_("名称"), max_length=100, unique=True)
    order = models.PositiveIntegerField(_("排序"), default=0)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("联系委室")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name
