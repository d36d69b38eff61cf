from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from accounts.roles import Role
from suggestions.models.event import AppendOnly
from supervision.choices import Criterion, TopicEntryKind
from supervision.querysets import KeyTopicQuerySet


class KeyTopic(models.Model):
    """A key topic of one year (重点督办件, S31, S32): one leader leads it, one committee follows it.

    It bundles one or several suggestions; ended, it stays on record with its reason.
    """

    year = models.PositiveSmallIntegerField(_("督办年度"))
    order = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("督办专题"), max_length=200)
    criterion = CodeField(_("确定标准"), max_length=20, choices=Criterion)
    decided_on = models.DateField(_("主任会议日期"))
    leader = models.ForeignKey(
        "accounts.User",
        verbose_name=_("领衔领导"),
        on_delete=models.PROTECT,
        related_name="led_topics",
        limit_choices_to={"role": Role.LEADER},
    )
    committee = models.ForeignKey(
        "accounts.Committee", verbose_name=_("联系委室"), on_delete=models.PROTECT, related_name="key_topics"
    )
    plan = models.TextField(_("督办方案"))
    plan_from_on = models.DateField(_("督办开始"))
    plan_until_on = models.DateField(_("督办结束"))
    suggestions = models.ManyToManyField(
        "suggestions.Suggestion", verbose_name=_("建议"), through="KeySuggestion", related_name="key_topics"
    )
    ended_on = models.DateField(_("结束督办日期"), null=True, blank=True)
    end_reason = models.TextField(_("结束理由"), blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = KeyTopicQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("重点督办件")
        ordering = ["-year", "order"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "order"],
                name="key_topic_order_once",
                violation_error_message=_("本年度已有这个序号，请换一个。"),
            ),
            models.CheckConstraint(condition=Q(plan_until_on__gte=F("plan_from_on")), name="key_plan_runs_forward"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | ~Q(end_reason=""), name="ended_topic_has_its_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("supervision:key_topic", args=[self.pk])

    @property
    def name(self) -> str:
        """As it is quoted: 2026年重点督办第1号《…》."""
        return f"{self.year}年重点督办第{self.order}号《{self.title}》"


class KeySuggestion(models.Model):
    """A suggestion of a topic. `year` repeats the topic's, so that the database keeps one to once a year."""

    topic = models.ForeignKey(KeyTopic, on_delete=models.PROTECT, related_name="links")
    suggestion = models.ForeignKey("suggestions.Suggestion", on_delete=models.PROTECT, related_name="key_links")
    year = models.PositiveSmallIntegerField(editable=False)

    class Meta:
        verbose_name = verbose_name_plural = _("重点督办建议")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["year", "suggestion"], name="key_suggestion_once_a_year")]

    def __str__(self) -> str:
        return str(self.suggestion)


class TopicEntry(models.Model):
    """One line of a topic's own history: chosen, changed (what into what), ended. Never changed."""

    topic = models.ForeignKey(KeyTopic, on_delete=models.PROTECT, related_name="entries")
    kind = CodeField(_("类型"), max_length=20, choices=TopicEntryKind)
    text = models.TextField(_("内容"), blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(_("操作人"), max_length=50)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("重点督办记录")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise AppendOnly("重点督办记录只能追加，不能修改。")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly("重点督办记录不能删除。")
