from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from suggestions.models.event import AppendOnly
from supervision.choices import PollEntryKind, PollKind, PollState
from supervision.poll_rules import Counts, Limits
from supervision.querysets import PollQuerySet


class Poll(models.Model):
    """One round of a satisfaction test (满意度测评, S35) of key suggestions by members; each round stays on record.

    `first` is the round it goes back to, empty for the first. The limits are the office's, as they stood when this
    round was prepared, so that a result never changes its band.
    """

    title = models.CharField(_("测评名称"), max_length=200)
    year = models.PositiveSmallIntegerField(_("年度"))
    first = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="later_rounds")
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    kind = CodeField(_("投票方式"), max_length=20, choices=PollKind)
    minimum = models.PositiveSmallIntegerField(_("最低收回票数"), null=True, blank=True)
    closes_at = models.DateTimeField(_("投票截止时间"), null=True, blank=True)
    held_on = models.DateField(_("测评日期"), null=True, blank=True)  # of a paper vote; of an electronic one its end
    state = CodeField(_("状态"), max_length=20, choices=PollState, default=PollState.PREPARED)
    good_percent = models.PositiveSmallIntegerField(_("满意等次下限"))
    pass_percent = models.PositiveSmallIntegerField(_("基本满意等次下限"))
    is_basic_counted = models.BooleanField(_("等次按满意和基本满意合计"))
    version = models.PositiveIntegerField(default=0)

    objects = PollQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("满意度测评")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "round"], name="poll_round_once"),
            models.CheckConstraint(
                condition=Q(first__isnull=True, round=1) | Q(first__isnull=False, round__gt=1),
                name="later_round_has_its_first",
            ),
            models.CheckConstraint(
                condition=Q(kind=PollKind.PAPER) | Q(minimum__isnull=False, closes_at__isnull=False),
                name="electronic_poll_has_minimum_and_end",
            ),
        ]
        indexes = [models.Index(fields=["state", "closes_at"], name="poll_to_close")]

    def __str__(self) -> str:
        return f"{self.title}（第{self.round}轮）" if self.round > 1 else self.title

    def get_absolute_url(self) -> str:
        return reverse("supervision:poll", args=[self.pk])

    @property
    def is_electronic(self) -> bool:
        return self.kind == PollKind.ELECTRONIC

    @property
    def limits(self) -> Limits:
        return Limits(self.good_percent, self.pass_percent, self.is_basic_counted)

    @property
    def first_id_of_all(self) -> int:
        """The key that all its rounds share."""
        return self.first_id or self.pk


class PollSubject(models.Model):
    """One suggestion the members judge, with its counts once they are known: none before the end of the vote."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="subjects")
    topic = models.ForeignKey("KeyTopic", on_delete=models.PROTECT, related_name="polled")
    suggestion = models.ForeignKey("suggestions.Suggestion", on_delete=models.PROTECT, related_name="polled")
    issued = models.PositiveIntegerField(_("发出"), null=True, blank=True)
    returned = models.PositiveIntegerField(_("收回"), null=True, blank=True)
    satisfied = models.PositiveIntegerField(_("满意"), null=True, blank=True)
    basic = models.PositiveIntegerField(_("基本满意"), null=True, blank=True)
    dissatisfied = models.PositiveIntegerField(_("不满意"), null=True, blank=True)
    void = models.PositiveIntegerField(_("弃权、废票"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("测评件")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["poll", "suggestion"], name="polled_once_a_round"),
            models.CheckConstraint(
                condition=Q(issued__isnull=True, returned__isnull=True, satisfied__isnull=True, void__isnull=True)
                | Q(returned__lte=F("issued"))
                & Q(returned=F("satisfied") + F("basic") + F("dissatisfied") + F("void")),
                name="poll_counts_add_up",
            ),
        ]

    def __str__(self) -> str:
        return str(self.suggestion)

    @property
    def counts(self) -> Counts | None:
        if self.returned is None:
            return None
        return Counts(self.issued, self.returned, self.satisfied, self.basic, self.dissatisfied, self.void)


class PollVoter(models.Model):
    """The electoral roll: who may vote, and who has. A flag only: no time, no order (docs/decisions/0012)."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="roll")
    voter = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="polls")
    has_voted = models.BooleanField(_("已投票"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("投票名单")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["poll", "voter"], name="one_vote_each")]

    def __str__(self) -> str:
        return str(self.voter)


class PollBox(models.Model):
    """The ballot box of an open vote, sealed (supervision/poll_box.py): sums, never a ballot. Gone once counted."""

    poll = models.OneToOneField(Poll, on_delete=models.CASCADE, primary_key=True, related_name="box")
    sealed = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = _("票箱")

    def __str__(self) -> str:
        return str(self.poll)


class PollEntry(models.Model):
    """One line of a round's own history. Never changed; a vote leaves none. `by`: empty for the closing time."""

    poll = models.ForeignKey(Poll, on_delete=models.PROTECT, related_name="entries")
    kind = CodeField(_("类型"), max_length=20, choices=PollEntryKind)
    text = models.TextField(_("内容"), blank=True)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("测评记录")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.get_kind_display()

    def save(self, *args, **kwargs):
        if self.pk is not None:
            raise AppendOnly("测评记录只能追加，不能修改。")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise AppendOnly("测评记录不能删除。")
