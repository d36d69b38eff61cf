from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from accounts.pinyin import initials
from accounts.roles import HandlingSystem


class Unit(models.Model):
    """A handling unit (承办单位) in the tree of competent units and their subordinates.

    A heading of the tree ("政府部门") is `is_group`: it holds units and takes no assignment itself.
    """

    name = models.CharField(_("单位名称"), max_length=100, unique=True)
    short_name = models.CharField(_("简称"), max_length=50, blank=True)
    initials = models.CharField(_("拼音首字母"), max_length=100, blank=True, editable=False)
    parent = models.ForeignKey(
        "self", verbose_name=_("上级"), on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    is_group = models.BooleanField(
        _("仅作分组"), default=False, help_text=_("分组只用于归类，不能承办建议，也不视为下级单位的主管单位。")
    )
    handling_system = CodeField(_("办理系统"), max_length=20, choices=HandlingSystem, default=HandlingSystem.GOVERNMENT)
    committee = models.ForeignKey(
        "accounts.Committee",
        verbose_name=_("联系委室"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="units",
    )
    first_contact = models.ForeignKey(
        "accounts.User",
        verbose_name=_("第一联系人"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    second_contact = models.ForeignKey(
        "accounts.User",
        verbose_name=_("第二联系人"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    phone = models.CharField(_("办公电话"), max_length=30, blank=True)
    order = models.PositiveIntegerField(_("排序"), default=0)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = verbose_name_plural = _("承办单位")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs):
        """Bulk makers call `initials` themselves."""
        self.initials = initials(self.name)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "initials"}
        super().save(*args, **kwargs)

    @property
    def superior(self) -> "Unit | None":
        """The competent unit above this one (主管单位); a heading of the tree is none (S19)."""
        return self.parent if self.parent_id and not self.parent.is_group else None

    def clean(self) -> None:
        seen, above = {self.pk}, self.parent
        while above is not None:
            if above.pk is not None and above.pk in seen:
                raise ValidationError({"parent": _("上级不能是本单位或本单位的下级。")})
            seen.add(above.pk)
            above = above.parent
