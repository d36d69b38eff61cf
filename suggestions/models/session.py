from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class CongressTerm(models.Model):
    """A term of the congress (届)."""

    name = models.CharField(_("名称"), max_length=100, unique=True, help_text=_("例如：十三届"))
    ordinal = models.PositiveSmallIntegerField(_("第几届"), default=0)
    ends_on = models.DateField(
        _("届满日期"), null=True, blank=True, help_text=_("换届前未落实的承诺事项须向代表书面说明。")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("届")
        ordering = ["-ordinal", "name"]

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """One session of a term (次): the frame in which suggestions are numbered and reported (S02)."""

    term = models.ForeignKey(CongressTerm, verbose_name=_("届"), on_delete=models.PROTECT, related_name="sessions")
    name = models.CharField(_("会议名称"), max_length=100, unique=True, help_text=_("例如：十三届一次会议"))
    ordinal = models.PositiveSmallIntegerField(_("第几次"), default=1, validators=[MinValueValidator(1)])
    opened_on = models.DateField(_("开幕日期"), null=True, blank=True)
    closed_on = models.DateField(_("闭幕日期"), null=True, blank=True)
    number_pattern = models.CharField(
        _("会中编号样式"),
        max_length=40,
        default="{n}",
        help_text=_("{n} 为流水号，{n:03} 表示补足三位，{year} 为年份。例如：DH{n:03}"),
    )
    outside_number_pattern = models.CharField(_("闭会编号样式"), max_length=40, default="闭{n}")
    is_current = models.BooleanField(_("当前会议"), default=False, help_text=_("列表默认显示当前会议。"))

    class Meta:
        verbose_name = verbose_name_plural = _("会议")
        ordering = ["-term__ordinal", "-ordinal", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_current"],
                condition=models.Q(is_current=True),
                name="one_current_session",
                violation_error_message=_("已有当前会议，请先取消原来的当前会议。"),
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True)
                | models.Q(opened_on__isnull=True)
                | models.Q(closed_on__gte=models.F("opened_on")),
                name="session_closes_after_opening",
                violation_error_message=_("闭幕日期不能早于开幕日期。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name
