from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from accounts.roles import OFFICE, UNIT, HandlingSystem, Permission, Role, may


class User(AbstractUser):
    """A person with exactly one role. What the role may do stands in roles.py and suggestions/workflow.py."""

    first_name = last_name = None
    name = models.CharField(_("姓名"), max_length=50)
    role = CodeField(_("角色"), max_length=20, choices=Role)
    phone = models.CharField(_("手机"), max_length=30, blank=True)
    unit = models.ForeignKey(
        "accounts.Unit",
        verbose_name=_("所在单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
    )
    handling_system = CodeField(_("所协调的系统"), max_length=20, choices=HandlingSystem, blank=True)
    committee = models.ForeignKey(
        "accounts.Committee",
        verbose_name=_("联系委室"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="users",
    )
    deputy = models.OneToOneField(
        "accounts.Deputy", verbose_name=_("代表"), on_delete=models.PROTECT, null=True, blank=True, related_name="user"
    )
    # Away: the second contact stands in. Gone for good: what was addressed to this person goes to the successor.
    away_from_on = models.DateField(_("外出自"), null=True, blank=True)
    away_until_on = models.DateField(_("外出至"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", verbose_name=_("接手人"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    must_change_password = models.BooleanField(_("下次登录须改密码"), default=False)

    REQUIRED_FIELDS = ["name", "role"]

    class Meta:
        verbose_name = verbose_name_plural = _("用户")
        ordering = ["role", "name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(role__in=sorted(UNIT)) | Q(unit__isnull=False),
                name="unit_role_has_unit",
                violation_error_message=_("承办单位的账号须选择所在单位。"),
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.COORDINATOR) | ~Q(handling_system=""),
                name="coordinator_has_system",
                violation_error_message=_("系统协调人须选择所协调的系统。"),
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.DEPUTY) | Q(deputy__isnull=False),
                name="deputy_role_has_deputy",
                violation_error_message=_("代表账号须对应一名代表。"),
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.COMMITTEE) | Q(committee__isnull=False),
                name="committee_role_has_committee",
                violation_error_message=_("联系委室的账号须选择所属委室。"),
            ),
            models.CheckConstraint(
                condition=Q(away_from_on__isnull=True, away_until_on__isnull=True)
                | Q(away_until_on__gte=models.F("away_from_on")),
                name="away_from_before_until",
                violation_error_message=_("外出的结束日期不能早于开始日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def may(self, permission: Permission) -> bool:
        return may(self.role, permission)

    def is_away(self, on: date) -> bool:
        """Both days of an absence belong to it."""
        return self.away_from_on is not None and self.away_from_on <= on <= self.away_until_on

    @property
    def is_office(self) -> bool:
        return self.role in OFFICE

    @property
    def is_unit(self) -> bool:
        return self.role in UNIT
