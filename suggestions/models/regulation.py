from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField


class WindowUnit(models.TextChoices):
    WORKDAYS = "workdays", _("个工作日")
    DAYS = "days", _("日")
    MONTHS = "months", _("个月")
    DAYS_BEFORE_DUE = "days_before_due", _("日（主办期限前）")


class ContactRule(models.TextChoices):
    """代表法 art 51: 与代表联系沟通，充分听取意见."""

    REQUIRED = "required", _("必须，未联系不能答复")
    OR_REASON = "or_reason", _("必须，未联系的说明理由")
    FREE = "free", _("只作提醒")


class ClockStart(models.TextChoices):
    ASSIGNMENT = "assignment", _("交办之日（代表法第五十一条）")
    RECEIPT = "receipt", _("签收之日")
    CLOSING = "closing", _("大会闭会之日（仅会中建议）")


def _amount(label: str, default: int, most: int) -> models.PositiveSmallIntegerField:
    return models.PositiveSmallIntegerField(
        label, default=default, validators=[MinValueValidator(1), MaxValueValidator(most)]
    )


def _card_rule(label: str, most: int) -> models.PositiveSmallIntegerField:
    """Of supervision's warning cards; 0 switches the rule off."""
    return models.PositiveSmallIntegerField(label, default=0, validators=[MaxValueValidator(most)])


def _unit(default: WindowUnit) -> models.CharField:
    return CodeField(_("单位"), max_length=20, choices=WindowUnit, default=default)


class Regulation(models.Model):
    """The office's date rules (domain.md 8). Each change is a new row: the newest is in force, the rest is history.

    Dates already set do not move when a rule changes; the next assignment is counted by the new rule.
    """

    clock_start = CodeField(_("起算日"), max_length=20, choices=ClockStart, default=ClockStart.ASSIGNMENT)
    is_roll_over = models.BooleanField(_("末日遇休息日顺延（民法典第二百零三条）"), default=True)
    reply_months = _amount(_("答复期限（月）"), 3, 6)
    longest_months = _amount(_("最长期限（月，自起算日）"), 6, 6)
    is_extension_consent_needed = models.BooleanField(
        _("延期须经同意"), default=True, help_text=_("不勾选时，单位说明理由后即可延期，系统留痕。")
    )
    internal_target_amount = models.PositiveSmallIntegerField(
        _("内部目标期限"), null=True, blank=True, help_text=_("早于法定期限的内部要求；不填则没有。")
    )
    internal_target_unit = _unit(WindowUnit.MONTHS)
    return_amount = _amount(_("退回期限"), 10, 60)
    return_unit = _unit(WindowUnit.WORKDAYS)
    receipt_amount = _amount(_("签收期限"), 3, 60)
    receipt_unit = _unit(WindowUnit.WORKDAYS)
    assisting_amount = _amount(_("协办意见期限"), 1, 90)
    assisting_unit = _unit(WindowUnit.MONTHS)
    rehandling_amount = _amount(_("重新办理期限"), 1, 90)
    rehandling_unit = _unit(WindowUnit.MONTHS)
    assignment_amount = _amount(_("交办期限"), 7, 60)
    assignment_unit = _unit(WindowUnit.WORKDAYS)
    feedback_amount = _amount(_("反馈期限"), 15, 90)
    feedback_unit = _unit(WindowUnit.WORKDAYS)
    plan_amount = _amount(_("办理方案期限"), 5, 60)
    plan_unit = _unit(WindowUnit.WORKDAYS)
    second_opinion_amount = _amount(_("再次征求意见期限"), 5, 60)
    second_opinion_unit = _unit(WindowUnit.WORKDAYS)
    countersign_amount = _amount(_("会签期限"), 3, 60)
    countersign_unit = _unit(WindowUnit.WORKDAYS)
    contact_rule = CodeField(_("答复前与代表联系"), max_length=20, choices=ContactRule, default=ContactRule.REQUIRED)
    is_coordinator_review = models.BooleanField(
        _("答复先经系统协调人审核"), default=False, help_text=_("有协调人账号的办理系统，单位签发后先由协调人审核。")
    )
    urge_gap_days = models.PositiveSmallIntegerField(
        _("催办间隔（日）"), default=1, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    yellow_days = _card_rule(_("黄牌：逾期满（日）"), 365)
    yellow_urgings = _card_rule(_("黄牌：催办满（次）仍未提交"), 20)
    red_days = _card_rule(_("红牌：逾期满（日）"), 365)
    poll_good_percent = models.PositiveSmallIntegerField(
        _("测评“满意”等次：不低于（%）"), default=80, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    poll_pass_percent = models.PositiveSmallIntegerField(
        _("测评“基本满意”等次：不低于（%）"), default=60, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    is_poll_basic_counted = models.BooleanField(_("测评等次按满意和基本满意合计"), default=True)
    note = models.CharField(_("修改依据"), max_length=300, blank=True)
    changed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(_("修改时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("办理规则")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(longest_months__gte=models.F("reply_months")),
                name="longest_not_below_reply",
                violation_error_message=_("最长期限不能短于答复期限。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.changed_at:%Y-%m-%d}"
