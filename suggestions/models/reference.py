from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.Model):
    """A theme of suggestions (性质类别, S11); every office has its own list."""

    name = models.CharField(_("名称"), max_length=50, unique=True)
    order = models.PositiveIntegerField(_("排序"), default=0)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("类别")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class ResultClass(models.Model):
    """A result class of replies. The same letter means different things in different places (domain.md 1.5)."""

    code = models.CharField(_("代码"), max_length=10, unique=True)
    label = models.CharField(_("简称"), max_length=40)
    meaning = models.CharField(_("含义"), max_length=200, blank=True)
    order = models.PositiveIntegerField(_("排序"), default=0)
    counts_as_solved = models.BooleanField(_("计为解决"), default=False)
    needs_plan_date = models.BooleanField(_("须填计划完成日期"), default=False)
    needs_reason = models.BooleanField(_("须说明理由"), default=False)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("办理结果类别")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return f"{self.code}类 {self.label}"
