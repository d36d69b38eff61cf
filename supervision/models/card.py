from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from accounts.roles import Permission, Role
from suggestions.choices import CardColour
from supervision.card_rules import Cause


class CardQuerySet(models.QuerySet):
    def of_desk(self, user) -> "CardQuerySet":
        """The register of this person: a unit's own, a coordinator's system's, else all."""
        if not user.may(Permission.SEE_CARDS):
            return self.none()
        if user.is_unit:
            return self.filter(assignment__unit=user.unit_id)
        if user.role == Role.COORDINATOR:
            return self.filter(assignment__unit__handling_system=user.handling_system)
        return self

    def standing(self) -> "CardQuerySet":
        return self.filter(withdrawn_at__isnull=True)


class Card(models.Model):
    """A warning card given to a unit for one task, with the facts it was given by. Withdrawn, it stays on record.

    One of each colour for one due date: a sweep run twice gives nothing twice, and what was withdrawn does not come
    back; a new due date, missed again, earns a new one.
    """

    suggestion = models.ForeignKey("suggestions.Suggestion", on_delete=models.PROTECT, related_name="cards")
    assignment = models.ForeignKey("suggestions.Assignment", on_delete=models.PROTECT, related_name="cards")
    colour = CodeField(_("警示牌"), max_length=10, choices=CardColour)
    cause = CodeField(_("原因"), max_length=20, choices=Cause)
    due_on = models.DateField(_("期限"))
    days_overdue = models.PositiveSmallIntegerField(_("当时逾期天数"))
    urgings = models.PositiveSmallIntegerField(_("当时催办次数"))
    given_on = models.DateField(_("发牌日期"))
    given_at = models.DateTimeField(_("时间"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True, blank=True)
    withdrawn_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdraw_reason = models.CharField(_("撤回理由"), max_length=500, blank=True)

    objects = CardQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("警示牌")
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "colour", "due_on"], name="card_once_per_due_date"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdraw_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdraw_reason="")),
                name="withdrawn_card_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_colour_display()} {self.given_on:%Y-%m-%d}"

    @property
    def why(self) -> str:
        """What it was given for, with the numbers of that day."""
        if self.cause == Cause.URGED:
            return _("催办%(n)d次仍未提交") % {"n": self.urgings}
        return _("逾期%(n)d天未答复") % {"n": self.days_overdue}
