from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField


class AppendOnly(Exception):
    """The record of changes cannot be rewritten."""


class ChangeQuerySet(models.QuerySet):
    def update(self, **kwargs):
        raise AppendOnly("变更记录只能追加，不能修改。")

    def delete(self):
        raise AppendOnly("变更记录不能删除。")


class Change(models.Model):
    """One line of the append-only record of what the office keeps: accounts, units, deputies, sessions, lists.

    `kind` and `key` name the thing without a foreign key, and its name is copied: the line outlives renaming.
    """

    class What(models.TextChoices):
        CREATED = "created", _("新建")
        CHANGED = "changed", _("修改")
        PASSWORD_RESET = "password_reset", _("重置密码")
        HANDED_OVER = "handed_over", _("离岗交接")
        UNLOCKED = "unlocked", _("解除登录暂停")
        DATES_MOVED = "dates_moved", _("日历变更，重算期限")

    kind = models.CharField(_("对象"), max_length=30)
    key = models.CharField(max_length=40)
    name = models.CharField(_("名称"), max_length=100)
    what = CodeField(_("操作"), max_length=20, choices=What)
    detail = models.TextField(_("内容"), blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(_("操作人"), max_length=50)
    at = models.DateTimeField(_("时间"))

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("变更记录")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["kind", "key"], name="change_of")]

    def __str__(self) -> str:
        return f"{self.get_what_display()} {self.name}"

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise AppendOnly("变更记录只能追加，不能修改。")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly("变更记录不能删除。")
