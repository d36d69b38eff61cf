from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models.code_field import CodeField
from suggestions.models.attachment import StoredFile
from supervision.choices import InvitationAnswer, SupervisionKind, SupervisionState
from supervision.querysets import InvitationQuerySet, SupervisionQuerySet


class Supervision(models.Model):
    """One supervision (五项督办, S33), of a key topic or of a single suggestion: arranged, then recorded.

    One that was not arranged here is recorded at once. A record is not changed afterwards.
    """

    topic = models.ForeignKey("KeyTopic", on_delete=models.PROTECT, null=True, blank=True, related_name="supervisions")
    suggestion = models.ForeignKey(
        "suggestions.Suggestion", on_delete=models.PROTECT, null=True, blank=True, related_name="supervisions"
    )
    kind = CodeField(_("督办方式"), max_length=20, choices=SupervisionKind)
    held_on = models.DateField(_("日期"))
    place = models.CharField(_("地点"), max_length=200)
    people = models.CharField(_("参加人员"), max_length=500, blank=True)
    arrangement = models.TextField(_("安排"), blank=True)
    text = models.TextField(_("督办情况"), blank=True)
    arranged_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    arranged_at = models.DateTimeField(_("安排时间"))
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("记录时间"), null=True, blank=True)
    called_off_on = models.DateField(_("取消日期"), null=True, blank=True)
    call_off_reason = models.TextField(_("取消理由"), blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("督办")
        ordering = ["held_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(topic__isnull=True, suggestion__isnull=False)
                | Q(topic__isnull=False, suggestion__isnull=True),
                name="supervision_of_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(recorded_at__isnull=True) | (~Q(text="") & Q(recorded_by__isnull=False)),
                name="recorded_supervision_has_its_text",
            ),
            models.CheckConstraint(
                condition=Q(called_off_on__isnull=True) | (Q(recorded_at__isnull=True) & ~Q(call_off_reason="")),
                name="called_off_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on:%Y-%m-%d} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:supervision", args=[self.pk])

    @property
    def state(self) -> SupervisionState:
        if self.called_off_on:
            return SupervisionState.CALLED_OFF
        return SupervisionState.HELD if self.recorded_at else SupervisionState.PLANNED

    @property
    def subject(self):
        """What it is about: the topic, or the one suggestion."""
        return self.topic or self.suggestion


class Invitation(models.Model):
    """A deputy asked to take part, and the answer: the own one, or as told to the office by telephone."""

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, related_name="invitations")
    deputy = models.ForeignKey("accounts.Deputy", on_delete=models.PROTECT, related_name="invitations")
    answer = CodeField(_("答复"), max_length=20, choices=InvitationAnswer, blank=True)
    words = models.CharField(_("说明"), max_length=500, blank=True)
    answered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("邀请")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["supervision", "deputy"], name="invited_once"),
            models.CheckConstraint(
                condition=Q(answer="") | Q(answered_at__isnull=False), name="answered_invitation_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.deputy} {self.supervision}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:invitation", args=[self.pk])


class SupervisionFile(StoredFile):
    """A photograph or paper of a supervision, the proof of a finding, or the scan of a count of votes.

    Served only through its gate.
    """

    supervision = models.ForeignKey(Supervision, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    entry = models.ForeignKey("FindingEntry", on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    poll_entry = models.ForeignKey("PollEntry", on_delete=models.PROTECT, null=True, blank=True, related_name="files")

    class Meta(StoredFile.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("督办材料")
        constraints = [
            models.CheckConstraint(
                condition=Q(supervision__isnull=False, entry__isnull=True, poll_entry__isnull=True)
                | Q(supervision__isnull=True, entry__isnull=False, poll_entry__isnull=True)
                | Q(supervision__isnull=True, entry__isnull=True, poll_entry__isnull=False),
                name="supervision_file_of_one_thing",
            )
        ]
